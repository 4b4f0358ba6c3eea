import { deepStrictEqual } from "node:assert/strict";
import {
  cachedRegistries,
  forgetTokens,
  tokenRegistries,
} from "../../../src/app/credential/forget_tokens.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import {
  entryOf,
  HOST,
  keyOf,
  NOW,
  OTHER_HOST,
  someDefinition,
  tokenLeft,
} from "../../support/helper_fixtures.ts";
import { MemoryTokenCache } from "../../fakes/memory_token_cache.ts";

const DUAL_STACK = "222233334444.dkr-ecr.us-east-1.on.aws";
const FIPS = HOST.replace("dkr.ecr", "dkr.ecr-fips");

/** Fills a cache with tokens of one registry by all of its names, and one of another registry. */
async function fill(cache: MemoryTokenCache): Promise<MemoryTokenCache> {
  for (const host of [DUAL_STACK, FIPS, OTHER_HOST]) {
    await cache.write(keyOf(host), entryOf(tokenLeft(9), host));
  }
  await cache.write(keyOf(HOST, someDefinition("x")), entryOf(tokenLeft(9)));
  return cache;
}

async function hostsIn(cache: MemoryTokenCache): Promise<string[]> {
  return (await cache.list()).map(({ host }) => host);
}

Deno.test("forgetTokens() removes the tokens of a registry under all of its names, for every principal", async () => {
  const cache = await fill(new MemoryTokenCache(() => NOW));
  deepStrictEqual(await forgetTokens([], cache), new Map());
  deepStrictEqual(await forgetTokens([parseRegistry(HOST)], cache), new Map());
  deepStrictEqual(await hostsIn(cache), [OTHER_HOST]);
});

Deno.test("forgetTokens() returns an error for each registry whose token remains", async () => {
  const cache = await fill(new MemoryTokenCache(() => NOW));
  cache.stuck.add(FIPS);
  const failures = await forgetTokens([HOST, OTHER_HOST].map(parseRegistry), cache);
  deepStrictEqual([...failures].map(([host, { code }]) => [host, code]), [[HOST, "STATE_UNUSABLE"]]);
  deepStrictEqual(await hostsIn(cache), [FIPS]);
});

Deno.test("an entry that only tells of a failure is no cached token, and is removed all the same", async () => {
  const cache = new MemoryTokenCache(() => NOW);
  const { token: _token, ...failed } = entryOf(tokenLeft(9));
  await cache.write(keyOf(HOST), failed);
  deepStrictEqual(await tokenRegistries(cache), []);
  deepStrictEqual(await cachedRegistries([parseRegistry(HOST)], cache), []);
  await forgetTokens([parseRegistry(HOST)], cache);
  deepStrictEqual(await hostsIn(cache), []);
});
