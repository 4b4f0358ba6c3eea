import { isOutOfTime } from "../../src/adapters/fs/file_lock.ts";
import type { WaitOptions } from "../../src/ports/time.ts";

/** Locks in memory, by name, in the order of the requests. */
export class MemoryLocks {
  readonly #queues = new Map<string, Promise<void>>();

  /** As `hold` of the ports: undefined if the time is over, or a deadline ended. */
  async hold(name: string, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    const before = this.#queues.get(name) ?? Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queues.set(name, before.then(() => promise));
    const turn = await inTime(before, { timeoutMs, signal });
    if (turn === "now") return { [Symbol.dispose]: () => resolve() };
    resolve();
    if (isOutOfTime(signal)) return undefined;
    signal.throwIfAborted();
    return undefined;
  }
}

async function inTime(before: Promise<void>, { timeoutMs, signal }: WaitOptions): Promise<"now" | "late"> {
  const ended = Promise.withResolvers<"late">();
  const end = (): void => ended.resolve("late");
  // A lock that is free is had even where there is no time at all.
  const timer = setTimeout(end, Math.max(timeoutMs, 1));
  signal.addEventListener("abort", end);
  try {
    if (signal.aborted) return "late";
    return await Promise.race([before.then(() => "now" as const), ended.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
