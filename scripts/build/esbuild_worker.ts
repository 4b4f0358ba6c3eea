/**
 * Bundles in a process of its own, so that esbuild's service ends with it.
 *
 *     deno run -A scripts/build/esbuild_worker.ts ENTRY NODE_MODULES OUTPUT
 *
 * Puts `single/main.js`, `chunks/*.js` and `inputs.json`, the modules that were bundled, into OUTPUT.
 *
 * @module
 */
import { join } from "node:path";
import { build, type BuildOptions, type Plugin, stop } from "esbuild";

const [entry, modules, output] = Deno.args;
if (entry === undefined || modules === undefined || output === undefined) {
  throw new Error("Give the entry, the directory of the packages, and where the bundle goes");
}

/** An import behind a condition, which keeps Deno from reading what is behind it. See `src/main.ts`. */
const CONDITIONAL_IMPORT_REGEXP =
  /import\(\s*Deno\.build\.standalone\s*\?\s*(?<path>"[^"]+")\s*:\s*\k<path>,?\s*\)/g;

/** Makes plain imports of those: minified, the condition is gone, and the import would stay unresolved. */
const plainImports: Plugin = {
  name: "plain imports",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await Deno.readTextFile(path)).replaceAll(CONDITIONAL_IMPORT_REGEXP, "import($<path>)"),
      loader: "ts",
    }));
  },
};

const OPTIONS: BuildOptions = {
  entryPoints: { main: entry },
  nodePaths: [modules],
  bundle: true,
  minify: true,
  keepNames: true,
  format: "esm",
  target: "esnext",
  charset: "utf8",
  platform: "node",
  // ES modules before CommonJS: names of a CommonJS module that is a chunk of its own cannot be imported.
  mainFields: ["module", "main"],
  conditions: ["module"],
  legalComments: "none",
  logLevel: "warning",
  plugins: [plainImports],
};

try {
  await build({ ...OPTIONS, outdir: join(output, "single") });
  const { metafile } = await build({
    ...OPTIONS,
    splitting: true,
    outdir: join(output, "chunks"),
    metafile: true,
  });
  await Deno.writeTextFile(join(output, "inputs.json"), JSON.stringify(Object.keys(metafile.inputs)));
} finally {
  await stop();
}
