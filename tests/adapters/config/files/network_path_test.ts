import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { isNetworkPath } from "../../../../src/adapters/config/files/network_path.ts";

Deno.test("isNetworkPath() knows shares of other machines, where there are such", () => {
  deepStrictEqual(
    ["//host/share/a.yaml", "\\\\host\\share", " //host/x", "/a//b", "a"].map((path) =>
      isNetworkPath(path, "windows")
    ),
    [
      true,
      true,
      true,
      false,
      false,
    ],
  );
  strictEqual(isNetworkPath("//host/share", "linux"), false);
});
