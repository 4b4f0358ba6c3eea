import { fail } from "node:assert/strict";

/** How often something may be slow: what waits does so each time, what a machine with much else to do delays is delayed now and then. */
const ATTEMPTS = 3;

/**
 * Fails if something takes longer than it may each time it is done.
 *
 * @param limitMs Less than what a wait would take.
 * @param work Done again, up to three times in all, only after it was slow; fails by itself if its outcome is wrong.
 * @returns The outcome of the last time.
 */
export async function promptly<T>(limitMs: number, work: () => T | Promise<T>): Promise<T> {
  const took: number[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const startedAt = performance.now();
    const outcome = await work();
    const tookMs = performance.now() - startedAt;
    if (tookMs < limitMs) return outcome;
    took.push(Math.round(tookMs));
  }
  fail(`It took ${took.join(", ")} ms: each time more than ${limitMs} ms`);
}
