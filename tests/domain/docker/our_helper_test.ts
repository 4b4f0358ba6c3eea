import { deepStrictEqual } from "node:assert/strict";
import { programFiles } from "../../../src/domain/docker/our_helper.ts";

Deno.test("programFiles() adds the extensions of Windows there, in the order of PATHEXT", () => {
  deepStrictEqual(programFiles("x", false, ".EXE"), ["x"]);
  deepStrictEqual(programFiles("x", true, ".EXE;;cmd"), ["x.exe", "x.cmd"]);
  for (const unset of [undefined, ""]) {
    deepStrictEqual(programFiles("x", true, unset), ["x.com", "x.exe", "x.bat", "x.cmd"]);
  }
});
