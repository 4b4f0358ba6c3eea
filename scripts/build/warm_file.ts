import { basename, join } from "node:path";
import type { Metafile, Plugin } from "esbuild";

/** The file with everything that a warm answer loads: each file more that Deno opens costs a good part of the answer. */
export const WARM_FILE = "warm.js";

const MODULE_REGEXP = /[\\/]src[\\/].*\.ts$/;

/** What the file is made of. Paths are as in {@linkcode Metafile.inputs}. */
export interface WarmModules {
  /** The names that each module exports. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
  /** The modules that these load when they are needed, by the names of the files that they become, without suffix. */
  readonly late: Readonly<Record<string, string>>;
}

/** The modules that a module imports before it runs, itself included, and those that they load late. */
export function closureOf(
  { inputs }: Pick<Metafile, "inputs">,
  entry: string,
): { readonly early: readonly string[]; readonly late: Readonly<Record<string, string>> } {
  const early = new Set([entry]);
  const late = new Set<string>();
  for (const path of early) {
    for (const { path: to, kind, external } of inputs[path]?.imports ?? []) {
      if (!external) (kind === "dynamic-import" ? late : early).add(to);
    }
  }
  return {
    early: [...early],
    late: Object.fromEntries(Array.from(late, (path) => [basename(path, ".ts"), path])),
  };
}

/** The text of the module that exports everything of all of them, each name once. */
export function warmEntry({ exports }: WarmModules): string {
  return Array.from(exports, ([path, names]) => {
    const renamed = names.map((name) => `${name} as ${warmName(exports, path, name)}`);
    return `export {${renamed.join(", ")}} from ${JSON.stringify(`./${path}`)};\n`;
  }).join("");
}

/** The text of `main.js`. @param entry The module that exports `runProgram`. */
export function mainText({ exports }: WarmModules, entry: string): string {
  return `import{${warmName(exports, entry, "runProgram")} as run}from"./${WARM_FILE}";await run();\n`;
}

/** Lets all other files take these modules from the one file, so that each is there once. @param directory Where `src` is. */
export function fromWarmFile({ exports }: WarmModules, directory: string): Plugin {
  const texts = new Map(
    Array.from(exports, ([path, names]): [string, string] => {
      const renamed = names.map((name) => `${warmName(exports, path, name)} as ${name}`);
      return [
        join(directory, path),
        names.length === 0 ? "" : `export {${renamed.join(", ")}} from "./${WARM_FILE}";`,
      ];
    }),
  );
  return {
    name: "from the warm file",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^\.\/warm\.js$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: MODULE_REGEXP }, ({ path }) => {
        const contents = texts.get(path);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
    },
  };
}

/** Lets the one file load the others late, by their names. @param directory Where `src` is. */
export function lateByName({ late }: WarmModules, directory: string): Plugin {
  const names = new Map(Object.entries(late).map(([name, path]) => [join(directory, path), name]));
  return {
    name: "late by name",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.{1,2}\// }, ({ path, kind, resolveDir }) => {
        const name = kind === "dynamic-import" ? names.get(join(resolveDir, path)) : undefined;
        return name === undefined ? undefined : { path: `./${name}.js`, external: true };
      });
    },
  };
}

function warmName(exports: WarmModules["exports"], path: string, name: string): string {
  return `m${[...exports.keys()].indexOf(path)}_${name}`;
}
