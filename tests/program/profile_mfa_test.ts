/** Roles of AWS profiles that want a code of an MFA device: `mfa_serial`, as the AWS CLI has it. `tests/wiring/profile_mfa_test.ts` has the rest. */
import { match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { MfaKeys } from "../fakes/aws/fake_aws.ts";
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

Deno.test("login accepts an MFA code for a profile: --mfa-code, or a variable", async (t) => {
  await t.step("--aws-profile", async () => {
    await using place = await mfaWorld();
    const args = ["login", HOST, "--aws-profile", "ops", "--mfa-code", place.me.mfaCode()];
    const { code, stderr } = await place.world.run(args, { env: place.env });
    strictEqual(code, 0, stderr);
    match(await place.world.principalOf(HOST) ?? "", /assumed-role\/ops\//);
  });
  await t.step("an ambient identity", async () => {
    await using place = await mfaWorld(`auth:
  identities: {me: {kind: aws/ambient, default: true}}
  integrations: {dev: {kind: aws/ecr, via: {identity: me}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}}
`);
    const { code, stderr } = await place.world.run(["login", "dev"], {
      env: { ...place.env, AWS_PROFILE: "ops", ATMOS_ECR_MFA_CODE: place.me.mfaCode() },
    });
    strictEqual(code, 0, stderr);
    match(await place.world.principalOf(HOST) ?? "", /assumed-role\/ops\//);
  });
});
