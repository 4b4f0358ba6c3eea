/**
 * Bundles in a process of its own, so that esbuild's service ends with it.
 *
 *     deno run -A scripts/build/esbuild_worker.ts DIRECTORY
 *
 * Puts `chunks/*.js`, `eager/*.js` (see {@linkcode Bundle}) and `inputs.json`, the modules that were bundled, into DIRECTORY, where `src`
 * and `node_modules` are.
 *
 * @module
 */
import { join } from "node:path";
import { build, type BuildOptions, type Metafile, type Plugin, stop, transform } from "esbuild";
import { declaredFunctions, withEagerFunctions } from "./eager_functions.ts";
import { builtinsOfNode, parserOfNode, processOfPrompts, ProvidersApart } from "./esbuild_plugins.ts";
import { findLateGroups, groupedImports } from "./late_groups.ts";
import { closureOf, fromLayers, lateByName, type Layer, layerText, mainText, namedLate } from "./layers.ts";

const [directory] = Deno.args;
if (directory === undefined) throw new Error("Give the directory of src and node_modules");

const MAIN = "src/main.ts";
/** What an answer from AWS loads; and what it does besides as an identity of a configuration. */
const COLD = ["src/wiring/helper_miss.ts", "src/wiring/helper_fetch.ts"];
const [CONFIG, CHAIN] = ["src/wiring/pin_resolver.ts", "src/wiring/token_issuer.ts"];
/** The command line, and what its commands load by themselves. */
const LINE = "src/wiring/cli.ts";
const WIRING = ["src/wiring/cli_auth.ts", "src/wiring/cli_docker.ts", "src/wiring/cli_init.ts"];
/**
 * What a cache hit loads, as `main.js`; what cache misses share with the help of the command line; and the rest of a cache miss, much of
 * which commands need, too: calls to AWS, configurations, and the steps of identities.
 */
const LAYERS: readonly LayerPlan[] = [
  { name: "main", entries: [MAIN] },
  { name: "common", entries: [...COLD, CONFIG, CHAIN], sharedWith: [LINE] },
  { name: "core", entries: COLD },
  { name: "config", entries: [CONFIG] },
  { name: "chain", entries: [CHAIN] },
  { name: "line", entries: [LINE] },
  { name: "command", entries: [...WIRING], sharedWith: ["group:commands"] },
];

const OPTIONS = {
  absWorkingDir: directory,
  bundle: true,
  minify: true,
  format: "esm" as const,
  target: "esnext",
  charset: "ascii" as const,
  // ES modules before CommonJS: names of a CommonJS module that is a chunk of its own cannot be imported.
  conditions: ["module"],
  legalComments: "none" as const,
  logLevel: "warning" as const,
  metafile: true,
} satisfies BuildOptions;

const FOR_NODE = { platform: "node", mainFields: ["module", "main"] } satisfies BuildOptions;
/** Deno has what browsers have: `fetch`, WebCrypto, streams. Modules of Node cost more than all of a request. */
const FOR_BROWSERS = {
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  // Deno has this one, too: where the SDK finds it, it loads Node's buffers to read a few hundred bytes.
  // And the build of `yaml` for browsers does not need `withoutYamlDebugOutput`.
  define: { Buffer: "undefined", "globalThis.process": "undefined" },
} satisfies BuildOptions;

/** As `withEagerFunctions` reads it. The last line of `src/main.ts` is for the source alone. */
const READABLE = {
  minifyWhitespace: false,
  minifyIdentifiers: false,
  minify: false,
  minifySyntax: true,
  define: { ...FOR_BROWSERS.define, "import.meta.main": "false" },
} satisfies BuildOptions;
const MINIFIED = { minify: true, format: "esm", target: "esnext", charset: OPTIONS.charset } as const;

