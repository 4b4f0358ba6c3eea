import assert from "node:assert/strict";
import { lineAndColumn } from "../../../../src/domain/docker/invalid_docker_config.ts";

const CASES: readonly (readonly [text: string, offset: number, line: number, column: number])[] = [
  ["", 0, 1, 1],
  ["abc", 0, 1, 1],
  ["abc", 3, 1, 4],
  ["a\nb", 1, 1, 2],
  ["a\nb", 2, 2, 1],
  ["a\r\nb", 3, 2, 1],
  ["a\r\nb", 2, 1, 3],
  ["a\rb", 2, 2, 1],
  ["a\n\n\nb", 4, 4, 1],
  ["\uFEFFa", 0, 1, 1],
  ["\uFEFFa", 1, 1, 1],
  ["\uFEFFa\nb", 4, 2, 2],
];

Deno.test("lineAndColumn() counts from 1, in every kind of line end", () => {
  for (const [text, offset, line, column] of CASES) {
    assert.deepEqual(lineAndColumn(text, offset), { line, column }, JSON.stringify([text, offset]));
  }
});
