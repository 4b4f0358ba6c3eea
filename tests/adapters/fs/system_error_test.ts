import { strictEqual } from "node:assert/strict";
import { isMissing } from "../../../src/adapters/fs/system_error.ts";

Deno.test("isMissing() recognizes every system error for a missing file", async (t) => {
  // As Windows answers to a name with `*`, which no file can have: an error without a class of its own.
  const invalidName = Object.assign(new Error("The filename is incorrect. (os error 123): stat 'a/*.yaml'"), {
    code: "ENOENT",
  });
  const cases: [string, unknown, boolean][] = [
    ["not found", new Deno.errors.NotFound("x"), true],
    ["below a file", new Deno.errors.NotADirectory("x"), true],
    ["a name of Windows that is none", invalidName, true],
    ["forbidden", new Deno.errors.PermissionDenied("x"), false],
    ["another code", Object.assign(new Error("x"), { code: "EACCES" }), false],
    ["a defect", new TypeError("ENOENT"), false],
  ];
  for (const [name, error, expected] of cases) {
    await t.step(name, () => strictEqual(isMissing(error), expected));
  }
});
