import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type RunOptions, Sandbox } from "../support/sandbox.ts";
import { type Check, checksOf, doctor } from "./doctor_world.ts";
import { DEV, World } from "./world.ts";

Deno.test("doctor does not advise against credentials that an aws/ambient identity uses", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": `auth:
  identities:
    me: {kind: aws/ambient}
    dev: {kind: aws/assume-role, via: {identity: me}, principal: {assume_role: "arn:aws:iam::${DEV}:role/dev"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`,
  });
  const checks = checksOf(await doctor(sandbox, { env: { AWS_PROFILE: "team" } }));
  const { status, message, hint } = checks.get("aws-profile") ?? {};
  deepStrictEqual([status, hint ?? null], ["ok", null]);
  match(message ?? "", /AWS_PROFILE=team\. Only aws\/ambient identities use them: me$/);
});

Deno.test("doctor names the variables in force, and never their secrets", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const result = await doctor(sandbox, {
    env: {
      AWS_ENDPOINT_URL: "https://user:canary-1@proxy.example",
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
      AWS_PROFILE: "team",
      AWS_ACCESS_KEY_ID: "AKIACANARY",
      AWS_ECR_DISABLE_CACHE: "false",
      ATMOS_IDENTITY: "dev-deploy",
      ATMOS_API_TOKEN: "canary-2",
      DOCKER_AUTH_CONFIG: "canary-3",
      HTTPS_PROXY: "http://me:canary-4@proxy.example",
      SSLKEYLOGFILE: join(sandbox.root, "keys"),
    },
  });
  strictEqual(result.code, 0, result.stdout);
  const checks = checksOf(result);
  match(
    checks.get("aws-endpoints")?.message ?? "",
    /: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS=http:\/\/127\.0\.0\.1:1$/,
  );
  match(
    checks.get("aws-profile")?.message ?? "",
    /AWS_ACCESS_KEY_ID, AWS_PROFILE=team\. Configured identities do not use them$/,
  );
  match(checks.get("cache-variables")?.message ?? "", /AWS_ECR_DISABLE_CACHE=false/);
  match(checks.get("atmos-variables")?.message ?? "", /ATMOS_API_TOKEN, ATMOS_IDENTITY=dev-deploy/);
  match(checks.get("tls-variables")?.message ?? "", /SSLKEYLOGFILE/);
  strictEqual(checks.get("docker-auth-config")?.status, "warn");
  ok(!/canary/i.test(result.stdout + result.stderr));
});

Deno.test("doctor compares the clock with that of AWS, and goes on without it", async () => {
  await using world = await World.create();
  const run = async (env: RunOptions["env"] = {}): Promise<readonly [number, Check | undefined]> => {
    const result = await world.run(["doctor", "-o", "json"], { env });
    return [result.code, checksOf(result).get("clock")];
  };
  const [code, clock] = await run();
  deepStrictEqual([code, clock?.status], [0, "ok"], clock?.message);
  deepStrictEqual(world.aws.requests.map(({ accessKeyId }) => accessKeyId ?? null), [null]);
  const [unreachable, warning] = await run({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
  deepStrictEqual([unreachable, warning?.status], [0, "warn"]);
  const [, refused] = await run({ AWS_ENDPOINT_URL: "http://sts.example" });
  deepStrictEqual(refused?.status, "warn");
  match(refused?.message ?? "", /AWS_ENDPOINT_URL/);
  world.aws.clockOffsetMs = 10 * 60_000;
  const [late, wrong] = await run();
  deepStrictEqual([late, wrong?.status], [1, "fail"]);
  match(wrong?.message ?? "", /10 min behind that of 127\.0\.0\.1/);
});

Deno.test("doctor accepts valid proxies and certificates, and warns about weak or broken ones", async (t) => {
  await using sandbox = await Sandbox.create();
  await sandbox.write("ca.pem", "");
  const bundle = join(sandbox.project, "ca.pem");
  for (
    const [env, status] of [
      [{ AWS_CA_BUNDLE: bundle }, "ok"],
      [{ HTTPS_PROXY: "http://proxy.example:3128", SSL_CERT_FILE: bundle }, "ok"],
      [{ AWS_CA_BUNDLE: `${bundle}.gone` }, "fail"],
      [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "warn"],
      [{ NODE_TLS_REJECT_UNAUTHORIZED: "1" }, "ok"],
      [{ SSLKEYLOGFILE: "/tmp/keys" }, "warn"],
    ] as const
  ) {
    await t.step(JSON.stringify(env), async () => {
      strictEqual(checksOf(await doctor(sandbox, { env })).get("tls-variables")?.status, status);
    });
  }
});
