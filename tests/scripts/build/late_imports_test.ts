import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { scriptsOf, withLateImports } from "../../../scripts/build/late_imports.ts";

const CHUNKS = new Map([
  ["main.js", 'import {a} from "./a.js"; const {b} = await import("./b-1.js"); console.log(a + b);'],
  ["a.js", 'export const a = "import(\\"./x.js\\")".length;'],
  ["b-1.js", "export const b = 1;"],
]);

Deno.test("withLateImports() changes dynamic imports of chunks, and nothing else", () => {
  const late = withLateImports(CHUNKS);
  deepStrictEqual(late.get("a.js"), CHUNKS.get("a.js"));
  strictEqual(
    late.get("main.js"),
    'import {a} from "./a.js"; const {b} = await import((0,"./b-1.js")); console.log(a + b);',
  );
  strictEqual(
    withLateImports(new Map([["m.js", 'import("./other.js")']])).get("m.js"),
    'import("./other.js")',
  );
});

Deno.test("scriptsOf() takes eager files in place of the others, with late imports", () => {
  const eager = new Map([["a.js", 'export const b = await import("./b-1.js");']]);
  const scripts = scriptsOf({ chunks: CHUNKS, eager });
  deepStrictEqual([...scripts.keys()], [...CHUNKS.keys()]);
  strictEqual(scripts.get("a.js"), 'export const b = await import((0,"./b-1.js"));');
  strictEqual(scripts.get("main.js"), withLateImports(CHUNKS).get("main.js"));
});

Deno.test("Deno loads no chunk before it is imported, and finds it then", async () => {
  const directory = await Deno.makeTempDir();
  try {
    for (const [name, text] of withLateImports(CHUNKS)) await Deno.writeTextFile(join(directory, name), text);
    const main = join(directory, "main.js");
    const run = async (...args: string[]): Promise<string> => {
      const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
      return new TextDecoder().decode(stdout);
    };
    const graph = await run("info", "--json", "--no-config", main);
    ok(graph.includes("a.js"), graph);
    ok(!graph.includes("b-1.js"), graph);
    strictEqual((await run("run", "-A", "--no-config", main)).trim(), "17");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
