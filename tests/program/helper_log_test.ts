/** `ATMOS_ECR_LOG`: a line for each answer, which says nothing secret and never costs one. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { HelperWorld, HOST } from "./helper_world.ts";

const isWindows = Deno.build.os === "windows";

Deno.test("the helper leaves a line for each answer, cached or not, with the cause of a failure, and no secret", async () => {
  await using test = await HelperWorld.create();
  const log = join(test.world.sandbox.root, "helper.log");
  const env = { ATMOS_ECR_LOG: log };
  const first = await test.get(HOST, { env });
  strictEqual(first.code, 0, first.stderr);
  strictEqual((await test.get(HOST, { env })).code, 0);
  strictEqual((await test.get("registry.example", { env })).code, 1);
  const failed = await test.get(HOST, { env: { ...env, AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" } });
  strictEqual(failed.code, 1);
  await test.run(["credential", "list"], { env });
  const text = await Deno.readTextFile(log);
  const lines = text.trimEnd().split("\n");
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  for (
    const [index, line] of [
      new RegExp(`^${time} get ${HOST}: ok \\(\\d+ ms\\)$`),
      new RegExp(`^${time} get ${HOST}: ok \\(\\d+ ms\\)$`),
      new RegExp(`^${time} get -: no credentials \\(\\d+ ms\\)$`),
      new RegExp(`^${time} get ${HOST}: no credentials \\(\\d+ ms\\) atmos-ecr: Cannot `),
      new RegExp(`^${time} list -: exit 0 \\(\\d+ ms\\)$`),
    ].entries()
  ) match(lines[index] ?? "", line);
  strictEqual(lines.length, 5);
  const password = JSON.parse(first.stdout).Secret;
  ok(!text.includes(password) && !text.includes(test.world.user.secretAccessKey));
  ok(!/AKIAIOSFODNN7EXAMPLE/.test(text), text);
  if (!isWindows) strictEqual(((await Deno.stat(log)).mode ?? 0) & 0o777, 0o600);
});

Deno.test({
  name: "an unwritable log does not affect the reply, and redirects nothing",
  ignore: isWindows,
  fn: async (t) => {
    await using test = await HelperWorld.create();
    await test.cacheToken(40_000);
    const { root } = test.world.sandbox;
    const target = join(root, "target");
    await Deno.writeTextFile(target, "mine");
    await Deno.symlink(target, join(root, "link"));
    await Deno.mkdir(join(root, "directory"));
    await new Deno.Command("mkfifo", { args: [join(root, "pipe")] }).output();
    for (
      const path of [
        join(root, "link"),
        join(root, "directory"),
        join(root, "pipe"),
        join(root, "gone/helper.log"),
        "relative.log",
        "/dev/full",
      ]
    ) {
      await t.step(path, async () => {
        const { code, stdout, stderr } = await test.get(HOST, { env: { ATMOS_ECR_LOG: path } });
        deepStrictEqual([code, stderr], [0, ""]);
        match(stdout, /"Secret":/);
      });
    }
    strictEqual(await Deno.readTextFile(target), "mine");
    ok(!(await test.world.sandbox.files()).some((file) => file.endsWith("relative.log")));
  },
});

Deno.test("a large log is rotated, and the old one is kept", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(40_000);
  const log = join(test.world.sandbox.root, "helper.log");
  await Deno.writeTextFile(log, "x".repeat(1024 * 1024));
  for (let count = 0; count < 2; count++) await test.get(HOST, { env: { ATMOS_ECR_LOG: log } });
  strictEqual((await Deno.readTextFile(log)).split("\n").length, 2);
  ok((await Deno.stat(`${log}.1`)).size > 1024 * 1024);
});

Deno.test("the last failure is shown by status and doctor, until something goes well", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  await test.pin();
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } }));
  const env = world.environment();
  const bad = { ...env, BUILDER_SECRET: "wrong" };
  strictEqual((await test.get(HOST, { env: bad })).code, 1);
  const row = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await world.run(["status", HOST, "-o", "json"])).stdout).registries[0];
  const { failure } = await row();
  match(JSON.stringify(failure), /"code":"AWS_[A-Z_]+","message":"Cannot /);
  const doctor = JSON.parse((await world.run(["doctor", "--offline", "-o", "json"])).stdout);
  const check = doctor.checks.find(({ id }: { readonly id: string }) => id === "last-failure");
  strictEqual(check.status, "warn");
  match(
    check.message,
    new RegExp(`${HOST}: Cannot .*\\[AWS_.*\\] \\(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\)$`),
  );
  strictEqual((await test.get(HOST, { env })).code, 0);
  strictEqual((await row())["failure"], null);
});
