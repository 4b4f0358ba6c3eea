import { deepStrictEqual, notStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TokenFileCache } from "../../../src/adapters/cache/token_file_cache.ts";
import { tokenFileName } from "../../../src/adapters/cache/cache_readers.ts";
import { EnvironmentError } from "../../../src/domain/errors/errors.ts";
import { encodeCacheEntry } from "../../../src/domain/token/cache_entry.ts";
import { entryOf, HOST, keyOf, NOW, someDefinition, tokenLeft } from "../../support/helper_fixtures.ts";
import {
  IS_ROOT,
  modeOf,
  namesIn,
  OTHER_USER,
  type TempDirectory,
  tempDirectory,
} from "../fs/temp_directory.ts";

const KEY = keyOf();
const NAME = await tokenFileName(KEY);
const AT_ONCE = { timeoutMs: 0, signal: new AbortController().signal };

async function create(): Promise<
  AsyncDisposable & {
    readonly dir: TempDirectory;
    readonly tokens: string;
    readonly path: string;
    readonly cache: TokenFileCache;
  }
> {
  const dir = await tempDirectory();
  const tokens = join(dir.path, "cache/atmos/ecr/tokens");
  return {
    dir,
    tokens,
    path: join(tokens, `${NAME}.json`),
    cache: new TokenFileCache(tokens, () => NOW),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

Deno.test("a token has its own private file", async () => {
  await using test = await create();
  await test.cache.write(KEY, entryOf(tokenLeft(100)));
  strictEqual(await modeOf(test.path), 0o600);
  for (const path of [test.tokens, join(test.tokens, ".."), join(test.tokens, "../..")]) {
    strictEqual(await modeOf(path), 0o700, path);
  }
  const { token: { clock: _clock, ...token }, ...rest } = JSON.parse(await Deno.readTextFile(test.path));
  deepStrictEqual({ ...rest, token }, JSON.parse(encodeCacheEntry(NAME, entryOf(tokenLeft(100)))));
  deepStrictEqual(await namesIn(test.tokens), [".pruned", `${NAME}.json`]);
  // The name tells nothing, and stays the same: it is the SHA-256 of a text that is pinned in its own test.
  strictEqual(/^[0-9a-f]{64}$/.test(NAME), true);
  notStrictEqual(NAME, await tokenFileName(keyOf("public.ecr.aws")));
});

Deno.test("without a directory, nothing is stored", async () => {
  const cache = new TokenFileCache(undefined, () => NOW);
  await cache.write(KEY, entryOf(tokenLeft(100)));
  strictEqual(await cache.read(KEY), undefined);
  deepStrictEqual(await cache.list(), []);
  strictEqual(await cache.removeWhere(() => true), 0);
  strictEqual(await cache.hold(KEY, AT_ONCE), undefined);
});

Deno.test("damaged and foreign files are absent, and are replaced", async () => {
  const good = encodeCacheEntry(NAME, entryOf(tokenLeft(100)));
  const files: [string, (path: string) => Promise<void>][] = [
    ["empty", (path) => Deno.writeTextFile(path, "", { mode: 0o600 })],
    ["cut off", (path) => Deno.writeTextFile(path, good.slice(0, 100), { mode: 0o600 })],
    ["null", (path) => Deno.writeTextFile(path, "null", { mode: 0o600 })],
    ["bytes", (path) => Deno.writeFile(path, new Uint8Array([0xff, 0, 0xfe]), { mode: 0o600 })],
    ["large", (path) => Deno.writeTextFile(path, good + " ".repeat(70_000), { mode: 0o600 })],
    [
      "another key's",
      (path) => Deno.writeTextFile(path, good.replace(NAME, NAME.toUpperCase()), { mode: 0o600 }),
    ],
    ["open to the group", async (path) => {
      await Deno.writeTextFile(path, good);
      await Deno.chmod(path, 0o640);
    }],
    ["open to all", async (path) => {
      await Deno.writeTextFile(path, good);
      await Deno.chmod(path, 0o604);
    }],
    ["a directory", (path) => Deno.mkdir(path)],
    ["a link to a good one", async (path) => {
      await Deno.writeTextFile(`${path}.elsewhere`, good, { mode: 0o600 });
      await Deno.symlink(`${path}.elsewhere`, path);
    }],
    ["a link to nowhere", (path) => Deno.symlink("/nowhere", path)],
  ];
  for (const [what, plant] of files) {
    await using test = await create();
    await Deno.mkdir(test.tokens, { recursive: true });
    await plant(test.path);
    strictEqual(await test.cache.read(KEY), undefined, what);
    deepStrictEqual(await test.cache.list(), [], what);
    await test.cache.write(KEY, entryOf(tokenLeft(100, "new")));
    strictEqual((await test.cache.read(KEY))?.token?.password.expose(), "new", what);
    strictEqual(await modeOf(test.path), 0o600, what);
    ok((await Deno.lstat(test.path)).isFile, what);
  }
});

Deno.test("removeWhere() names the file that it cannot remove, and removes the others", async () => {
  await using test = await create();
  for (const host of [HOST, "public.ecr.aws"]) {
    await test.cache.write(keyOf(host), entryOf(tokenLeft(9), host));
  }
  const { remove } = Deno;
  const denied = new Deno.errors.PermissionDenied("Permission denied (os error 13)");
  Deno.remove = (path, options) => path === test.path ? Promise.reject(denied) : remove(path, options);
  try {
    await rejects(test.cache.removeWhere(() => true), (error) => {
      ok(error instanceof EnvironmentError && error.code === "STATE_UNUSABLE");
      ok(
        error.message.startsWith(`Cannot remove the cached token for ${HOST}, "${test.path}": `),
        error.message,
      );
      return true;
    });
  } finally {
    Deno.remove = remove;
  }
  deepStrictEqual((await test.cache.list()).map(({ host }) => host), [HOST]);
});

Deno.test("a link in place of a token is replaced, and its target unchanged", async () => {
  await using test = await create();
  await Deno.mkdir(test.tokens, { recursive: true });
  const victim = join(test.dir.path, "victim");
  await Deno.writeTextFile(victim, "mine");
  await Deno.symlink(victim, test.path);
  await test.cache.write(KEY, entryOf(tokenLeft(100)));
  strictEqual(await Deno.readTextFile(victim), "mine");
});

Deno.test("a directory that is a link, or open to others, is not used as it is", async () => {
  await using linked = await create();
  await Deno.mkdir(join(linked.tokens, ".."), { recursive: true });
  const elsewhere = join(linked.dir.path, "elsewhere");
  await Deno.mkdir(elsewhere);
  await Deno.symlink(elsewhere, linked.tokens);
  await linked.cache.write(KEY, entryOf(tokenLeft(100)));
  deepStrictEqual(await namesIn(elsewhere), []);
  strictEqual(await linked.cache.hold(KEY, AT_ONCE), undefined);

  await using open = await create();
  await Deno.mkdir(open.tokens, { recursive: true });
  await Deno.chmod(open.tokens, 0o777);
  await open.cache.write(KEY, entryOf(tokenLeft(100)));
  strictEqual(await modeOf(open.tokens), 0o700);
  ok(await open.cache.read(KEY) !== undefined);
});

Deno.test({
  name: "what belongs to another user is neither read nor written",
  ignore: !IS_ROOT,
  fn: async () => {
    await using test = await create();
    await test.cache.write(KEY, entryOf(tokenLeft(100)));
    await Deno.chown(test.path, OTHER_USER, OTHER_USER);
    strictEqual(await test.cache.read(KEY), undefined);
    await test.cache.write(KEY, entryOf(tokenLeft(200)));
    ok(await test.cache.read(KEY) !== undefined);
    strictEqual((await Deno.stat(test.path)).uid, 0);
    await Deno.chown(test.tokens, OTHER_USER, OTHER_USER);
    await test.cache.write(KEY, entryOf(tokenLeft(300)));
    strictEqual((await test.cache.read(KEY))?.token?.expiresAt.getTime(), tokenLeft(200).expiresAt.getTime());
  },
});

Deno.test({
  name: "files that root creates in a user's home belong to that user",
  ignore: !IS_ROOT,
  fn: async () => {
    await using test = await create();
    await Deno.chown(test.dir.path, OTHER_USER, OTHER_USER);
    await test.cache.write(KEY, entryOf(tokenLeft(100)));
    (await test.cache.hold(KEY, AT_ONCE))?.[Symbol.dispose]();
    for (const path of [test.tokens, test.path, join(test.tokens, `${NAME}.lock`)]) {
      strictEqual((await Deno.lstat(path)).uid, OTHER_USER, path);
    }
    ok(await test.cache.read(KEY) !== undefined);
  },
});

Deno.test("a key with its token is the same in every release of this format", async () => {
  strictEqual(
    await tokenFileName(
      keyOf(HOST, someDefinition("arn:aws:iam::222233334444:role/dev")),
    ),
    "e2378468642f2221307811e51417ff8e5abc4959e9715c20141198056a8c668c",
  );
});
