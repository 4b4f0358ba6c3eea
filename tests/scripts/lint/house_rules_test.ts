import { deepStrictEqual, match } from "node:assert/strict";
import plugin from "../../../scripts/lint/house_rules.ts";

/** A file below `src` and its code → what is reported; undefined if nothing is. */
const ROWS: readonly (readonly [file: string, code: string, report: RegExp | undefined])[] = [
  ["domain/a.ts", `import { b } from "../ports/b.ts";`, /^domain imports from domain only, not from ports$/],
  ["domain/x/a.ts", `import { b } from "../y/b.ts";`, undefined],
  ["domain/a.ts", `import { b } from "node:path";`, /^domain imports nothing from outside of src$/],
  ["app/a.ts", `const b = await import("../adapters/b.ts");`, /not from adapters$/],
  ["app/a.ts", `export * from "../cli/b.ts";`, /not from cli$/],
  ["app/a.ts", `export { b } from "../cli/b.ts";`, /not from cli$/],
  ["cli/output/a.ts", `import type { B } from "../../helper/b.ts";`, /not from helper$/],
  ["wiring/a.ts", `import { b } from "../adapters/b.ts";`, undefined],
  ["adapters/fs/a.ts", `import { b } from "node:fs";`, undefined],
  ["adapters/fs/a.ts", `import { parse } from "yaml";`, /^only adapters\/config imports yaml$/],
  ["adapters/config/a.ts", `import { parse } from "yaml";`, undefined],
  ["adapters/aws/a.ts", `import "@aws-sdk/client-sts/dist-es/x.js";`, undefined],
  ["adapters/aws/a.ts", `import "left-pad";`, /^left-pad has no home folder/],
  ["domain/a.ts", `Deno.env.get("HOME");`, /^domain gets Deno\.env from a port$/],
  ["ports/a.ts", `fetch("https://x");`, /^ports gets fetch from a port$/],
  ["app/a.ts", `setTimeout(() => {}, 1);`, /^app gets setTimeout from a port$/],
  ["app/a.ts", `Math.random();`, /^app gets Math\.random from a port$/],
  ["app/a.ts", `new Date();`, /^app gets the time from a port$/],
  ["app/a.ts", `new Date(0); Math.max(1, 2); Date.parse("x");`, undefined],
  ["adapters/a.ts", `new Date(); Deno.env.get("HOME");`, undefined],
];

Deno.test("the linter's own rules report what breaks a layer, and nothing else", async (t) => {
  for (const [file, code, report] of ROWS) {
    await t.step(`${file}: ${code}`, () => {
      const reports = Deno.lint.runPlugin(plugin, `/checkout/src/${file}`, code).map(({ message }) =>
        message
      );
      if (report === undefined) return deepStrictEqual(reports, []);
      deepStrictEqual(reports.length, 1);
      match(reports[0] ?? "", report);
    });
  }
  deepStrictEqual(Deno.lint.runPlugin(plugin, "/checkout/tests/a.ts", `import "left-pad"; new Date();`), []);
});
