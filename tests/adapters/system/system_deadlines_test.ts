import { match, ok, strictEqual } from "node:assert/strict";
import { systemDeadlines } from "../../../src/adapters/system/system_deadlines.ts";

/** Resolves when a signal ends. */
function ended(signal: AbortSignal): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  if (signal.aborted) resolve(signal.reason);
  signal.addEventListener("abort", () => resolve(signal.reason), { once: true });
  return promise;
}

Deno.test("a deadline ends with a timeout or an interruption", async () => {
  const interruption = new AbortController();
  const deadlines = systemDeadlines(interruption.signal);
  using short = deadlines(1);
  match(String(await ended(short.signal)), /TimeoutError: No end within 0.001 s/);
  using long = deadlines(60_000);
  interruption.abort("interrupted");
  strictEqual(await ended(long.signal), "interrupted");
});

Deno.test("the clock of a deadline stops during prompts", async () => {
  const deadlines = systemDeadlines(new AbortController().signal);
  using deadline = deadlines(5);
  using other = deadlines(20);
  const first = deadline.pause();
  const second = deadline.pause();
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  // The other deadline has four times as long and does end: by then this one would have.
  await ended(other.signal);
  ok(!deadline.signal.aborted);
  second[Symbol.dispose]();
  match(String(await ended(deadline.signal)), /No end within 0.005 s/);
});

Deno.test("a pause that ends after its deadline leaves no timer behind", () => {
  const deadline = systemDeadlines(new AbortController().signal)(60_000);
  const pause = deadline.pause();
  deadline[Symbol.dispose]();
  pause[Symbol.dispose]();
  ok(!deadline.signal.aborted);
});
