import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { CacheEntry } from "../../src/domain/token/cache_entry.ts";
import type { TokenCache, TokenLocks } from "../../src/ports/state.ts";
import {
  entryOf,
  HOST,
  keyOf,
  NOW,
  OTHER_HOST,
  someDefinition,
  tokenLeft,
} from "../support/helper_fixtures.ts";

/** A cache under test. */
export interface CacheUnderTest extends AsyncDisposable {
  readonly cache: TokenCache & TokenLocks;
  /** From now on nothing can be written. */
  makeUnwritable(): Promise<void>;
}

const KEY = keyOf();
const PINNED = keyOf(HOST, someDefinition("dev"));
const WITHIN = { timeoutMs: 60_000, signal: new AbortController().signal };
const AT_ONCE = { ...WITHIN, timeoutMs: 0 };

/** An entry with its secret in the open, to compare. */
function plain(entry: CacheEntry | undefined): unknown {
  const { token } = entry ?? {};
  return token === undefined ? entry : { ...entry, token: { ...token, password: token.password.expose() } };
}

/** The promises of {@linkcode TokenCache} and {@linkcode TokenLocks}, registered as tests for one implementation of both. */
export function testTokenCache(name: string, create: () => Promise<CacheUnderTest>): void {
  Deno.test(`${name} gives back what was written, for this key alone`, async () => {
    await using test = await create();
    strictEqual(await test.cache.read(KEY), undefined);
    const failure = { at: NOW, code: "AWS_DENIED", message: "no", hint: "ask" };
    const written = {
      ...entryOf(tokenLeft(100, "first")),
      principal: { arn: "arn:aws:iam::1:user/x" },
      failure,
    };
    await test.cache.write(KEY, written);
    deepStrictEqual(plain(await test.cache.read(KEY)), plain(written));
    strictEqual(await test.cache.read(PINNED), undefined);
    strictEqual(await test.cache.read(keyOf(OTHER_HOST)), undefined);
    await test.cache.write(PINNED, entryOf(tokenLeft(100, "second")));
    await test.cache.write(KEY, { host: HOST, label: "x" });
    deepStrictEqual(await test.cache.read(KEY), { host: HOST, label: "x" });
    strictEqual((await test.cache.read(PINNED))?.token?.password.expose(), "second");
  });

  Deno.test(`${name} lists everything, and removes what is to go`, async () => {
    await using test = await create();
    deepStrictEqual(await test.cache.list(), []);
    deepStrictEqual(await test.cache.hosts(), []);
    strictEqual(await test.cache.removeWhere(() => true), 0);
    await test.cache.write(PINNED, { host: HOST, label: "dev" });
    await test.cache.write(KEY, entryOf(tokenLeft(-5)));
    await test.cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(5), OTHER_HOST));
    deepStrictEqual((await test.cache.list()).map(({ host }) => host).toSorted(), [HOST, HOST, OTHER_HOST]);
    strictEqual(await test.cache.removeWhere(({ host }) => host === HOST), 2);
    strictEqual(await test.cache.read(KEY), undefined);
    deepStrictEqual((await test.cache.list()).map(({ host }) => host), [OTHER_HOST]);
  });

  Deno.test(`${name} knows the registries that have a token`, async () => {
    await using test = await create();
    const { cache } = test;
    deepStrictEqual(await cache.hosts(), []);
    await cache.write(KEY, entryOf(tokenLeft(5)));
    await cache.write(PINNED, entryOf(tokenLeft(5)));
    await cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(-5), OTHER_HOST));
    deepStrictEqual(await cache.hosts(), [HOST]);
    await cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(5), OTHER_HOST));
    deepStrictEqual((await cache.hosts()).toSorted(), [HOST, OTHER_HOST].toSorted());
    // A token that was denied is gone; that of somebody else for the same registry is not.
    await cache.write(KEY, { host: HOST, label: "x" });
    await cache.write(keyOf(OTHER_HOST), { host: OTHER_HOST, label: "x" });
    deepStrictEqual(await cache.hosts(), [HOST]);
    await cache.removeWhere(() => true);
    deepStrictEqual(await cache.hosts(), []);
  });

  Deno.test(`${name} gives the lock of a key to one at a time`, async () => {
    await using test = await create();
    let inside = 0;
    let most = 0;
    await Promise.all(Array.from({ length: 10 }, async () => {
      using lock = await test.cache.hold(KEY, WITHIN);
      ok(lock !== undefined);
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside--;
    }));
    strictEqual(most, 1);
  });

  Deno.test(`${name} has a lock for each key, and gives up in time`, async () => {
    await using test = await create();
    const held = await test.cache.hold(KEY, AT_ONCE);
    ok(held !== undefined);
    strictEqual(await test.cache.hold(KEY, AT_ONCE), undefined);
    const other = await test.cache.hold(keyOf(OTHER_HOST), AT_ONCE);
    ok(other !== undefined);
    const reason = new Error("enough");
    await rejects(test.cache.hold(KEY, { timeoutMs: 5000, signal: AbortSignal.abort(reason) }), reason);
    // A deadline that ends first, as for a process that was suspended, is the end of the time to wait.
    const deadline = AbortSignal.abort(new DOMException("No end", "TimeoutError"));
    strictEqual(await test.cache.hold(KEY, { timeoutMs: 5000, signal: deadline }), undefined);
    held[Symbol.dispose]();
    other[Symbol.dispose]();
    const again = await test.cache.hold(KEY, AT_ONCE);
    ok(again !== undefined);
    again[Symbol.dispose]();
  });

  Deno.test(`${name} forgets what it cannot write, and fails at nothing`, async () => {
    await using test = await create();
    await test.makeUnwritable();
    await test.cache.write(KEY, entryOf(tokenLeft(100)));
    strictEqual(await test.cache.read(KEY), undefined);
    deepStrictEqual(await test.cache.list(), []);
    deepStrictEqual(await test.cache.hosts(), []);
    strictEqual(await test.cache.removeWhere(() => true), 0);
    strictEqual(await test.cache.hold(KEY, WITHIN), undefined);
  });
}
