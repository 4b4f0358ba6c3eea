import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { mapBounded } from "../../src/app/parallel.ts";
import { namesIn } from "../adapters/fs/temp_directory.ts";
import { crowd, HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { hostOf } from "./world.ts";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { untilOpened } from "../support/processes.ts";

/** So that the last is about to end by itself. A process from source takes longer. */
const KILLED_EVERY_MS = HAS_HOSTS ? 20 : 60;

const AT_ONCE = { timeoutMs: 0, signal: new AbortController().signal };

const REGIONS = ["us-east-1", "eu-west-1", "ap-south-1"];

Deno.test("a hundred parallel cold gets of one registry make one call, and all succeed", async () => {
  await using test = await HelperWorld.create();
  test.world.aws.faults.add({ service: "ecr", effect: { kind: "delay", ms: 100 } });
  const answers = await test.getAtOnce(crowd(100));
  deepStrictEqual(answers.filter(({ code }) => code !== 0).map(({ stderr }) => stderr), []);
  strictEqual(new Set(answers.map(({ stdout }) => stdout)).size, 1);
  strictEqual(test.world.aws.count("ecr"), 1);
});

Deno.test("registries of three accounts in three regions each get their own token", async () => {
  await using test = await HelperWorld.create();
  const hosts = REGIONS.flatMap((region) => ["5", "6", "7"].map((digit) => hostOf(digit.repeat(12), region)));
  const answers = await mapBounded(hosts, hosts.length, (host) => test.get(host));
  for (const [index, answer] of answers.entries()) {
    ok(answer.status === "fulfilled" && answer.value.code === 0, JSON.stringify(answer));
    strictEqual(JSON.parse(answer.value.stdout).ServerURL, hosts[index]);
  }
  strictEqual((await test.cache.list()).length, hosts.length);
});

Deno.test("a denial is only shared by processes that wait for it", async () => {
  await using test = await HelperWorld.create();
  test.world.aws.deny(test.world.user.arn, "ecr:GetAuthorizationToken");
  const count = crowd(10);
  const lock = await test.cache.hold(test.key(), AT_ONCE);
  const asked = Promise.all(Array.from({ length: count }, () => test.get()));
  await untilOpened((await test.cacheFile()).replace(/json$/, "lock"), count);
  lock?.[Symbol.dispose]();
  const answers = await asked;
  ok(
    answers.every(({ code, stdout, stderr }) =>
      code === 1 && stdout === NOT_FOUND && stderr.includes("AWS denied access")
    ),
  );
  strictEqual(test.world.aws.count("ecr"), 1);
  test.world.aws.allow(test.world.user.arn, "ecr:GetAuthorizationToken");
  strictEqual((await test.get()).code, 0);
});

Deno.test("killing the process that calls AWS lets the next one call", async () => {
  await using test = await HelperWorld.create();
  const hang = test.world.aws.faults.add({ service: "ecr", effect: { kind: "hang" } });
  const victim = test.spawn(["credential", "get"]);
  const writer = victim.stdin.getWriter();
  await writer.write(new TextEncoder().encode(HOST));
  await writer.close();
  while (hang.struck === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const waiting = test.get();
  hang.remove();
  victim.kill("SIGKILL");
  await victim.output();
  const { code, stderr } = await waiting;
  strictEqual(code, 0, stderr);
  strictEqual(test.world.aws.count("ecr"), 2);
});

Deno.test("whenever they are killed, the next one finds a free lock and a whole cache", async () => {
  await using test = await HelperWorld.create();
  const killed = Array.from({ length: 12 }, async (_, index) => {
    const victim = test.spawn(["credential", "get"]);
    const writer = victim.stdin.getWriter();
    await writer.write(new TextEncoder().encode(HOST)).then(() => writer.close());
    await new Promise((resolve) => setTimeout(resolve, KILLED_EVERY_MS * index));
    try {
      victim.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await victim.output();
  });
  await Promise.all(killed);
  const lock = await test.cache.hold(test.key(), AT_ONCE);
  ok(lock !== undefined);
  lock[Symbol.dispose]();
  const { code, stderr } = await test.get();
  deepStrictEqual([code, stderr], [0, ""]);
  const files = (await namesIn(test.tokens)).filter((name) => name.endsWith(".json"));
  strictEqual((await test.cache.list()).length, files.length);
});

Deno.test("damaged files in the cache are replaced, and leave nothing behind", async () => {
  await using test = await HelperWorld.create();
  const first = await test.get();
  const file = await test.cacheFile();
  for (const damage of ["", "null", "{", '{"Registries":null}', "\0\0\0"]) {
    await Deno.writeTextFile(file, damage);
    const { code, stdout, stderr } = await test.get();
    deepStrictEqual([code, stderr], [0, ""]);
    ok(stdout !== first.stdout);
    strictEqual((await test.run(["credential", "list"])).stdout, `{"https://${HOST}":"AWS"}\n`);
  }
  const names = await namesIn(test.tokens);
  deepStrictEqual(names.map((name) => name.replace(/^[0-9a-f]{64}/, "")), [
    ".hosts",
    ".pruned",
    ".json",
    ".lock",
  ]);
});

Deno.test("a cache that cannot be written costs a call, and nothing else", async () => {
  await using test = await HelperWorld.create();
  await Deno.writeTextFile(join(test.world.sandbox.home, ".cache"), "");
  for (let run = 1; run <= 2; run++) {
    const { code, stderr } = await test.get();
    deepStrictEqual([code, stderr], [0, ""]);
    strictEqual(test.world.aws.count("ecr"), run);
  }
  strictEqual((await test.run(["credential", "list"])).stdout, "{}\n");
  const homeless = await test.get(HOST, {
    env: { HOME: undefined, XDG_CACHE_HOME: undefined, XDG_STATE_HOME: undefined },
  });
  deepStrictEqual([homeless.code, homeless.stderr], [0, ""]);
});
