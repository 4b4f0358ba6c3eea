import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ConfigError } from "../../../../src/domain/errors/errors.ts";
import { refuseNetworkPath } from "../../../../src/adapters/config/files/file_problems.ts";
import { isNetworkPath } from "../../../../src/domain/files/network_path.ts";

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

Deno.test("a directory of another machine is refused at its place, and not repeated", () => {
  const node = {
    kind: "scalar",
    raw: "//host/share",
    value: "//host/share",
    quoted: true,
    origin: { kind: "file", file: "atmos.yaml", line: 3, column: 5 },
  } as const;
  throws(() => refuseNetworkPath("base_path", node, "windows"), (error) => {
    ok(error instanceof ConfigError);
    strictEqual(error.message.includes("host/share"), false);
    deepStrictEqual([error.code, error.position], ["CONFIG_INVALID", {
      file: "atmos.yaml",
      line: 3,
      column: 5,
    }]);
    return true;
  });
  refuseNetworkPath("base_path", node, "linux");
  refuseNetworkPath("base_path", { ...node, raw: "/local" }, "windows");
});
