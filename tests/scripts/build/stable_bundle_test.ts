import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { withoutMachinePaths, withStableNames } from "../../../scripts/build/stable_bundle.ts";

Deno.test("withoutMachinePaths() names packages instead of the cache that they were read from", () => {
  for (const cache of ["../../home/me/.cache/deno", "../.deno", "C:/Users/me/AppData/Local/deno"]) {
    strictEqual(
      withoutMachinePaths(
        `// ${cache}/npm/registry.npmjs.org/yaml/2.9.1/dist/x.js\na();\n// ${cache}/npm/localhost_4873/@a/b-c/1.0.0-rc.1/y.js`,
      ),
      "// npm:yaml@2.9.1/dist/x.js\na();\n// npm:@a/b-c@1.0.0-rc.1/y.js",
    );
  }
  strictEqual(
    withoutMachinePaths(
      '  "../../root/.cache/deno/npm/registry.npmjs.org/yaml/2.9.1/dist/log.js"(exports) {',
    ),
    '  "npm:yaml@2.9.1/dist/log.js"(exports) {',
  );
  strictEqual(withoutMachinePaths("// src/main.ts\n"), "// src/main.ts\n");
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
