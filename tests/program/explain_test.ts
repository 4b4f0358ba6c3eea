import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { pin, tokenLeft } from "../support/helper_fixtures.ts";
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

Deno.test("explain needs no atmos.yaml, and reads every form of a host", async () => {
  await using sandbox = await Sandbox.create();
  const read = async (host: string): Promise<Record<string, unknown>> =>
    JSON.parse((await explain(sandbox, host, "-o", "json")).stdout);
  const nobody = {
    integration: null,
    identity: null,
    version: 1,
    chain: [],
    cache: { state: "absent", expires_at: null },
  };
  deepStrictEqual(await read(`${HUB}.dkr-ecr-fips.us-gov-west-1.on.aws`), {
    host: `${HUB}.dkr-ecr-fips.us-gov-west-1.on.aws`,
    account_id: HUB,
    region: "us-gov-west-1",
    partition: "aws-us-gov",
    service: "ecr",
    fips: true,
    dual_stack: true,
    ...nobody,
  });
  deepStrictEqual(await read("public.ecr.aws"), {
    host: "public.ecr.aws",
    account_id: null,
    region: "us-east-1",
    partition: "aws",
    service: "ecr-public",
    fips: false,
    dual_stack: false,
    ...nobody,
  });
  const text = await explain(sandbox, "public.ecr.aws");
  match(text.stdout, /^Identity +none: the environment's credentials$/m);
  match(
    text.stdout,
    /^Helper +provides credentials of the keys in AWS_ACCESS_KEY_ID, as docker-credential-ecr-login only$/m,
  );
  ok(!/AKIAEXAMPLE|canary/.test(text.stdout + text.stderr));
  const without = await sandbox.run(["explain", "public.ecr.aws"], { env: { AWS_PROFILE: "missing" } });
  match(without.stdout, /^Helper +none: no usable credentials in the environment$/m);
});

Deno.test("explain shows the state of the cached token, or that there is no cache", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const made = projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr");
  await pinsOf(sandbox).set([made]);
  for (const [seconds, state] of [[11 * 3600, "fresh"], [3600, "stale"], [-1, "expired"]] as const) {
    const token = tokenLeft(seconds, "x", new Date());
    await cacheToken(sandbox, made, token, environmentIn(sandbox, BUILDER));
    const { stdout } = await explain(sandbox, hostOf(DEV), "-o", "json");
    deepStrictEqual(JSON.parse(stdout).cache, { state, expires_at: token.expiresAt.toISOString() });
  }
  const off = await sandbox.run(["explain", hostOf(DEV), "-o", "json"], {
    env: { AWS_ECR_DISABLE_CACHE: "1" },
  });
  strictEqual(JSON.parse(off.stdout).cache, null);
});

Deno.test("explain reports a pin that differs from the configuration", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const cases = [
    [
      projectPin(sandbox, hostOf(DEV), "gone"),
      /unusable: Cannot find identity "gone"/,
      /is unusable/,
    ],
    [
      projectPin(sandbox, hostOf(DEV), "prod-deploy", "dev/ecr"),
      /outdated: integration "dev\/ecr" now uses identity "dev-deploy"/,
      /differ/,
    ],
    [
      projectPin(sandbox, hostOf(DEV), "dev-deploy", "old"),
      /outdated: integration "old" no longer exists/,
      /differ/,
    ],
    [
      pin({ host: hostOf(DEV), identity: "dev-deploy", files: ["/nonexistent/atmos.yaml"] }),
      /unusable: .*nonexistent/,
      /is unusable/,
    ],
    [
      projectPin(sandbox, hostOf(DEV), "prod-deploy"),
      /matches that file, but this configuration links it to identity "dev-deploy"/,
      /differ/,
    ],
  ] as const;
  for (const [made, said, warned] of cases) {
    await pinsOf(sandbox).set([made]);
    const { code, stdout, stderr } = await explain(sandbox, hostOf(DEV));
    strictEqual(code, 0, stderr);
    match(stdout, said);
    match(stderr, warned);
    match(stderr, /docker install 222233334444/);
  }
});

Deno.test("explain shows the pin's identity where the configuration names none", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(HUB), "builder")]);
  const { stdout } = await explain(sandbox, hostOf(HUB), "-o", "json");
  const { integration, identity, chain } = JSON.parse(stdout);
  deepStrictEqual([integration, identity, chain], [null, "builder", ["builder"]]);
});

Deno.test("explain shows outside the project that the helper uses the pin", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr")]);
  const { stdout } = await sandbox.run(["explain", hostOf(DEV)], { cwd: sandbox.home });
  match(stdout, /^Integration +none: no atmos\.yaml was found$/m);
  match(stdout, /^Identity +dev-deploy, which the registry is pinned to$/m);
  match(stdout, /^Helper +provides credentials of dev-deploy$/m);
  // Outside of the project, the command that repairs the pin has to name it.
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev-deploy", "old")]);
  const outdated = await sandbox.run(["explain", hostOf(DEV)], { cwd: sandbox.home });
  match(outdated.stderr, /run `atmos-ecr docker install 222233334444\S+ --chdir \S+project` to pin it again/);
  await pinsOf(sandbox).set([{ kind: "environment", host: hostOf(DEV) }]);
  const environment = await sandbox.run(["explain", hostOf(DEV)], { cwd: sandbox.home, env: KEYS });
  match(environment.stdout, /^Identity +none: the environment's credentials$/m);
  match(
    environment.stdout,
    /^Pin +the environment's credentials\nHelper +provides the environment's credentials$/m,
  );
});

Deno.test("explain rejects invalid hosts and dangling chains", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": World.ATMOS_YAML.replace("via: {identity: builder}", "via: {identity: builders}"),
  });
  const host = await explain(sandbox, "123.dkr.ecr.us-east-1.amazonaws.com", "-o", "json");
  strictEqual(host.code, 2);
  strictEqual(JSON.parse(host.stdout).error.code, "REGISTRY_INVALID");
  const chain = await explain(sandbox, hostOf(DEV));
  strictEqual(chain.code, 2);
  match(chain.stderr, /atmos\.yaml:11:\d+: .*"builders"[\s\S]*Did you mean "builder"/);
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
