import { deepStrictEqual } from "node:assert/strict";
import { mapBounded } from "../../src/app/parallel.ts";

Deno.test("mapBounded() keeps the order, and one failure does not stop the others", async () => {
  const results = await mapBounded(
    [1, 2, 3],
    2,
    (value) => value === 2 ? Promise.reject(new Error("two")) : Promise.resolve(value * 10),
  );
  deepStrictEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  deepStrictEqual(results.map((result) => result.status === "fulfilled" ? result.value : 0), [10, 0, 30]);
});
