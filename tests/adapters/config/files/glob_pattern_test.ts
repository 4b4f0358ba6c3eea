import { strictEqual } from "node:assert/strict";
import { compileGlob } from "../../../../src/adapters/config/files/glob_pattern.ts";

const TABLE: readonly (readonly [string, string, boolean])[] = [
  ["/a/*.yaml", "/a/b.yaml", true],
  ["/a/*.yaml", "/a/.hidden.yaml", true],
  ["/a/*.yaml", "/a/b/c.yaml", false],
  ["/a/**/*.yaml", "/a/c.yaml", true],
  ["/a/**/*.yaml", "/a/b/c/d.yaml", true],
  ["/a/**", "/a/b/c", true],
  ["/a/b?.yaml", "/a/b1.yaml", true],
  ["/a/b?.yaml", "/a/b.yaml", false],
  ["/a/[a-c]x", "/a/bx", true],
  ["/a/[!a-c]x", "/a/bx", false],
  ["/a/[^a-c]x", "/a/dx", true],
  ["/a/*.{yaml,yml}", "/a/b.yml", true],
  ["/a/{b,c}/*.{yaml,yml}", "/a/c/x.yaml", true],
  ["/a/*b*c*", "/a/xxbxxcxx", true],
  ["/a/(x)+.yaml", "/a/(x)+.yaml", true],
  ["/a/(x)+.yaml", "/a/xx.yaml", false],
  ["/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "/aaaaaaa", false],
];

for (const [pattern, path, expected] of TABLE) {
  Deno.test(`compileGlob() ${expected ? "matches" : "does not match"} ${path} by ${pattern}`, () => {
    strictEqual(compileGlob(pattern)(path), expected);
  });
}

Deno.test("compileGlob() matches in linear time where a regular expression would not", () => {
  strictEqual(compileGlob(`/${"*a".repeat(100)}b`)(`/${"a".repeat(4000)}`), false);
  strictEqual(compileGlob(`/${"**/a/".repeat(100)}b`)(`/${"a/".repeat(2000)}`), false);
});
