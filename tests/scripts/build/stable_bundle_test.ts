import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { withoutMachinePaths, withStableNames } from "../../../scripts/build/stable_bundle.ts";

Deno.test("withoutMachinePaths() names packages instead of the directory that they were read from", () => {
  for (
    const [path, said] of [
      ["../tmp/x/node_modules/.deno/yaml@2.9.1/node_modules/yaml/dist/x.js", "npm:yaml@2.9.1/dist/x.js"],
      ["/n/node_modules/.deno/@a+b-c@1.0.0-rc.1/node_modules/@a/b-c/y.js", "npm:@a/b-c@1.0.0-rc.1/y.js"],
      ["C:\\t\\node_modules\\.deno\\@a+b@1.0.0\\node_modules\\@a\\b\\d\\y.js", "npm:@a/b@1.0.0/d/y.js"],
      ["t/node_modules/.deno/a@1.2.3_b@2.0.0/node_modules/a/y.js", "npm:a@1.2.3/y.js"],
      ["node_modules/.deno/yaml@2.9.1/node_modules/yaml/x.js", "npm:yaml@2.9.1/x.js"],
      ["src/main.ts", "src/main.ts"],
    ] as const
  ) {
    strictEqual(withoutMachinePaths(path), said);
  }
});

Deno.test("withStableNames() gives chunks names that do not depend on those they had", () => {
  const files = (one: string, two: string): ReadonlyMap<string, string> =>
    new Map([
      ["main.js", `import("./cli_main-${one}.js"); import "./chunk-${two}.js";`],
      [`cli_main-${one}.js`, `import {a} from "./chunk-${two}.js"; b();`],
      [`chunk-${two}.js`, "export var a = 'main-ABCDEFGHI.js';"],
    ]);
  const stable = withStableNames(files("AAAAAAAA", "BBBBBBBB"));
  deepStrictEqual(
    stable,
    new Map([
      ["main.js", 'import("./cli_main-2.js"); import "./chunk-1.js";'],
      ["cli_main-2.js", 'import {a} from "./chunk-1.js"; b();'],
      ["chunk-1.js", "export var a = 'main-ABCDEFGHI.js';"],
    ]),
  );
  deepStrictEqual(withStableNames(files("ZZZZZZZZ", "2345ABCD")), stable);
});
