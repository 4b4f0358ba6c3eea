import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { indexedHosts } from "../../../src/adapters/cache/host_index.ts";
import { TokenFileCache } from "../../../src/adapters/cache/token_file_cache.ts";
import { after, entryOf, HOST, keyOf, NOW, OTHER_HOST, tokenLeft } from "../../support/helper_fixtures.ts";
import { IS_ROOT, tempDirectory } from "../fs/temp_directory.ts";

const HOUR = 3600;

interface Listed extends AsyncDisposable {
  readonly directory: string;
  readonly index: string;
  readonly cache: TokenFileCache;
  /** The cache at another time. */
  at(seconds: number): TokenFileCache;
}

/** A cache with two tokens that was listed once. */
async function listed(): Promise<Listed> {
  const dir = await tempDirectory();
  const directory = join(dir.path, "tokens");
  const at = (seconds: number): TokenFileCache => new TokenFileCache(directory, () => after(seconds));
  const cache = at(0);
  await cache.write(keyOf(), entryOf(tokenLeft(HOUR)));
  await cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(3 * HOUR), OTHER_HOST));
  deepStrictEqual((await cache.hosts()).toSorted(), [HOST, OTHER_HOST].toSorted());
  return {
    directory,
    index: join(directory, ".hosts"),
    cache,
    at,
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

Deno.test("who has listed once reads no token any more, and sees what others write", async () => {
  await using test = await listed();
  for await (const { name } of Deno.readDir(test.directory)) {
    if (name.endsWith(".json")) await Deno.writeTextFile(join(test.directory, name), "damaged");
  }
  deepStrictEqual((await test.cache.hosts()).toSorted(), [HOST, OTHER_HOST].toSorted());
  deepStrictEqual(await test.at(2 * HOUR).hosts(), [OTHER_HOST]);
  const third = HOST.replace("us-east-1", "eu-west-3");
  await test.cache.write(keyOf(third), entryOf(tokenLeft(5 * HOUR), third));
  deepStrictEqual((await test.at(2 * HOUR).hosts()).toSorted(), [OTHER_HOST, third].toSorted());
});

Deno.test("what others write or remove while an index is made counts", async () => {
  await using test = await listed();
  const text = await Deno.readTextFile(test.index);
  await Deno.remove(test.index);
  const lines = [...text.matchAll(/^([0-9a-f]{64}) (\d+) (\S+)$/gm)].map(([, name = "", end, host = ""]) => ({
    name,
    host,
    endsAt: new Date(Number(end)),
  }));
  const hosts = await indexedHosts(test.directory, NOW, async () => {
    // After all tokens were read, one is removed, and one is replaced.
    await test.cache.removeWhere(({ host }) => host === HOST);
    await test.cache.write(keyOf(OTHER_HOST), entryOf(tokenLeft(5 * HOUR), OTHER_HOST));
    return lines;
  });
  deepStrictEqual(hosts, [OTHER_HOST]);
  deepStrictEqual(await test.at(4 * HOUR).hosts(), [OTHER_HOST]);
  deepStrictEqual(await test.cache.hosts(), [OTHER_HOST]);
});

Deno.test("an unusable index is rebuilt", async (t) => {
  const damages: Readonly<Record<string, (index: string) => Promise<void>>> = {
    "gone": (index) => Deno.remove(index),
    "empty, as a process leaves it that is killed": (index) => Deno.writeTextFile(index, ""),
    "begun": (index) => Deno.writeTextFile(index, "begin 0123456789abcdef\n"),
    "begun, with a token that came meanwhile": (index) =>
      Deno.writeTextFile(index, `begin 0123456789abcdef\n${"0".repeat(64)} 99999999999999 x.example\n`),
    "complete by another process": async (index) => {
      const text = await Deno.readTextFile(index);
      await Deno.writeTextFile(index, text.replace(/^begin .*\n.*\n/, "begin 0123456789abcdef\n"));
    },
    "a line without an end": (index) => Deno.writeTextFile(index, "0123", { append: true }),
    "a line of something else": (index) => Deno.writeTextFile(index, "x\n", { append: true }),
    "not text": (index) => Deno.writeFile(index, new Uint8Array([0xff, 0x0a])),
    "open to others": async (index) => {
      await Deno.writeTextFile(index, `${"0".repeat(64)} 99999999999999 evil.example\n`);
      await Deno.chmod(index, 0o666);
    },
    "a link": async (index) => {
      await Deno.rename(index, `${index}.moved`);
      await Deno.writeTextFile(`${index}.moved`, `${"0".repeat(64)} 99999999999999 evil.example\n`);
      await Deno.symlink(`${index}.moved`, index);
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    await t.step({
      name,
      ignore: Deno.build.os === "windows" && /others|link/.test(name),
      fn: async () => {
        await using test = await listed();
        await damage(test.index);
        deepStrictEqual((await test.cache.hosts()).toSorted(), [HOST, OTHER_HOST].toSorted());
        const { isFile, mode } = await Deno.lstat(test.index);
        ok(isFile);
        if (Deno.build.os !== "windows") strictEqual((mode ?? 0) & 0o777, 0o600);
      },
    });
  }
});

Deno.test("daily compaction drops expired entries, and keeps those added meanwhile", async () => {
  await using test = await listed();
  const line = (index: number): string =>
    `${index.toString(16).padStart(64, "0")} ${NOW.getTime() + 1} ended-${index}.example\n`;
  await Deno.writeTextFile(test.index, Array.from({ length: 2000 }, (_, index) => line(index)).join(""), {
    append: true,
  });
  const later = test.at(25 * HOUR);
  const hosts = Array.from(
    { length: 20 },
    (_, index) => HOST.replace("222233334444", `${100000000000 + index}`),
  );
  await Promise.all(hosts.map((host) => later.write(keyOf(host), entryOf(tokenLeft(40 * HOUR), host))));
  deepStrictEqual((await later.hosts()).toSorted(), hosts.toSorted());
  ok((await Deno.stat(test.index)).size < 64 * 1024);
});

Deno.test({
  name: "as root in a directory of another user, nothing is written by the name of the index",
  ignore: !IS_ROOT,
  fn: async (t) => {
    await using dir = await tempDirectory();
    const target = join(dir.path, "target");
    const directory = join(dir.path, "home/tokens");
    await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
    for (const path of [join(directory, ".."), directory]) await Deno.chown(path, 1234, 1234);
    const cache = new TokenFileCache(directory, () => NOW);
    const works: Readonly<Record<string, () => Promise<unknown>>> = {
      "a token is written": () => cache.write(keyOf(), entryOf(tokenLeft(HOUR))),
      "registries are listed": () => cache.hosts(),
      "a token is removed": () => cache.removeWhere(() => true),
      "a token is written a day later": () =>
        new TokenFileCache(directory, () => after(30 * HOUR)).write(keyOf(), entryOf(tokenLeft(48 * HOUR))),
    };
    for (const [name, work] of Object.entries(works)) {
      await t.step(name, async () => {
        for (const link of [".hosts", ".pruned"]) {
          await Deno.remove(join(directory, link)).catch(() => undefined);
          await Deno.symlink(target, join(directory, link));
        }
        await Deno.writeTextFile(target, "root's own\n", { mode: 0o600 });
        await work();
        strictEqual(await Deno.readTextFile(target), "root's own\n");
      });
    }
  },
});
