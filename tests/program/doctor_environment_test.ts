import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { checksOf, doctor } from "./doctor_world.ts";
import { World } from "./world.ts";

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

Deno.test("doctor compares the clock with that of AWS, without credentials", async () => {
  await using world = await World.create();
  world.aws.clockOffsetMs = 10 * 60_000;
  const result = await world.run(["doctor", "-o", "json"]);
  const clock = checksOf(result).get("clock");
  deepStrictEqual([result.code, clock?.status], [1, "fail"]);
  match(clock?.message ?? "", /10 min behind that of 127\.0\.0\.1/);
  deepStrictEqual(world.aws.requests.map(({ accessKeyId }) => accessKeyId ?? null), [null]);
});
