/**
 * Where the bundler says which module of a package something is, in a comment or as the name of a CommonJS module: a path into Deno's
 * cache, wherever that is.
 */
const PACKAGE_PATH_REGEXP =
  /(?<=^(?:\/\/ | {2}"))[^\s"]*\/npm\/[^/\s"]+\/(?<name>(?:@[^/\s"]+\/)?[^/@\s"]+)\/(?<version>\d[^/\s"]*)\//gm;

/** The name of a chunk, with the hash that the bundler made of it and of the paths in its comments. */
const CHUNK_REGEXP = /(?<=["/]|^)[\w-]+-[0-9A-Z]{8}\.js(?=["\n]|$)/g;

/** Replaces what depends on the machine in a bundle: paths into Deno's cache become `npm:name@version/path`. */
export function withoutMachinePaths(text: string): string {
  return text.replaceAll(PACKAGE_PATH_REGEXP, "npm:$<name>@$<version>/");
}

/**
 * Gives chunks names that depend on nothing but their content, in the order of which they are numbered.
 *
 * @param files Text of each file by name, {@linkcode withoutMachinePaths machine paths removed}.
 */
export function withStableNames(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const content = (name: string): string => (files.get(name) ?? "").replaceAll(CHUNK_REGEXP, "");
  const chunks = [...files.keys()].filter((name) => name.search(CHUNK_REGEXP) === 0)
    .toSorted((a, b) => content(a) < content(b) ? -1 : 1);
  const names = new Map(
    chunks.map((name, index) => [name, `${name.slice(0, -"-12345678.js".length)}-${index + 1}.js`]),
  );
  return new Map([...files].map(([name, text]) => [
    names.get(name) ?? name,
    text.replaceAll(CHUNK_REGEXP, (chunk) => names.get(chunk) ?? chunk),
  ]));
}
