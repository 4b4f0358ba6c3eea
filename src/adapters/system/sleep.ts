import { setTimeout as wait } from "node:timers/promises";

/** See `Sleep`. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    // Node throws its own error, with the reason as its cause.
    signal.throwIfAborted();
    throw error;
  }
}
