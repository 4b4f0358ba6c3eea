import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { join } from "node:path";
import { FileError } from "../../../src/adapters/fs/file_error.ts";
import { checkLockFile, FileLock, lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { firstOutput } from "./first_output.ts";
import { IS_ROOT, modeOf, namesIn, OTHER_USER, tempDirectory } from "./temp_directory.ts";

const WORKER = fileURLToPath(new URL("lock_worker.ts", import.meta.url));
const FLOCK = "/usr/bin/flock";

function isReason(reason: string): (error: unknown) => boolean {
  return (error) => error instanceof FileError && error.reason === reason;
}

Deno.test("lockFile() creates the file with mode 0600 and leaves it there", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  (await lockFile(path))[Symbol.dispose]();
  assert.deepEqual(await namesIn(dir.path), ["x.lock"]);
  assert.equal(await modeOf(path), 0o600);
});

Deno.test("a lock is released before its file is closed, as a program that is being started has a copy of the descriptor", async (t) => {
  const rows: readonly (readonly [name: string, unlocked: () => void])[] = [
    ["released", () => {}],
    ["where it cannot be released", () => {
      throw new Error("No locks available (os error 37)");
    }],
  ];
  for (const [name, unlocked] of rows) {
    await t.step(name, () => {
      const calls: string[] = [];
      const file = {
        unlockSync: () => {
          calls.push("unlock");
          unlocked();
        },
        close: () => void calls.push("close"),
      };
      const lock = new FileLock("x.lock", file, false);
      lock[Symbol.dispose]();
      lock[Symbol.dispose]();
      assert.deepEqual(calls, ["unlock", "close"]);
    });
  }
});

Deno.test("lockFile() excludes others of the same process until it is disposed, once", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  const first = await lockFile(path);
  await assert.rejects(lockFile(path, { timeoutMs: 20 }), isReason("lock-timeout"));
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  using second = await lockFile(path, { timeoutMs: 0 });
  assert.equal(second.path, path);
});

Deno.test("lockFile() lets one holder at a time in", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  let holders = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 20 }, async () => {
    using _lock = await lockFile(path);
    most = Math.max(most, ++holders);
    await new Promise((resolve) => setTimeout(resolve, 1));
    holders--;
  }));
  assert.equal(most, 1);
});

Deno.test("lockFile() stops waiting when it is aborted", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  using _held = await lockFile(path);
  const abort = new AbortController();
  const waiting = lockFile(path, { signal: abort.signal });
  abort.abort(new Error("enough"));
  await assert.rejects(waiting, { message: "enough" });
  await assert.rejects(lockFile(path, { signal: abort.signal }), { message: "enough" });
});

Deno.test("lockFile() rejects a symbolic link, and leaves its target unchanged", async () => {
  await using dir = await tempDirectory();
  const [path, victim] = [join(dir.path, "x.lock"), join(dir.path, "victim")];
  await Deno.symlink(victim, path);
  await assert.rejects(lockFile(path), isReason("lock-refused"));
  await Deno.writeTextFile(victim, "precious");
  await assert.rejects(lockFile(path), isReason("lock-refused"));
  assert.equal(await Deno.readTextFile(victim), "precious");
  await assert.rejects(checkLockFile(path), isReason("lock-refused"));
});

Deno.test("lockFile() rejects a directory", async () => {
  await using dir = await tempDirectory();
  await Deno.mkdir(join(dir.path, "x.lock"));
  await assert.rejects(lockFile(join(dir.path, "x.lock")), isReason("lock-refused"));
});

Deno.test("lockFile() reports a file system without locks", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  const { tryLockSync } = Deno.FsFile.prototype;
  Deno.FsFile.prototype.tryLockSync = () => {
    throw new Error("No locks available (os error 37)");
  };
  try {
    await assert.rejects(lockFile(path), isReason("lock-unsupported"));
  } finally {
    Deno.FsFile.prototype.tryLockSync = tryLockSync;
  }
});

Deno.test("lockFile() retries if the file was deleted meanwhile", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  const first = await lockFile(path);
  const waiting = lockFile(path);
  // Let the other one open the file before it goes.
  await new Promise((resolve) => setTimeout(resolve, 30));
  await Deno.remove(path);
  first[Symbol.dispose]();
  using _second = await waiting;
  await assert.rejects(lockFile(path, { timeoutMs: 0 }), isReason("lock-timeout"));
});

Deno.test("checkLockFile() creates nothing", async () => {
  await using dir = await tempDirectory();
  await checkLockFile(join(dir.path, "x.lock"));
  assert.deepEqual(await namesIn(dir.path), []);
});

Deno.test("lockFile() is free again when its holder is killed", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  const holder = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", WORKER, path],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  assert.equal(await firstOutput(holder.stdout), "locked\n");
  await assert.rejects(lockFile(path, { timeoutMs: 0 }), isReason("lock-timeout"));
  holder.kill("SIGKILL");
  await holder.status;
  await holder.stdin.close().catch(() => undefined);
  (await lockFile(path))[Symbol.dispose]();
});

Deno.test({
  name: "lockFile() and flock(1) exclude each other",
  ignore: Deno.build.os === "windows" || !exists(FLOCK),
  fn: async () => {
    await using dir = await tempDirectory();
    const path = join(dir.path, "x.lock");
    const flock = async (): Promise<number> =>
      (await new Deno.Command(FLOCK, { args: ["--nonblock", path, "true"] }).output()).code;
    {
      using _lock = await lockFile(path);
      assert.equal(await flock(), 1);
    }
    assert.equal(await flock(), 0);
    const holder = new Deno.Command(FLOCK, { args: [path, "cat"], stdin: "piped", stdout: "piped" }).spawn();
    const writer = holder.stdin.getWriter();
    await writer.write(new TextEncoder().encode("locked"));
    assert.equal(await firstOutput(holder.stdout), "locked");
    await assert.rejects(lockFile(path, { timeoutMs: 0 }), isReason("lock-timeout"));
    await writer.close();
    await holder.status;
    (await lockFile(path))[Symbol.dispose]();
  },
});

Deno.test({
  name: "lockFile() rejects the file of another user, and gives a new one to the directory's owner",
  ignore: !IS_ROOT,
  fn: async () => {
    await using dir = await tempDirectory();
    const path = join(dir.path, "x.lock");
    await Deno.writeTextFile(path, "");
    await Deno.chown(path, OTHER_USER, OTHER_USER);
    await assert.rejects(lockFile(path), isReason("lock-refused"));
    await Deno.chown(dir.path, OTHER_USER, OTHER_USER);
    (await lockFile(path))[Symbol.dispose]();
    await Deno.remove(path);
    (await lockFile(path))[Symbol.dispose]();
    assert.equal((await Deno.stat(path)).uid, OTHER_USER);
  },
});

Deno.test("lockFile() does not try forever where a lock file exists and is not found", async () => {
  await using dir = await tempDirectory();
  // A network file system that remembers too long that there is no such file.
  using _hidden = fileThatExists();
  await assert.rejects(lockFile(join(dir.path, "x.lock")), isReason("lock-refused"));
});

/** Lets no file be created, since it exists. */
function fileThatExists(): Disposable {
  const { openSync } = Deno;
  let tries = 0;
  Deno.openSync = () => {
    if (++tries > 10_000) throw new Error("It would be tried forever");
    throw new Deno.errors.AlreadyExists("File exists (os error 17)");
  };
  return {
    [Symbol.dispose]: () => {
      Deno.openSync = openSync;
    },
  };
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
