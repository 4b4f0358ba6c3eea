import { strictEqual } from "node:assert/strict";
import { withEagerFunctions } from "../../../scripts/build/eager_functions.ts";

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
    withEagerFunctions(text.join("\n")),
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
      "class Five {",
      "  function() {",
      "  }",
      "}",
      "export { one };",
    ].join("\n"),
  );
});
