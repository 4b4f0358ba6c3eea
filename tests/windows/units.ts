/**
 * The suites that were written for every system, on Windows: which of their tests cannot pass there, and why, is in `units.json`.
 *
 * @module
 */
import { fromFileUrl } from "../support/module_graph.ts";

/** Folders of tests that run the program's modules, and not the program. */
export const UNIT_SUITES: readonly string[] = ["domain", "app", "cli", "helper", "adapters", "contracts"].map(
  (name) => `tests/${name}`,
);

/** Why tests cannot pass → file → their names. */
export type Excuses = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Reads `units.json`. */
export async function readExcuses(): Promise<Excuses> {
  return JSON.parse(await Deno.readTextFile(fromFileUrl("windows/units.json")));
}

/** The tests that failed, as `FILE: NAME`, from a report in JUnit's form. */
export function failedTests(report: string): readonly string[] {
  return report.split("<testcase ").slice(1).flatMap((text) => {
    if (!text.includes("<failure")) return [];
    const [, name = ""] = /\bname="([^"]*)"/.exec(text) ?? [];
    const [, file = ""] = /\bclassname="([^"]*)"/.exec(text) ?? [];
    return [`${decode(file).replace(/^\.\//, "")}: ${decode(name)}`];
  });
}

/** What failed without an excuse, and what has an excuse and passed. */
export function compare(
  failed: readonly string[],
  excuses: Excuses,
): { readonly unexpected: readonly string[]; readonly needless: readonly string[] } {
  const excused = Object.values(excuses).flatMap((files) =>
    Object.entries(files).flatMap(([file, names]) => names.map((name) => `${file}: ${name}`))
  );
  return {
    unexpected: failed.filter((test) => !excused.includes(test)),
    needless: excused.filter((test) => !failed.includes(test)),
  };
}

function decode(text: string): string {
  const characters: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return characters[name] ?? whole;
  });
}
