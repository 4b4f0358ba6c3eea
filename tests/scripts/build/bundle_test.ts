import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type Bundle, bundleProgram } from "../../../scripts/build/bundle.ts";
import { scriptsOf } from "../../../scripts/build/late_imports.ts";
import { bundledPackages } from "../../../scripts/build/packages.ts";
import { builtProgram } from "../../support/built_program.ts";
import { HAS_HOSTS } from "../../support/hosts/hosted.ts";
import { fromFileUrl } from "../../support/module_graph.ts";

const ROOT = fromFileUrl("../");
/** All that a cache hit reads; the whole program is forty times that. */
const MAX_WARM_BYTES = 64 * 1024;

Deno.test({
  name: "the bundle is the same each time",
  // `.ci/run` builds twice for it.
  ignore: HAS_HOSTS,
  fn: async () => {
    const [bundle, again] = await Promise.all([bundleProgram(ROOT), bundleProgram(ROOT)]);
    for (const part of ["chunks", "eager"] as const) {
      deepStrictEqual([...again[part].keys()], [...bundle[part].keys()]);
      // Said by name: the texts are long.
      const differ = [...bundle[part]].filter(([name, text]) => again[part].get(name) !== text);
      deepStrictEqual(differ.map(([name]) => name), []);
    }
  },
});

Deno.test("the bundle runs, and knows the packages in it", async () => {
  const bundle = await builtProgram() ?? await bundleProgram(ROOT);
  const packages = bundledPackages(
    bundle.inputs,
    JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock"))),
  );
  const names = packages.map(({ name }) => name);
  for (const name of ["@aws-sdk/client-ecr", "yaml", "@clack/core"]) ok(names.includes(name), name);
  ok(!names.includes("fast-check"), "what only tests need is not in it");
  for (const [name, text] of [...bundle.chunks, ...bundle.eager]) {
    ok(!text.includes("node_modules/.deno"), "the machine it was made on does not show");
    // One other character, and V8 takes two bytes for each. Regular expressions and raw templates are written as they are.
    ok(!/[^\0-\x7f]/.test(text), `${name} is not ASCII: write \\u escapes where esbuild does not`);
  }
  requireSmallWarmPath(bundle);
  requireContent(bundle);
  requireLateFiles(bundle);
  await runChunks(bundle);
});

/** What `main.js` imports before it runs: nothing of Node, whose modules cost more than the whole answer. */
function requireSmallWarmPath({ chunks }: Bundle): void {
  const warm = new Set(["main.js"]);
  for (const name of warm) {
    for (
      const [, specifier = ""] of (chunks.get(name) ?? "").matchAll(
        /(?:\bimport|\bfrom) ?"([^"]+)"/g,
      )
    ) {
      match(specifier, /^\.\//, `${name} imports ${specifier}`);
      warm.add(specifier.slice(2));
    }
  }
  deepStrictEqual([...warm], ["main.js"]);
  const bytes = [...warm].reduce((sum, name) => sum + (chunks.get(name)?.length ?? Infinity), 0);
  ok(bytes < MAX_WARM_BYTES, `${bytes} bytes in ${[...warm].join(", ")}`);
}

/** Files that only pass on what others have cost as much as any. Those that are loaded late by their names may. */
function requireContent({ chunks }: Bundle): void {
  const empty = [...chunks].filter(([name, text]) =>
    name.startsWith("chunk-") && /^(?:import[^;]*;)*(?:export\{[^}]*\};?)?\s*$/.test(text)
  );
  deepStrictEqual(empty.map(([name]) => name), []);
}

/** What is imported late is in no file that imports it: esbuild would put a package there, unless a module of `src` exports what is used. */
function requireLateFiles({ chunks }: Bundle): void {
  const holding = [...chunks].filter(([, text]) => text.includes("Promise.resolve().then(()=>"));
  deepStrictEqual(holding.map(([name]) => name), []);
}

async function runChunks(bundle: Bundle): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    const file = join(directory, "main.js");
    for (const [name, text] of scriptsOf(bundle)) await Deno.writeTextFile(join(directory, name), text);
    for (
      const [args, said] of [[["--version"], /^atmos-ecr \d/], [
        ["credential", "version"],
        /@atmos\/ecr/,
      ]] as const
    ) {
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-config", file, ...args],
      }).output();
      strictEqual(code, 0);
      match(new TextDecoder().decode(stdout), said);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
