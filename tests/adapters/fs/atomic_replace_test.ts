import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { replaceFile } from "../../../src/adapters/fs/atomic_replace.ts";
import { IS_ROOT, modeOf, namesIn, OTHER_USER, tempDirectory } from "./temp_directory.ts";

const NEW = new TextEncoder().encode("new");
const WORKER = fileURLToPath(new URL("write_worker.ts", import.meta.url));

Deno.test({
  name: "replaceFile() creates a file with mode 0600, regardless of the umask",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using dir = await tempDirectory();
    const path = join(dir.path, "file");
    // In a process of its own: a umask is that of all tests that run at the same time.
    const { success } = await new Deno.Command("sh", {
      args: ["-c", 'umask 0; exec "$@"', "sh", Deno.execPath(), "run", "-A", "--no-check", WORKER, path],
    }).output();
    assert.equal(success, true);
    assert.equal(await Deno.readTextFile(path), "new");
    assert.equal(await modeOf(path), 0o600);
    assert.deepEqual(await namesIn(dir.path), ["file"]);
  },
});

Deno.test("replaceFile() keeps the owner's bits of the mode and clears all others", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  for (const [before, after] of [[0o644, 0o600], [0o400, 0o400], [0o777, 0o700], [0o640, 0o600]] as const) {
    await Deno.writeTextFile(path, "old");
    await Deno.chmod(path, before);
    await replaceFile(path, NEW);
    assert.equal(await modeOf(path), after, before.toString(8));
    await Deno.remove(path);
  }
});

Deno.test("replaceFile() shows readers the old content or the new one", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  const contents = [new Uint8Array(300_000).fill(97), new Uint8Array(300_001).fill(98)];
  await replaceFile(path, contents[0] ?? NEW);
  let writing = true;
  const writer = (async () => {
    for (let i = 1; i <= 20; i++) await replaceFile(path, contents[i % 2] ?? NEW);
    writing = false;
  })();
  while (writing) {
    const bytes = await Deno.readFile(path);
    assert.equal(bytes.length, bytes[0] === 97 ? 300_000 : 300_001);
    assert.equal(bytes.at(-1), bytes[0]);
  }
  await writer;
});

Deno.test("replaceFile() gives up without a trace when the file is not current any more", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  await Deno.writeTextFile(path, "old");
  let beside: readonly string[] = [];
  const stillCurrent = async (): Promise<boolean> => {
    beside = await namesIn(dir.path);
    return false;
  };
  assert.equal(await replaceFile(path, NEW, { stillCurrent }), false);
  assert.equal(await Deno.readTextFile(path), "old");
  assert.deepEqual(await namesIn(dir.path), ["file"]);
  assert.match(beside[0] ?? "", /^\.file\.\d+\.[0-9a-f]{16}\.atmos-ecr\.tmp$/);
});

Deno.test("replaceFile() gives up when the file changes while it is compared", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  const changes: readonly (() => Promise<void>)[] = [
    () => Deno.writeTextFile(path, "created"),
    () => Deno.writeTextFile(path, "written in place"),
    async () => {
      await Deno.writeTextFile(join(dir.path, "beside"), "renamed over it");
      await Deno.rename(join(dir.path, "beside"), path);
    },
    () => Deno.remove(path),
  ];
  for (const change of changes) {
    assert.equal(await replaceFile(path, NEW, { stillCurrent: () => change().then(() => true) }), false);
  }
  assert.deepEqual(await namesIn(dir.path), []);
});

/** Makes a synchronous step fail, until the result is disposed of. */
function failing(step: "chmodSync" | "renameSync", error: Error): Disposable {
  return patch(Deno, step, () => {
    throw error;
  });
}

/** Steps of a replacement, each with a way to make it fail that undoes itself. */
const FAILURES: readonly (readonly [step: string, fail: (error: Error) => Disposable])[] = [
  ["write", (error) => patch(Deno.FsFile.prototype, "write", () => Promise.reject(error))],
  ["sync", (error) => patch(Deno.FsFile.prototype, "sync", () => Promise.reject(error))],
  ["chmod", (error) => failing("chmodSync", error)],
  ["rename", (error) => failing("renameSync", error)],
];

Deno.test("replaceFile() keeps the old file and removes the temporary one when any step fails", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  await Deno.writeTextFile(path, "old");
  const failure = new Error("No space left on device (os error 28)");
  for (const [step, fail] of FAILURES) {
    using _failing = fail(failure);
    await assert.rejects(replaceFile(path, NEW), failure, step);
    assert.equal(await Deno.readTextFile(path), "old");
    assert.deepEqual(await namesIn(dir.path), ["file"], step);
  }
  await assert.rejects(replaceFile(path, NEW, { stillCurrent: () => Promise.reject(failure) }), failure);
  assert.deepEqual(await namesIn(dir.path), ["file"]);
});

Deno.test("replaceFile() does not fail when only the directory cannot be synced", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "file");
  const { sync } = Deno.FsFile.prototype;
  let calls = 0;
  const failLater = function (this: Deno.FsFile): Promise<void> {
    return ++calls === 1 ? sync.call(this) : Promise.reject(new Error("Invalid argument (os error 22)"));
  };
  using _failing = patch(Deno.FsFile.prototype, "sync", failLater);
  assert.equal(await replaceFile(path, NEW), true);
  assert.equal(calls, 2);
  assert.equal(await Deno.readTextFile(path), "new");
});

Deno.test("replaceFile() rejects to replace what is not a file", async () => {
  await using dir = await tempDirectory();
  await Deno.symlink("elsewhere", join(dir.path, "link"));
  await Deno.mkdir(join(dir.path, "directory"));
  for (const name of ["link", "directory"]) {
    await assert.rejects(replaceFile(join(dir.path, name), NEW), { reason: "not-a-file" });
  }
  assert.deepEqual(await namesIn(dir.path), ["directory", "link"]);
});

Deno.test("replaceFile() supports the longest file names", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "\u00e9".repeat(127));
  assert.equal(await replaceFile(path, NEW), true);
});

Deno.test({
  name: "replaceFile() keeps the owner if root writes, and gives a new file to the directory's owner",
  ignore: !IS_ROOT,
  fn: async () => {
    await using dir = await tempDirectory();
    const path = join(dir.path, "file");
    await Deno.writeTextFile(path, "old");
    await Deno.chown(path, OTHER_USER, 1);
    await replaceFile(path, NEW);
    const info = await Deno.stat(path);
    assert.deepEqual([info.uid, info.gid], [OTHER_USER, 1]);
    await Deno.chown(dir.path, OTHER_USER, OTHER_USER);
    await replaceFile(join(dir.path, "fresh"), NEW);
    assert.equal((await Deno.stat(join(dir.path, "fresh"))).uid, OTHER_USER);
  },
});

/** Replaces a method until it is disposed. */
function patch<T, K extends keyof T>(object: T, key: K, replacement: T[K]): Disposable {
  const original = object[key];
  object[key] = replacement;
  return {
    [Symbol.dispose]: () => {
      object[key] = original;
    },
  };
}
