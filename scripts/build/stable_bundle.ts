/** A module of a package, in the directory `node_modules` that Deno laid out, wherever that is. */
const PACKAGE_PATH_REGEXP =
  /^(?:.*[\\/])?node_modules[\\/]\.deno[\\/][^\\/]*?@(?<version>\d[^\\/_]*)[^\\/]*[\\/]node_modules[\\/](?<name>(?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/** The name of a chunk, with the hash that the bundler made of it and of where its modules were. */
const CHUNK_REGEXP = /(?<=["/]|^)[\w.-]+-[0-9A-Z]{8}\.js(?=["\n]|$)/g;

/** Says of the path of a bundled module what does not depend on the machine: `npm:name@version/path`, or the path as it is. */
export function withoutMachinePaths(path: string): string {
  return path.replace(PACKAGE_PATH_REGEXP, "npm:$<name>@$<version>/").replaceAll("\\", "/");
}

/**
 * Gives chunks names that depend on nothing but their content, in the order of which they are numbered.
 *
 * @param files Text of each file by name.
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
