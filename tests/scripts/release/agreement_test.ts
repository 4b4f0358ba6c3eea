import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import { disagreements } from "../../../scripts/release/agreement.ts";
import { changesOf } from "../../../scripts/release/changelog.ts";

const CHANGELOG = `# Changelog

## [Unreleased]

- Later.

## [1.2.3] - 2026-01-31

- New.

## [1.2.2] - 2026-01-01

- Old.
`;
const FACTS = { tag: "v1.2.3", manifest: "1.2.3", program: "1.2.3", changelog: CHANGELOG };

Deno.test("disagreements() has none when tag, versions and changelog agree", () => {
  deepStrictEqual(disagreements(FACTS), []);
});

Deno.test("disagreements() names each that does not", () => {
  const cases: [Partial<typeof FACTS>, RegExp][] = [
    [{ tag: "1.2.3" }, /not a version with a v/],
    [{ tag: "v1.2" }, /not a version with a v/],
    [{ manifest: "1.2.2" }, /deno\.json has version 1\.2\.2/],
    [{ program: "1.2.4" }, /src\/version\.ts has version 1\.2\.4/],
    [{ changelog: "# Changelog\n\n## [Unreleased]\n" }, /no heading "## \[1\.2\.3\]/],
    [{ changelog: CHANGELOG.replace(" - 2026-01-31", "") }, /needs the date/],
    [{ changelog: CHANGELOG.replace("- New.\n", "") }, /says nothing about 1\.2\.3/],
  ];
  for (const [change, said] of cases) {
    const problems = disagreements({ ...FACTS, ...change });
    strictEqual(problems.length, 1);
    match(problems[0] ?? "", said);
  }
});

Deno.test("changesOf() returns the section of the version only", () => {
  strictEqual(changesOf(CHANGELOG, "1.2.3"), "- New.");
  strictEqual(changesOf(CHANGELOG, "1.2.2"), "- Old.");
  throws(() => changesOf(CHANGELOG, "1.2"), /no heading/);
});
