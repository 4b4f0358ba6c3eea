/** Roles of AWS profiles that want a code of an MFA device: `mfa_serial`, as the AWS CLI has it. */
import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { MfaKeys } from "../fakes/aws/fake_aws.ts";
import { hasTerminals } from "../support/terminal.ts";
import { NOT_FOUND } from "./helper_world.ts";
import { DEV, hostOf, HUB, World } from "./world.ts";

const HOST = hostOf(DEV);

interface MfaWorld extends AsyncDisposable {
  readonly world: World;
  readonly me: MfaKeys;
  readonly env: Record<string, string>;
}

/** A profile `ops`, whose role requires a second factor of the user of profile `base`. */
async function mfaWorld(atmosYaml = ""): Promise<MfaWorld> {
  const world = await World.create(atmosYaml);
  const me = world.aws.user({ account: HUB, name: "me", mfa: true });
  world.aws.role({ account: DEV, name: "ops", trusts: [me.arn], requiresMfa: true });
  await world.sandbox.write(
    "config",
    `[profile base]\naws_access_key_id = ${me.accessKeyId}\naws_secret_access_key = ${me.secretAccessKey}\n` +
      `[profile ops]\nrole_arn = arn:aws:iam::${DEV}:role/ops\nsource_profile = base\nmfa_serial = ${me.mfaArn}\n`,
  );
  const env = { AWS_CONFIG_FILE: join(world.sandbox.project, "config") };
  return { world, me, env, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

/** Ways to give a code without a terminal. */
const WAYS: Readonly<
  Record<string, (code: string) => { readonly args: string[]; readonly env: Record<string, string> }>
> = {
  "--mfa-code": (code) => ({ args: ["--mfa-code", code], env: {} }),
  "ATMOS_ECR_MFA_CODE": (code) => ({ args: [], env: { ATMOS_ECR_MFA_CODE: code } }),
};

Deno.test("login accepts an MFA code for a profile", async (t) => {
  for (const [name, way] of Object.entries(WAYS)) {
    await t.step(name, async () => {
      await using place = await mfaWorld();
      const { args, env } = way(place.me.mfaCode());
      const { code, stderr } = await place.world.run(["login", HOST, "--aws-profile", "ops", ...args], {
        env: { ...place.env, ...env },
      });
      strictEqual(code, 0, stderr);
      match(await place.world.principalOf(HOST) ?? "", /assumed-role\/ops\//);
    });
  }
  await t.step("for an ambient identity", async () => {
    await using place = await mfaWorld(`auth:
  identities: {me: {kind: aws/ambient, default: true}}
  integrations: {dev: {kind: aws/ecr, via: {identity: me}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}}
`);
    const { code, stderr } = await place.world.run(["login", "dev", "--mfa-code", place.me.mfaCode()], {
      env: { ...place.env, AWS_PROFILE: "ops" },
    });
    strictEqual(code, 0, stderr);
    match(await place.world.principalOf(HOST) ?? "", /assumed-role\/ops\//);
  });
});

Deno.test("without a terminal and a code, a profile with an MFA device exits with 4 and calls nothing", async () => {
  await using place = await mfaWorld();
  const { code, stderr } = await place.world.run(["login", HOST, "--aws-profile", "ops"], { env: place.env });
  strictEqual(code, 4, stderr);
  match(stderr, /AWS profile "ops".*\[MFA_REQUIRED\]\n.*--mfa-code/);
  const get = await place.world.run(["credential", "get"], {
    env: { ...place.env, AWS_PROFILE: "ops" },
    stdin: HOST,
  });
  strictEqual(get.stdout, NOT_FOUND);
  match(get.stderr, /profile "ops": it requires an MFA code.*`atmos-ecr login` in a terminal/);
  strictEqual(place.world.aws.requests.length, 0);
});

Deno.test({
  name: "a terminal prompts for a profile's MFA code, again after a wrong one",
  ignore: !await hasTerminals(),
  fn: async () => {
    await using place = await mfaWorld();
    await using terminal = place.world.terminal(["login", HOST, "--aws-profile", "ops"], { env: place.env });
    await terminal.until("(profile ops):");
    await terminal.type("000000\r");
    await terminal.until("AWS rejected that code");
    await terminal.type(`${place.me.mfaCode()}\r`);
    strictEqual(await terminal.ended(), 0, terminal.screen);
    match(await place.world.principalOf(HOST) ?? "", /assumed-role\/ops\//);
    ok(!terminal.screen.includes("INTERNAL"));
  },
});