/** For a look at what is loaded at once. */
const lateIsExternal: Plugin = {
  name: "late is external",
  setup: ({ onResolve }) => {
    onResolve(
      { filter: /./ },
      ({ kind, path }) => kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

/** How a layer is chosen. */
interface LayerPlan {
  readonly name: string;
  /** It is what these import before they run, as far as no earlier layer has it, */
  readonly entries: readonly string[];
  /** and as far as these do, too. */
  readonly sharedWith?: readonly string[];
}

async function buildChunks(root: string): Promise<Metafile[]> {
  const split = { ...OPTIONS, splitting: true, outdir: "chunks" };
  const providers = new ProvidersApart();
  const groups = await findLateGroups(join(root, "src"));
  const plugins = [groupedImports(groups), providers.plugin, parserOfNode, processOfPrompts, builtinsOfNode];
  const { metafile: whole } = await build({
    ...split,
    ...FOR_BROWSERS,
    entryPoints: { main: MAIN },
    plugins,
    write: false,
  });
  const layers: Layer[] = [];
  const { early, late } = closureOf(whole, LAYERS.flatMap(({ entries }) => entries));
  const lateNames = namedLate(late.filter((path) => !isOfPackage(path)));
  const allExports = await exportsOf(early.filter((path) => !isOfPackage(path)));
  for (const { name, entries, sharedWith } of LAYERS) {
    const known = new Set(layers.flatMap(({ exports }) => [...exports.keys()]));
    const shared = new Set(closureOf(whole, sharedWith ?? entries).early);
    const own = closureOf(whole, entries).early
      .filter((path) => shared.has(path) && !known.has(path) && allExports.has(path));
    const layer = { name, exports: new Map(own.map((path) => [path, allExports.get(path) ?? []])) };
    const isMain = layers.length === 0;
    const contents = layerText(layer) + (isMain ? mainText(MAIN) : "");
    const outfile = join("chunks", `${name}.js`);
    await build({
      ...OPTIONS,
      ...FOR_BROWSERS,
      stdin: { contents, resolveDir: root, loader: "js" },
      plugins: [lateByName(lateNames, root), fromLayers(layers, root), ...plugins],
      outfile,
      ...READABLE,
    });
    if (isMain) await makeEager(join(root, outfile), root);
    else await makeBoth(root, `${name}.js`);
    layers.push(layer);
  }
  await build({
    ...split,
    ...FOR_BROWSERS,
    entryPoints: lateNames,
    plugins: [fromLayers(layers, root), ...plugins],
  });
  const apart = providers.entryPoints();
  if (Object.keys(apart).length === 0) return [whole];
  const { metafile: ofProviders } = await build({ ...split, ...FOR_NODE, entryPoints: apart });
  return [whole, ofProviders];
}

/** Of what is in `main.js`, the program itself needs only a part: the rest is there for other files. */
async function makeEager(path: string, root: string): Promise<void> {
  const { outputFiles: [own] } = await build({
    ...OPTIONS,
    ...FOR_BROWSERS,
    ...READABLE,
    stdin: { contents: mainText(MAIN), resolveDir: root, loader: "js" },
    plugins: [lateIsExternal],
    write: false,
  });
  const text = withEagerFunctions(await Deno.readTextFile(path), declaredFunctions(own?.text ?? ""));
  await Deno.writeTextFile(path, (await transform(text, MINIFIED)).code);
}

/** A layer as it is in executables, and as Deno's code cache keeps it. */
async function makeBoth(root: string, name: string): Promise<void> {
  const path = join(root, "chunks", name);
  const text = await Deno.readTextFile(path);
  // What looks like a function in a template is none.
  const { code: plain } = await transform(text, { supported: { "template-literal": false } });
  const eager = withEagerFunctions(text, declaredFunctions(plain));
  await Deno.mkdir(join(root, "eager"), { recursive: true });
  await Deno.writeTextFile(join(root, "eager", name), (await transform(eager, MINIFIED)).code);
  await Deno.writeTextFile(path, (await transform(text, MINIFIED)).code);
}

function isOfPackage(path: string): boolean {
  return path.includes("node_modules/");
}

/** The names that modules export, by their paths. */
async function exportsOf(paths: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile: { outputs } } = await build({
    ...OPTIONS,
    bundle: false,
    entryPoints: [...paths],
    outdir: "unused",
    write: false,
  });
  const found = new Map(Object.values(outputs).map(({ entryPoint = "", exports }) => [entryPoint, exports]));
  return new Map(paths.map((path) => [path, found.get(path) ?? []]));
}

try {
  const inputs = (await buildChunks(directory)).flatMap(({ inputs }) => Object.keys(inputs));
  await Deno.writeTextFile(join(directory, "inputs.json"), JSON.stringify([...new Set(inputs)]));
} finally {
  await stop();
}
