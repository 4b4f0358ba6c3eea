import type { Bundle } from "./bundle.ts";

/** A dynamic import as the bundler writes it. */
const DYNAMIC_IMPORT_REGEXP = /\bimport\("\.\/(?<name>[\w.-]+)"\)/g;

/**
 * Writes the dynamic imports of chunks so that Deno does not see where they lead: it reads all that it sees before it runs anything,
 * which takes longer than a cache hit. For `deno run` alone: `deno compile` puts into an executable what it sees.
 *
 * @param chunks Text of each file by name.
 */
export function withLateImports(chunks: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const late = (whole: string, name: string): string => chunks.has(name) ? `import((0,"./${name}"))` : whole;
  return new Map(
    Array.from(chunks, ([path, text]) => [path, text.replaceAll(DYNAMIC_IMPORT_REGEXP, late)]),
  );
}

/** The files of a bundle as `deno run` gets them. */
export function scriptsOf({ chunks, eager }: Pick<Bundle, "chunks" | "eager">): ReadonlyMap<string, string> {
  return withLateImports(new Map([...chunks, ...eager]));
}
