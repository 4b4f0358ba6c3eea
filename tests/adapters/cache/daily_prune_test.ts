import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TokenFileCache } from "../../../src/adapters/cache/token_file_cache.ts";
import { tokenFileName } from "../../../src/adapters/cache/cache_readers.ts";
import { after, entryOf, HOST, keyOf, NOW, tokenLeft } from "../../support/helper_fixtures.ts";
import { namesIn, tempDirectory } from "../fs/temp_directory.ts";

const HOUR = 3600;
const KEY = keyOf();
const NAME = await tokenFileName(KEY);
const EXPIRED = keyOf(HOST.replace("us-east-1", "us-east-2"));
const EXPIRED_NAME = await tokenFileName(EXPIRED);
const WITHIN = { timeoutMs: 60_000, signal: new AbortController().signal };

Deno.test("pruning removes expired tokens and their locks, and nothing else", async () => {
  await using dir = await tempDirectory();
  let now = NOW;
  const cache = new TokenFileCache(dir.path, () => now);
  await cache.write(KEY, entryOf(tokenLeft(48 * HOUR)));
  (await cache.hold(EXPIRED, WITHIN))?.[Symbol.dispose]();
  await cache.write(EXPIRED, entryOf(tokenLeft(HOUR)));
  const lonely = join(dir.path, `${"a".repeat(64)}.lock`);
  const damaged = join(dir.path, `${"b".repeat(64)}.json`);
  const temp = join(dir.path, `.${"c".repeat(60)}.123.0123456789abcdef.atmos-ecr.tmp`);
  const foreign = join(dir.path, "README.json");
  for (const path of [lonely, damaged, temp, foreign]) {
    await Deno.writeTextFile(path, "", { mode: 0o600 });
    await Deno.utime(path, NOW, NOW);
  }
  // Within a day nothing happens, though there is something to remove.
  now = after(23 * HOUR);
  await cache.write(KEY, entryOf(tokenLeft(48 * HOUR)));
  ok((await namesIn(dir.path)).includes(`${EXPIRED_NAME}.json`));
  now = after(25 * HOUR);
  await cache.write(KEY, entryOf(tokenLeft(48 * HOUR)));
  deepStrictEqual(await namesIn(dir.path), [".pruned", `${NAME}.json`, "README.json"].toSorted());
});

Deno.test("what another process is working on stays", async () => {
  await using dir = await tempDirectory();
  const cache = new TokenFileCache(dir.path, () => NOW);
  await cache.write(EXPIRED, entryOf(tokenLeft(HOUR)));
  using _held = await cache.hold(EXPIRED, WITHIN);
  const later = new TokenFileCache(dir.path, () => after(30 * HOUR));
  await later.write(KEY, entryOf(tokenLeft(48 * HOUR)));
  const names = await namesIn(dir.path);
  ok(names.includes(`${EXPIRED_NAME}.json`) && names.includes(`${EXPIRED_NAME}.lock`));
});

Deno.test("locks removed by their holder still admit one process at a time", async () => {
  await using dir = await tempDirectory();
  const cache = new TokenFileCache(dir.path, () => NOW);
  let inside = 0;
  const work = async (): Promise<void> => {
    using lock = await cache.hold(KEY, WITHIN);
    ok(lock !== undefined);
    strictEqual(++inside, 1);
    await new Promise((resolve) => setTimeout(resolve, 3));
    inside--;
  };
  // What pruning does, at the worst of times.
  const prune = async (): Promise<void> => {
    using lock = await cache.hold(KEY, WITHIN);
    ok(lock !== undefined);
    strictEqual(inside, 0);
    await Deno.remove(join(dir.path, `${NAME}.lock`)).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: 24 }, (_, index) => index % 2 === 0 ? work() : prune()));
});

Deno.test("a clock that was set back does not stop it for good", async () => {
  await using dir = await tempDirectory();
  await new TokenFileCache(dir.path, () => after(1000 * HOUR)).write(KEY, entryOf(tokenLeft(48 * HOUR)));
  await new TokenFileCache(dir.path, () => after(-1000 * HOUR)).write(
    EXPIRED,
    entryOf(tokenLeft(-2000 * HOUR)),
  );
  const marker = await Deno.stat(join(dir.path, ".pruned"));
  strictEqual(marker.mtime?.getTime(), after(-1000 * HOUR).getTime());
});
