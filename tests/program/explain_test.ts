import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { tokenLeft } from "../support/helper_fixtures.ts";
import { cacheToken, environmentIn, pinsOf, projectPin } from "../support/helper_home.ts";
import { type ProgramResult, Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

/** The keys that the identities of the configuration begin with. */
const BUILDER = { BUILDER_KEY: "AKIABUILDER", BUILDER_SECRET: "canary-secret" };
/** Keys of nobody: the environment's credentials. */
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "canary-secret" };

function explain(sandbox: Sandbox, host: string, ...args: string[]): Promise<ProgramResult> {
  return sandbox.run(["explain", host, ...args], { env: { ...KEYS, ...BUILDER } });
}

Deno.test("explain shows the whole resolution with the places it comes from", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await sandbox.writeDockerConfig(JSON.stringify({
    auths: { [hostOf(DEV)]: { auth: btoa("AWS:canary-password") } },
    credHelpers: { [hostOf(DEV)]: "atmos-ecr" },
  }));
  const made = projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr");
  await pinsOf(sandbox).set([made]);
  await cacheToken(
    sandbox,
    made,
    tokenLeft(9 * 3600 + 30, "canary-password", new Date()),
    environmentIn(sandbox, BUILDER),
  );
  const { code, stdout, stderr } = await explain(sandbox, `https://${hostOf(DEV)}/app:1`);
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2001-02-03 04:05 UTC"),
    `Registry     222233334444.dkr.ecr.us-east-1.amazonaws.com
Account      222233334444
Region       us-east-1 (partition aws)
Service      ecr
Integration  dev/ecr (atmos.yaml:21:5)
Identity     dev-deploy (atmos.yaml:8:5)
Chain        builder (aws/user, atmos.yaml:3:5)
             → dev-deploy (aws/assume-role, atmos.yaml:8:5)
Provided by  helper atmos-ecr, which overrides auths
Pin          dev-deploy, for dev/ecr, from ${sandbox.project}/atmos.yaml
             matches that file
Helper       provides credentials of dev-deploy
Cache        fresh, expires in 9h (2001-02-03 04:05 UTC)
`,
  );
});

Deno.test("explain -o json has the documented shape", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const { code, stdout, stderr } = await explain(sandbox, hostOf(PROD, "eu-west-1"), "-o", "json");
  deepStrictEqual([code, stderr], [0, ""]);
  deepStrictEqual(JSON.parse(stdout), {
    version: 1,
    host: hostOf(PROD, "eu-west-1"),
    account_id: PROD,
    region: "eu-west-1",
    partition: "aws",
    service: "ecr",
    fips: false,
    dual_stack: false,
    integration: "Prod/ECR",
    identity: "prod-deploy",
    chain: ["builder", "prod-deploy"],
    cache: { state: "absent", expires_at: null },
  });
});

Deno.test("explain needs no atmos.yaml, and shows no key", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout, stderr } = await explain(sandbox, "public.ecr.aws");
  strictEqual(code, 0, stderr);
  match(stdout, /^Identity +none: the environment's credentials$/m);
  match(
    stdout,
    /^Helper +provides credentials of the keys in AWS_ACCESS_KEY_ID, as docker-credential-ecr-login only$/m,
  );
  ok(!/AKIAEXAMPLE|canary/.test(stdout + stderr));
});

Deno.test("explain warns outside the project of a pin that its configuration no longer agrees with", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev-deploy", "old")]);
  const { code, stdout, stderr } = await sandbox.run(["explain", hostOf(DEV)], { cwd: sandbox.home });
  strictEqual(code, 0, stderr);
  match(stdout, /^Integration +none: no atmos\.yaml was found$/m);
  match(stdout, /^Identity +dev-deploy, which the registry is pinned to$/m);
  match(stdout, /^ +outdated: integration "old" no longer exists$/m);
  match(stderr, /run `atmos-ecr docker install 222233334444\S+ --chdir \S+project` to pin it again/);
});

Deno.test("explain rejects an invalid host", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout } = await explain(sandbox, "123.dkr.ecr.us-east-1.amazonaws.com", "-o", "json");
  deepStrictEqual([code, JSON.parse(stdout).error.code], [2, "REGISTRY_INVALID"]);
});

Deno.test("no name steers the terminal, whichever command shows it", async () => {
  const name = "evil\u001b]0;pwned\u0007";
  await using sandbox = await Sandbox.create({
    "atmos.yaml": `auth:
  identities:
    "evil\\e]0;pwned\\a": {kind: aws/ambient}
  integrations:
    "evil\\e]0;pwned\\a":
      {kind: aws/ecr, via: {identity: "evil\\e]0;pwned\\a"}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`,
  });
  await sandbox.writeDockerConfig(JSON.stringify({ [name]: 1, credHelpers: { [hostOf(DEV)]: name } }));
  await pinsOf(sandbox).set([
    projectPin(sandbox, hostOf(HUB), name),
    projectPin(sandbox, hostOf(PROD), `${name}x`),
  ]);
  for (
    const args of [
      ["status"],
      ["explain", hostOf(DEV)],
      ["explain", hostOf(PROD)],
      ["doctor", "--offline"],
      ["docker", "install", hostOf(DEV), "--dry-run"],
      ["docker", "install", hostOf(DEV), "--dry-run", "--force"],
      ["docker", "uninstall", "--all", "--dry-run"],
    ]
  ) {
    const { stdout, stderr } = await sandbox.run(args);
    ok((stdout + stderr).includes("pwned"), args.join(" "));
    deepStrictEqual((stdout + stderr).replaceAll("\n", "").match(/\p{Cc}/gu), null, args.join(" "));
  }
});
