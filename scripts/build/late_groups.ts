import { basename, dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import { CONDITIONAL_IMPORT_REGEXP } from "./esbuild_plugins.ts";

/**
 * Late modules that become one file together. Whoever needs one of them needs most of what they share, which would else be cut into dozens
 * of files, and each file that Deno opens costs more than what else is in it.
 */
const GROUPS: Readonly<Record<string, RegExp>> = {
  commands: /\/cli\/(?:commands\/\w+|command\/open_command|output\/words)\.ts$|\/wiring\/cli_context\.ts$/,
  identities: /\/wiring\/(?:pin_resolver|token_issuer)\.ts$/,
};

const GROUP_REGEXP = /^group:(?<name>\w+)$/;

/** The modules of each group, by the paths of their files. */
export type LateGroups = ReadonlyMap<string, readonly string[]>;

/** Finds what is imported late in a directory of modules, as far as it is in a group. */
export async function findLateGroups(directory: string): Promise<LateGroups> {
  const groups = new Map<string, Set<string>>();
  for await (const path of modulesIn(directory)) {
    const text = await Deno.readTextFile(path);
    for (const [, quoted = ""] of text.matchAll(CONDITIONAL_IMPORT_REGEXP)) {
      const target = join(dirname(path), JSON.parse(quoted));
      const name = groupOf(target);
      if (name !== undefined) groups.set(name, (groups.get(name) ?? new Set()).add(target));
    }
  }
  return new Map(Array.from(groups, ([name, paths]) => [name, [...paths].toSorted()]));
}

/** Makes plain imports of those behind a condition: of the module, or of its group. */
export function groupedImports(groups: LateGroups): Plugin {
  return {
    name: "grouped imports",
    setup: ({ onLoad, onResolve }) => {
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
        contents: (await Deno.readTextFile(path)).replaceAll(
          CONDITIONAL_IMPORT_REGEXP,
          (_, quoted: string) => importText(quoted, join(dirname(path), JSON.parse(quoted)), groups),
        ),
        loader: "ts",
      }));
      onResolve({ filter: GROUP_REGEXP }, ({ path }) => ({
        path: GROUP_REGEXP.exec(path)?.groups?.["name"] ?? "",
        namespace: "group",
      }));
      onLoad({ filter: /.*/, namespace: "group" }, ({ path: name }) => ({
        contents: (groups.get(name) ?? [])
          .map((path) => `export * as ${memberName(path)} from ${JSON.stringify(path)};\n`).join(""),
        resolveDir: dirname(groups.get(name)?.[0] ?? ""),
        loader: "js",
      }));
    },
  };
}

function importText(quoted: string, target: string, groups: LateGroups): string {
  const name = groupOf(target);
  return name === undefined || !groups.has(name)
    ? `import(${quoted})`
    : `import("group:${name}").then((group) => group.${memberName(target)})`;
}

function groupOf(path: string): string | undefined {
  const slashed = path.replaceAll("\\", "/");
  return Object.entries(GROUPS).find(([, pattern]) => pattern.test(slashed))?.[0];
}

function memberName(path: string): string {
  return basename(path, ".ts");
}

async function* modulesIn(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) yield* modulesIn(path);
    else if (name.endsWith(".ts")) yield path;
  }
}
