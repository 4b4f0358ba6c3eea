/** Whatever is waited for, the wait ends. The waits take their time, so this file has nothing else, and waits for all at once. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { fromFileUrl } from "../support/module_graph.ts";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { World } from "./world.ts";

const LOCK_WORKER = fromFileUrl("../tests/adapters/fs/lock_worker.ts");

Deno.test("every wait has a limit: for AWS, for a lock, for the end of the input", async () => {
  await Promise.all([loginWithoutAnswer(), getBehindHolder(), getWithoutEndOfInput()]);
});

async function loginWithoutAnswer(): Promise<void> {
  await using world = await World.create();
  world.aws.faults.add({ service: "sts", effect: { kind: "hang" } });
  // Not in a host, which others would wait for.
  const { code, stderr } = await world.run(["login", "dev/ecr"], { isProcess: true });
  strictEqual(code, 3, stderr);
  match(stderr, /did not respond within 1\d s.*\[AWS_UNREACHABLE\]/);
}

async function getBehindHolder(): Promise<void> {
  await using test = await HelperWorld.create();
  await test.cacheToken(-1);
  const lock = (await test.cacheFile()).replace(/json$/, "lock");
  const holder = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", LOCK_WORKER, lock],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = holder.stdout.getReader();
  await reader.read();
  const { code, stderr } = await test.get(HOST, { isProcess: true });
  strictEqual(code, 0, stderr);
  await reader.cancel();
  await holder.stdin.close();
  await holder.status;
}

async function getWithoutEndOfInput(): Promise<void> {
  await using test = await HelperWorld.create();
  const [begun, silent, list] = await Promise.all([
    test.get(HOST, { keepOpen: true }),
    test.get(HOST, { keepOpen: true, stdin: "" }),
    // No input is asked for.
    test.run(["credential", "list"], { keepOpen: true, stdin: "" }),
  ]);
  for (const { code, stdout, stderr } of [begun, silent]) {
    deepStrictEqual([code, stdout], [1, NOT_FOUND]);
    match(stderr, /the input did not end in time/);
  }
  deepStrictEqual([list.code, list.stdout], [0, "{}\n"]);
}
