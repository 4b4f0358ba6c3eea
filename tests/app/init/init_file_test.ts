/** Where `init` adds its section. */
import { ok, rejects, strictEqual } from "node:assert/strict";
import { COMPLETE, InitBench } from "./init_bench.ts";

/** A file that is there → whether a section may be added. */
const FILES: readonly (readonly [name: string, before: string, works: boolean])[] = [
  ["keys, and no line end", "base_path: .\nlogs:\n  level: Info", true],
  ["a byte-order mark and CR LF", "\uFEFFbase_path: .\r\n# end\r\n", true],
  ["comments only", "# nothing yet\n", true],
  ["an indented top level", "  base_path: .\n", false],
  ["a mapping in braces", "{base_path: .}\n", false],
  ["a document that has ended", "base_path: .\n...\n", false],
  ["a block that would go on", "base_path: .\nx: |+\n  a\n\n\n", true],
  ["a section", "auth:\n  realm: acme\n", false],
  ["a section without anything in it", "base_path: .\nauth:\n", false],
  ["a section by another case", "Auth: {}\n", false],
  ["what is no YAML", "auth: [\n", false],
];

Deno.test("init appends to a file without the section, and preserves every byte", async (t) => {
  await using bench = await InitBench.create();
  for (const [name, before, works] of FILES) {
    await t.step(name, async () => {
      await bench.sandbox.write("atmos.yaml", before);
      if (works) strictEqual(await bench.write(COMPLETE), true);
      else await rejects(bench.write(COMPLETE), { exitCode: 2 });
      const after = bench.written ?? "";
      ok(after.startsWith(before));
      strictEqual(after.length > before.length, works, after);
    });
  }
});

Deno.test("init adds no line to a block that keeps those at its end", async () => {
  await using bench = await InitBench.create({ "atmos.yaml": "x: |+\n  a\n\n" });
  strictEqual(await bench.write(COMPLETE), true);
  ok(bench.written?.startsWith("x: |+\n  a\n\nauth:\n"), bench.written);
});

Deno.test("init fails if another file of the configuration has the section, and writes no second one", async () => {
  await using bench = await InitBench.create({
    "atmos.yaml": "import: [auth.yaml]\n",
    "auth.yaml": "auth: {realm: acme}\n",
  });
  await rejects(bench.write(COMPLETE), {
    exitCode: 2,
    message: "Cannot create an auth section: it already exists",
    position: { file: "auth.yaml", line: 1, column: 1 },
  });
  strictEqual(bench.written, "import: [auth.yaml]\n");
});
