import assert from "node:assert/strict";
import { join } from "node:path";
import { FileError } from "../../../src/adapters/fs/file_error.ts";
import { type Lockable, waitForLock } from "../../../src/adapters/fs/lock_wait.ts";
import { tempDirectory } from "./temp_directory.ts";

/** A file as Deno 2.6 knows it. */
function old(file: Deno.FsFile): Lockable {
  return { lock: (exclusive) => file.lock(exclusive) };
}

function soon(): number {
  return performance.now() + 1;
}

Deno.test("waitForLock() excludes others on a Deno that can only wait, too", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "x.lock");
  const open = (): Promise<Deno.FsFile> => Deno.open(path, { read: true, write: true, create: true });
  const [first, second, third] = await Promise.all([open(), open(), open()]);
  try {
    await waitForLock(old(first), path, { deadline: soon(), signal: undefined });
    await assert.rejects(
      waitForLock(old(second), path, { deadline: soon(), signal: undefined }),
      (error) => error instanceof FileError && error.reason === "lock-timeout",
    );
    await assert.rejects(
      waitForLock(third, path, { deadline: soon(), signal: undefined }),
      (error) => error instanceof FileError && error.reason === "lock-timeout",
    );
  } finally {
    // The second one's thread takes what it waited for, and its file closes behind it.
    first.close();
    second.close();
    await waitForLock(third, path, { deadline: performance.now() + 10_000, signal: undefined });
    third.close();
  }
});

Deno.test("waitForLock() without tryLockSync ends with its signal, and reports missing lock support", async () => {
  const never: Lockable = { lock: () => new Promise(() => undefined) };
  const deadline = performance.now() + 10_000;
  const reason = new Error("enough");
  await assert.rejects(waitForLock(never, "x", { deadline, signal: AbortSignal.abort(reason) }), reason);
  const refusing: Lockable = { lock: () => Promise.reject(new Error("ENOLCK")) };
  await assert.rejects(
    waitForLock(refusing, "x", { deadline, signal: undefined }),
    (error) => error instanceof FileError && error.reason === "lock-unsupported",
  );
});
