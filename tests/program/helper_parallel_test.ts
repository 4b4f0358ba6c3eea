import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { namesIn } from "../adapters/fs/temp_directory.ts";
import { HAS_HOSTS } from "../support/hosts/hosted.ts";
import { sampled } from "../support/hosts/samples.ts";
import { crowd, HelperWorld, HOST } from "./helper_world.ts";

/** Few in `deno task test`: a hundred calls in one process are in the tests of `getCredential`. */
const MANY = HAS_HOSTS ? 3 : crowd(100);

/** So that the last is about to end by itself. A process from source takes longer. */
const KILLED_EVERY_MS = HAS_HOSTS ? 20 : 60;

const AT_ONCE = { timeoutMs: 0, signal: new AbortController().signal };

Deno.test("many parallel cold gets of one registry make one call, and all succeed", async () => {
  await using test = await HelperWorld.create();
  test.world.aws.faults.add({ service: "ecr", effect: { kind: "delay", ms: 100 } });
  const answers = await test.getAtOnce(MANY);
  deepStrictEqual(answers.filter(({ code }) => code !== 0).map(({ stderr }) => stderr), []);
  strictEqual(new Set(answers.map(({ stdout }) => stdout)).size, 1);
  strictEqual(test.world.aws.count("ecr"), 1);
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
  const victims = sampled(Array.from({ length: 12 }, (_, index) => index), 4);
  const killed = victims.map(async (index) => {
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
