import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { closureOf, layerText, mainText, namedLate } from "../../../scripts/build/layers.ts";

const INPUTS = {
  "src/main.ts": { bytes: 1, imports: [imported("src/a.ts"), imported("src/late/b.ts", "dynamic-import")] },
  "src/a.ts": { bytes: 1, imports: [imported("src/main.ts"), imported("src/c.ts")] },
  "src/c.ts": { bytes: 1, imports: [{ path: "node:x", kind: "import-statement", external: true }] },
  "src/late/b.ts": { bytes: 1, imports: [imported("src/d.ts")] },
  "src/d.ts": { bytes: 1, imports: [] },
} as const;

function imported<K extends string = "import-statement">(path: string, kind?: K): { path: string; kind: K } {
  return { path, kind: kind ?? "import-statement" as K };
}

Deno.test("closureOf() distinguishes static and late imports", () => {
  deepStrictEqual(closureOf({ inputs: structuredClone(INPUTS) as never }, ["src/main.ts"]), {
    early: ["src/main.ts", "src/a.ts", "src/c.ts"],
    late: ["src/late/b.ts"],
  });
});

Deno.test("names that several modules export stay apart in the one file", () => {
  const exports = new Map([["src/a.ts", ["x", "y"]], ["src/main.ts", ["runProgram", "x"]]]);
  strictEqual(
    layerText({ name: "warm", exports }),
    'export {x as warm0_x, y as y} from "./src/a.ts";\n' +
      'export {runProgram as runProgram, x as warm1_x} from "./src/main.ts";\n',
  );
  strictEqual(
    mainText("src/main.ts"),
    'import { runProgram } from "./src/main.ts";\nDeno.exitCode = 1;\nrunProgram();\n',
  );
});

Deno.test("late modules are named after their files, and groups have their own names", () => {
  deepStrictEqual(namedLate(["src/late/b.ts", "group:commands"]), {
    b: "src/late/b.ts",
    commands: "group:commands",
  });
});
