import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { declaredFunctions, withEagerFunctions } from "../../../scripts/build/eager_functions.ts";

Deno.test("declarations become functions in parentheses, before everything else", () => {
  const text = [
    "var start = one(2);",
    "function one(a) {",
    "  return a + (function inner() {",
    "    return 1;",
    "  })();",
    "}",
    "async function* $two() {",
    "}",
    "function three() {}",
    "function other() {",
    "}",
    "async function four(",
    "  a,",
    ") {",
    "}",
    "class Five {",
    "  function() {",
    "  }",
    "}",
    "export { one };",
  ];
  strictEqual(
    withEagerFunctions(text.join("\n"), new Set(["one", "$two", "three", "four", "Five"])),
    [
      "var one = (function(a) {",
      "  return a + (function inner() {",
      "    return 1;",
      "  })();",
      "});",
      "var $two = (async function*() {",
      "});",
      "var three = (function() {});",
      "var four = (async function(",
      "  a,",
      ") {",
      "});",
      "var start = one(2);",
      "function other() {",
      "}",
      "class Five {",
      "  function() {",
      "  }",
      "}",
      "export { one };",
    ].join("\n"),
  );
  deepStrictEqual([...declaredFunctions(text.join("\n"))], ["one", "$two", "three", "other", "four"]);
});
