import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/** An import behind a condition, which keeps Deno from reading what is behind it. See `src/main.ts`. */
export const CONDITIONAL_IMPORT_REGEXP =
  /import\(\s*Deno\.build\.standalone\s*\?\s*(?<path>"[^"]+")\s*:\s*\k<path>,?\s*\)/g;

/** Where the SDK's build for browsers has a parser that Deno does not have (`DOMParser`), takes that for Node, which needs none. */
export const parserOfNode: Plugin = {
  name: "parser of XML",
  setup: ({ onResolve }) => {
    onResolve(
      { filter: /\/xml-parser$/ },
      ({ importer, path, resolveDir }) =>
        importer.includes("xml-builder") ? { path: join(resolveDir, `${path}.js`) } : undefined,
    );
  },
};

/** What asks on a terminal needs the process, by whatever name the build for browsers takes from others. */
export const processOfPrompts: Plugin = {
  name: "process of prompts",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]@clack[\\/].*\.mjs$/ }, async ({ path }) => ({
      contents: `import ownProcess from "node:process";\n${
        (await Deno.readTextFile(path)).replaceAll("globalThis.process", "ownProcess")
      }`,
      loader: "js",
    }));
  },
};

/** Node's modules that bundles have of their own, as the first of Deno's costs so much. */
const OWN_MODULES: Readonly<Record<string, string>> = {
  path: "node/path.ts",
  "timers/promises": "node/timers_promises.ts",
};

/** Leaves Node's own modules to Deno, which knows them by their full names alone; some are ours. */
export const builtinsOfNode: Plugin = {
  name: "builtins of Node",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[a-z_/]+$|^node:/ }, ({ path, importer, kind }) => {
      if (!isBuiltin(path)) return undefined;
      const name = path.replace(/^node:/, "");
      const own = OWN_MODULES[name];
      const isOwn = own !== undefined && kind === "import-statement" && /[\\/]src[\\/]/.test(importer);
      return isOwn
        ? { path: fileURLToPath(new URL(own, import.meta.url)) }
        : { path: `node:${name}`, external: true };
    });
  },
};

/**
 * The SDK's credential providers read files, start programs and ask services of the instance, for which they need their builds for
 * Node. They become files of their own, which are read when such a source is asked.
 */
export class ProvidersApart {
  readonly #names = new Set<string>();

  /** Keeps them out of the other files. */
  readonly plugin: Plugin = {
    name: "providers apart",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^@(?:aws-sdk|smithy)\/credential-provider-/ }, ({ path, importer }) => {
        if (!/[\\/]src[\\/]/.test(importer)) return undefined;
        this.#names.add(path);
        return { path: `./${fileOf(path)}.js`, external: true };
      });
    },
  };

  /** The packages to build for Node, by the names of their files. */
  entryPoints(): Record<string, string> {
    return Object.fromEntries(Array.from(this.#names, (name) => [fileOf(name), name]));
  }
}

function fileOf(name: string): string {
  return name.replace(/^@/, "").replaceAll("/", "_");
}
