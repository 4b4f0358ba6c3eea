import { basename, join } from "node:path";
import type { Metafile, OnResolveResult, Plugin } from "esbuild";

/** What the paths of groups begin with: see `late_groups.ts`. */
const GROUP = "group:";
const MODULE_REGEXP = /[\\/]src[\\/].*\.ts$/;

/**
 * Modules that become one file, whoever else needs some of them: cut where needs differ, they would be dozens of files, and each file that
 * Deno opens costs a good part of an answer. Paths are as in {@linkcode Metafile.inputs}.
 */
export interface Layer {
  /** The name of the file, without suffix; no module has it. */
  readonly name: string;
  /** The names that each module exports. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
}

/** The modules that some modules import before they run, themselves included, and those that they load late. */
export function closureOf(
  { inputs }: Pick<Metafile, "inputs">,
  entries: readonly string[],
): { readonly early: readonly string[]; readonly late: readonly string[] } {
  const early = new Set(entries);
  const late = new Set<string>();
  for (const path of early) {
    for (const { path: to, kind, external } of inputs[path]?.imports ?? []) {
      if (!external) (kind === "dynamic-import" ? late : early).add(to);
    }
  }
  return { early: [...early], late: [...late] };
}

/** Late modules by the names of the files that they become, without suffix. */
export function namedLate(paths: readonly string[]): Readonly<Record<string, string>> {
  const named = paths.map((
    path,
  ) => [path.startsWith(GROUP) ? path.slice(GROUP.length) : basename(path, ".ts"), path]);
  return Object.fromEntries(named);
}

/** The text of the module that exports everything of all modules of a layer, each name once. */
export function layerText(layer: Layer): string {
  return Array.from(layer.exports, ([path, names]) => {
    const renamed = names.map((name) => `${name} as ${exportName(layer, path, name)}`);
    return `export {${renamed.join(", ")}} from ${JSON.stringify(`./${path}`)};\n`;
  }).join("");
}

/**
 * The last lines of the layer that is `main.js`. They do not await the program: modules that are imported later import from this layer, and
 * would wait until it is evaluated.
 *
 * @param entry The module that exports `runProgram`, which ends the process with its own code.
 */
export function mainText(entry: string): string {
  return `import { runProgram } from ${JSON.stringify(`./${entry}`)};\nDeno.exitCode = 1;\nrunProgram();\n`;
}

/** Lets files take the modules of layers from their files, so that each module is there once. @param directory Where `src` is. */
export function fromLayers(layers: readonly Layer[], directory: string): Plugin {
  const texts = new Map(
    layers.flatMap((layer) =>
      Array.from(layer.exports, ([path, names]): [string, string] => {
        const renamed = names.map((name) => `${exportName(layer, path, name)} as ${name}`);
        return [
          join(directory, path),
          names.length === 0 ? "" : `export {${renamed.join(", ")}} from "layer:${layer.name}";`,
        ];
      })
    ),
  );
  const direct = new Map(
    layers.flatMap((layer) =>
      Array.from(layer.exports)
        .filter(([path, names]) => names.every((name) => exportName(layer, path, name) === name))
        .map(([path]): [string, string] => [join(directory, path), layer.name])
    ),
  );
  return {
    name: "from layers",
    setup: ({ onResolve, onLoad }) => {
      // What a layer does when it is loaded matters to no file that takes nothing of it.
      const layerFile = (name: string): OnResolveResult => ({
        path: `./${name}.js`,
        external: true,
        sideEffects: false,
      });
      onResolve({ filter: /^layer:/ }, ({ path }) => layerFile(path.slice("layer:".length)));
      // Modules between a file and a layer would become files of their own, where several files need them.
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind, resolveDir }) => {
        const layer = kind === "import-statement" ? direct.get(join(resolveDir, path)) : undefined;
        return layer === undefined ? undefined : layerFile(layer);
      });
      onLoad({ filter: MODULE_REGEXP }, ({ path }) => {
        const contents = texts.get(path);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
    },
  };
}

/** Lets layers load modules late by the names of their files. @param directory Where `src` is. */
export function lateByName(late: Readonly<Record<string, string>>, directory: string): Plugin {
  const names = new Map(
    Object.entries(late).map(([name, path]) => [path.startsWith(GROUP) ? path : join(directory, path), name]),
  );
  return {
    name: "late by name",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.{1,2}\/|^group:/ }, ({ path, kind, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const name = names.get(path.startsWith(GROUP) ? path : join(resolveDir, path));
        return name === undefined ? undefined : { path: `./${name}.js`, external: true };
      });
    },
  };
}

/** The name itself, where no other module of the layer exports it. */
function exportName({ name: layer, exports }: Layer, path: string, name: string): string {
  const isAlone = [...exports].every(([other, names]) => other === path || !names.includes(name));
  return isAlone ? name : `${layer}${[...exports.keys()].indexOf(path)}_${name}`;
}
