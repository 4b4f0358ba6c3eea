/** Whatever is waited for, the wait ends. The waits take their time, so this file has nothing else, and waits for all at once. */
import { match, ok, strictEqual } from "node:assert/strict";
import { createClient } from "../../src/mod.ts";
import { getHere } from "./helper_calls.ts";
import { HelperWorld } from "../program/helper_world.ts";
import { World } from "../program/world.ts";
import { environmentIn } from "../support/helper_home.ts";

Deno.test("every wait has a limit: for AWS, and for a lock", async () => {
  await Promise.all([loginWithoutAnswer(), getBehindHolder()]);
});

async function loginWithoutAnswer(): Promise<void> {
  await using world = await World.create();
  world.aws.faults.add({ service: "sts", effect: { kind: "hang" } });
  const client = createClient({ environment: environmentIn(world.sandbox, world.environment()) });
  const [outcome] = await client.login("dev/ecr");
  ok(outcome?.status === "failed");
  strictEqual(outcome.error.code, "AWS_UNREACHABLE");
  match(outcome.error.message, /did not respond within 1\d s/);
}

async function getBehindHolder(): Promise<void> {
  await using test = await HelperWorld.create();
  await test.cacheToken(-1);
  using lock = await test.cache.hold(test.key(), { timeoutMs: 0, signal: new AbortController().signal });
  ok(lock !== undefined);
  const { code, stderr } = await getHere(test);
  strictEqual(code, 0, stderr);
}
