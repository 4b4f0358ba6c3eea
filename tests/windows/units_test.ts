import { deepStrictEqual } from "node:assert/strict";
import { compare, failedTests, readExcuses } from "./units.ts";

const REPORT = `<?xml version="1.0"?><testsuites><testsuite name="./tests/a_test.ts">
  <testcase name="it passes" classname="./tests/a_test.ts" time="0.1"></testcase>
  <testcase name="&quot;a&quot; &lt; &#x27;b&#39;" classname="./tests/a_test.ts"><failure message="x">y</failure></testcase>
</testsuite></testsuites>`;

Deno.test("failedTests() reads what failed from a report", () => {
  deepStrictEqual(failedTests(REPORT), [`tests/a_test.ts: "a" < 'b'`]);
});

Deno.test("compare() distinguishes new and removed entries", () => {
  const excuses = { "no modes": { "tests/a_test.ts": ["x", "y"] } };
  deepStrictEqual(compare(["tests/a_test.ts: x", "tests/b_test.ts: y"], excuses), {
    unexpected: ["tests/b_test.ts: y"],
    needless: ["tests/a_test.ts: y"],
  });
});

Deno.test("units.json names tests of files that exist, once", async () => {
  const excuses = Object.values(await readExcuses()).flatMap((files) => Object.entries(files));
  const names = excuses.flatMap(([file, tests]) => tests.map((test) => `${file}: ${test}`));
  deepStrictEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
  for (const file of new Set(excuses.map(([file]) => file))) {
    await Deno.stat(new URL(`../../${file}`, import.meta.url));
  }
});
