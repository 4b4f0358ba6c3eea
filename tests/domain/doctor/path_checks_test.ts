import { deepStrictEqual, match } from "node:assert/strict";
import { clockCheck } from "../../../src/app/doctor/check_clock.ts";
import { type PathFact, privatePathCheck } from "../../../src/domain/doctor/path_checks.ts";

const GOOD: PathFact = { kind: "directory", mode: 0o700, own: true, linkTarget: undefined };

for (
  const [name, path, fact, status, said] of [
    ["as it should be", "/d", GOOD, "ok", /is private: \/d$/],
    ["that is not there", "/d", undefined, "ok", /does not exist yet/],
    ["without a place", undefined, undefined, "warn", /not available/],
    ["that is a file", "/d", { ...GOOD, kind: "file" }, "fail", /not a directory/],
    ["that cannot be looked at", "/d", { ...GOOD, kind: "unknown" }, "fail", /cannot be accessed: \/d$/],
    ["of another user", "/d", { ...GOOD, own: false }, "fail", /another user/],
    ["that others may read", "/d", { ...GOOD, mode: 0o750 }, "warn", /mode 0750/],
    ["behind a link", "/d", { ...GOOD, linkTarget: "/e" }, "ok", /a link to \/e/],
    ["of a system without modes", "/d", { ...GOOD, mode: undefined }, "ok", /private/],
  ] as const
) {
  Deno.test(`privatePathCheck() of a directory ${name} is ${status}`, () => {
    const check = privatePathCheck(
      { id: "cache-directory", name: "The cache", path, kind: "directory" },
      fact,
    );
    deepStrictEqual([check.id, check.status, (check.hint ?? "") !== ""], [
      "cache-directory",
      status,
      status !== "ok",
    ]);
    match(check.message, said);
  });
}

for (
  const [skewMs, status, said] of [
    [0, "ok", /by 0 s/],
    [-4 * 60_000, "ok", /by 4 min/],
    [4 * 60_000 + 1, "fail", /4 min ahead of/],
    [-25 * 3600_000, "fail", /1500 min behind/],
  ] as const
) {
  Deno.test(`clockCheck() of ${skewMs} ms is ${status}`, () => {
    const check = clockCheck(skewMs, "sts.example");
    deepStrictEqual(check.status, status);
    match(check.message, said);
  });
}
