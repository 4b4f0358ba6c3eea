import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { mapThrottled } from "../../../src/app/parallel.ts";

const turn = (): Promise<void> => new Promise((resolve) => queueMicrotask(resolve));
const NEVER = (): boolean => false;

Deno.test("mapThrottled() gives results in order, and runs no more than it may", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(5), { maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      async (items, atOnce) => {
        let running = 0;
        let most = 0;
        const results = await mapThrottled(items, {
          atOnce,
          again: NEVER,
          task: async (turns) => {
            most = Math.max(most, ++running);
            for (let index = 0; index <= turns; index++) await turn();
            running--;
            if (turns === 5) throw new Error("no");
            return turns;
          },
        });
        deepStrictEqual(
          results.map((result) => result.status === "fulfilled" ? result.value : 5),
          items,
        );
        strictEqual(most, Math.min(atOnce, items.length));
      },
    ),
  );
});

Deno.test("mapThrottled() halves once for tasks throttled together, down to one, and retries them", async () => {
  let running = 0;
  let served = 0;
  const seen: number[] = [];
  // A service that bears four at a time.
  const results = await mapThrottled(Array.from({ length: 100 }, (_, index) => index), {
    atOnce: 32,
    again: (error, tries) => error instanceof RangeError && tries < 10,
    task: async (item) => {
      running++;
      seen.push(running);
      const tooMany = running > 4;
      await turn();
      await turn();
      running--;
      if (tooMany) throw new RangeError("slow down");
      served++;
      return item;
    },
  });
  deepStrictEqual(results.map((result) => result.status === "fulfilled" ? result.value : undefined), [
    ...Array(100).keys(),
  ]);
  strictEqual(served, 100);
  strictEqual(Math.max(...seen), 32);
  // Once it fits, it stays there.
  ok(seen.slice(-80).every((count) => count <= 4), `${seen}`);
});

Deno.test("mapThrottled() stops retrying on request, and never runs fewer than one", async () => {
  let tries = 0;
  const [result] = await mapThrottled(["a"], {
    atOnce: 1,
    again: (_error, tries) => tries < 3,
    task: () => {
      tries++;
      return Promise.reject(new Error("slow down"));
    },
  });
  strictEqual(result?.status, "rejected");
  strictEqual(tries, 3);
  deepStrictEqual(await mapThrottled([], { atOnce: 8, again: NEVER, task: turn }), []);
});
