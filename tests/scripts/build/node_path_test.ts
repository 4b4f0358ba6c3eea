import { strictEqual } from "node:assert/strict";
import { posix as node } from "node:path";
import fc from "fast-check";
import * as own from "../../../scripts/build/node/path.ts";

const part = fc.oneof(
  fc.constantFrom("", ".", "..", "a", "b.txt", ".c", "d.", "..e", "a.b.c", " "),
  fc.string({ maxLength: 4 }),
);
const path = fc.tuple(
  fc.constantFrom("", "/", "//", "./", "../"),
  fc.array(part, { maxLength: 6 }),
  fc.constantFrom("", "/", "//"),
)
  .map(([start, parts, end]) => start + parts.join("/") + end);

Deno.test({
  name: "the bundles' paths are those of node:path",
  ignore: Deno.build.os === "windows",
  fn: () => {
    fc.assert(
      fc.property(path, path, path, (a, b, c) => {
        for (
          const name of ["normalize", "dirname", "basename", "extname", "isAbsolute", "resolve"] as const
        ) {
          strictEqual(own[name](a), node[name](a), `${name}(${JSON.stringify(a)})`);
        }
        const said = JSON.stringify([a, b, c]);
        strictEqual(own.join(a, b, c), node.join(a, b, c), `join ${said}`);
        strictEqual(own.resolve(a, b, c), node.resolve(a, b, c), `resolve ${said}`);
        strictEqual(own.relative(a, b), node.relative(a, b), `relative ${said}`);
        // Node keeps slashes at the end here, and only here.
        if (!a.endsWith("/")) {
          strictEqual(own.basename(a, ".txt"), node.basename(a, ".txt"), `basename ${said}`);
        }
      }),
      { numRuns: 2000 },
    );
    strictEqual(own.sep + own.delimiter, node.sep + node.delimiter);
  },
});
