/** `ATMOS_ECR_LOG`: a line for each answer, which says nothing secret and never costs one. */
import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HelperWorld, HOST } from "./helper_world.ts";

Deno.test("the helper leaves a line for each answer, with the cause of a failure, and no secret", async () => {
  await using test = await HelperWorld.create();
  const log = join(test.world.sandbox.root, "helper.log");
  const env = { ATMOS_ECR_LOG: log };
  const first = await test.get(HOST, { env });
  strictEqual(first.code, 0, first.stderr);
  const failed = await test.get(HOST, { env: { ...env, AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" } });
  strictEqual(failed.code, 1);
  const text = await Deno.readTextFile(log);
  const [answered = "", refused = "", ...rest] = text.split("\n");
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  match(answered, new RegExp(`^${time} get ${HOST}: ok \\(\\d+ ms\\)$`));
  match(refused, new RegExp(`^${time} get ${HOST}: no credentials \\(\\d+ ms\\) atmos-ecr: Cannot `));
  strictEqual(rest.join(), "");
  const password = JSON.parse(first.stdout).Secret;
  ok(!text.includes(password) && !text.includes(test.world.user.secretAccessKey));
  ok(!/AKIAIOSFODNN7EXAMPLE/.test(text), text);
  if (Deno.build.os !== "windows") strictEqual(((await Deno.stat(log)).mode ?? 0) & 0o777, 0o600);
});

Deno.test("the last failure is shown by status and doctor", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  await test.pin();
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } }));
  strictEqual((await test.get(HOST, { env: { BUILDER_SECRET: "wrong" } })).code, 1);
  const status = await world.run(["status", HOST, "-o", "json"]);
  const [{ failure }] = JSON.parse(status.stdout).registries;
  match(JSON.stringify(failure), /"code":"AWS_[A-Z_]+","message":"Cannot /);
  const doctor = JSON.parse((await world.run(["doctor", "--offline", "-o", "json"])).stdout);
  const check = doctor.checks.find(({ id }: { readonly id: string }) => id === "last-failure");
  strictEqual(check.status, "warn");
  match(
    check.message,
    new RegExp(`${HOST}: Cannot .*\\[AWS_.*\\] \\(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\)$`),
  );
});
