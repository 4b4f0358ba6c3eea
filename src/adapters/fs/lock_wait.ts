import { setTimeout as sleep } from "node:timers/promises";
import { FileError } from "./file_error.ts";

/** How long to wait. */
export interface LockWait {
  /** In the time of `performance.now()`. */
  readonly deadline: number;
  /** Aborts the wait; its reason is thrown. */
  readonly signal: AbortSignal | undefined;
}

/** A lockable file. `tryLockSync` was added in Deno 2.7; the library and `deno run` support older versions. */
export type Lockable = Pick<Deno.FsFile, "lock"> & Partial<Pick<Deno.FsFile, "tryLockSync">>;

const MIN_DELAY_MS = 2;
const MAX_DELAY_MS = 300;

/** Waits for an exclusive lock on an open file. @throws {FileError} `lock-timeout`, `lock-unsupported`. */
export async function waitForLock(file: Lockable, path: string, wait: LockWait): Promise<void> {
  const attempt = file.tryLockSync?.bind(file);
  if (attempt === undefined) await block(file, path, wait);
  else await poll(() => tryLock(attempt, path), path, wait);
}

/** Polls, because Deno's `lock()` cannot be cancelled and keeps the process alive; the delays are random and grow to 300 ms. */
async function poll(attempt: () => boolean, path: string, { deadline, signal }: LockWait): Promise<void> {
  for (let limitMs = MIN_DELAY_MS * 2; !attempt(); limitMs = Math.min(limitMs * 2, MAX_DELAY_MS)) {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) throw timeout(path);
    const delayMs = MIN_DELAY_MS + Math.random() * (limitMs - MIN_DELAY_MS);
    await sleep(Math.min(delayMs, leftMs), undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Synchronous, since it never blocks: with hundreds of processes, a thread would be most of the work. */
function tryLock(attempt: Deno.FsFile["tryLockSync"], path: string): boolean {
  try {
    return attempt(true);
  } catch (cause) {
    throw unsupported(path, cause);
  }
}

/** The kernel's own queue. After a timeout, a thread keeps waiting until the program ends, or until it gets the lock and releases it. */
async function block(file: Lockable, path: string, { deadline, signal }: LockWait): Promise<void> {
  const locked = file.lock(true).then(() => true, (cause) => {
    throw unsupported(path, cause);
  });
  // Even without a time limit, a free lock takes a moment.
  const patienceMs = Math.max(MAX_DELAY_MS, deadline - performance.now());
  const timer = new AbortController();
  const ends = signal === undefined ? timer.signal : AbortSignal.any([signal, timer.signal]);
  const late = sleep(patienceMs, false, { signal: ends }).catch(() => false);
  try {
    if (await Promise.race([locked, late])) return;
  } finally {
    timer.abort();
  }
  locked.catch(() => undefined);
  signal?.throwIfAborted();
  throw timeout(path);
}

function timeout(path: string): FileError {
  return new FileError("lock-timeout", path, "another process holds the lock");
}

/** ENOLCK, EOPNOTSUPP and similar errors: Deno gives some of them no code, so they cannot be distinguished. */
function unsupported(path: string, cause: unknown): FileError {
  return new FileError("lock-unsupported", path, "the file system does not support locks", { cause });
}
