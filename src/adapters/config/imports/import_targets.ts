import { dirname, extname, isAbsolute, resolve } from "node:path";
import type { ConfigNode, ScalarNode } from "../../../domain/config/config_node.ts";
import { positionOf, sourceName } from "../../../domain/config/origin.ts";
import { problemError } from "../../../domain/config/problem.ts";
import { isNetworkPath, NETWORK_PATH } from "../../../domain/files/network_path.ts";
import { checkPathLength, fileError } from "../files/file_problems.ts";
import { isGlob, matchingFiles, type SearchOptions, yamlFilesBelow } from "../files/glob.ts";
import type { LoadScope } from "../files/load_scope.ts";
import { fetchableUrl, isRemote, redacted } from "../files/remote_url.ts";

/** One text of an `import`, with the node of its position. */
export interface ImportEntry {
  readonly path: string;
  readonly node: ScalarNode;
}

/**
 * The entries of an `import`: a list of texts, or one comma-separated text. Blank ones are dropped.
 *
 * @throws {ConfigError} `CONFIG_INVALID` for anything else, or the failure of a function in it.
 */
export function importEntries(node: ConfigNode | undefined): ImportEntry[] {
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return [];
  const items = node.kind === "sequence" ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind === "function" && item.failure !== undefined) throw problemError(item.failure);
    if (item.kind !== "scalar") {
      throw fileError("CONFIG_INVALID", `Cannot use "import": each entry must be a path`, {
        hint: "Use a list of paths: import: [auth.yaml]",
        origin: item.origin,
      });
    }
    const texts = node.kind === "sequence" ? [item.raw] : item.raw.split(",");
    return texts.map((text) => ({ path: text.trim(), node: item })).filter(({ path }) => path !== "");
  });
}

/** The files that an entry names. */
export interface ImportTargets {
  /** Absolute paths, or the URL of a remote one; none for a pattern, or a directory, that has no file. */
  readonly targets: readonly string[];
  /** The path below the anchor, where there is nothing, if the files are beside the importing file. */
  readonly missing?: string;
}

/**
 * The files that an entry names: below the anchor, and if there are none, beside the importing file.
 *
 * @throws {ConfigError} `CONFIG_IMPORT_NOT_FOUND`; for a remote one `CONFIG_UNTRUSTED`, or `CONFIG_INVALID` for an unsupported form.
 */
export async function importTargets(
  { path, node }: ImportEntry,
  { files, trust, anchor, importer }: Pick<LoadScope, "files" | "trust"> & {
    readonly anchor: string;
    readonly importer: string;
  },
): Promise<ImportTargets> {
  const { origin } = node;
  const position = positionOf(origin);
  if (isNetworkPath(path, Deno.build.os)) {
    throw fileError("CONFIG_INVALID", `Cannot import "${path}": ${NETWORK_PATH}`, {
      hint: "Copy the file, and import the copy",
      origin,
    });
  }
  if (isRemote(path)) return { targets: [await remoteTarget({ path, node }, trust)] };
  const beside = isAbsolute(path) || isRemote(importer) ? [] : [dirname(importer)];
  const directories = [...new Set([anchor, ...beside])];
  let isPattern = isGlob(path);
  for (const directory of directories) {
    const target = resolve(directory, path);
    const targets = await localTargets(target, { files, position });
    if (targets.length > 0) {
      return { targets, ...directory === anchor ? {} : { missing: resolve(anchor, path) } };
    }
    isPattern ||= !target.includes("\0") && await files.kind(target, position) === "directory";
  }
  if (isPattern) return { targets: [] };
  const looked = directories.map((directory) => `"${files.shown(resolve(directory, path))}"`).join(" and ");
  throw fileError("CONFIG_IMPORT_NOT_FOUND", `Cannot import "${path}": no such file`, {
    hint: `Create it or correct the path; looked for ${looked}`,
    origin,
  });
}

async function remoteTarget(
  { path, node: { origin, source } }: ImportEntry,
  trust: LoadScope["trust"],
): Promise<string> {
  checkPathLength(path, positionOf(origin));
  const failed = `Cannot import "${redacted(path)}"`;
  if (!await trust.isTrustedOrigin(origin)) throw await trust.refusal(failed, "it fetches a file", origin);
  if (source !== undefined && source.kind !== "command" && !trust.everything) {
    const risk = "it fetches a file, and the address can change after the file was trusted";
    throw fileError("CONFIG_UNTRUSTED", `Cannot import what ${sourceName(source)} names: ${risk}`, {
      hint: "Write the address literally in the file, then trust the file",
      origin,
    });
  }
  const fetchable = fetchableUrl(path);
  if (fetchable.kind === "url") return fetchable.url;
  throw fileError("CONFIG_INVALID", `${failed}: ${fetchable.state}`, { hint: fetchable.hint, origin });
}

async function localTargets(path: string, options: SearchOptions): Promise<string[]> {
  if (path.includes("\0")) return [];
  const kind = await options.files.kind(path, options.position);
  if (kind === "directory") return await yamlFilesBelow(path, options);
  if (kind !== "missing") return [path];
  if (isGlob(path)) return await matchingFiles(extname(path) === "" ? `${path}.{yaml,yml}` : path, options);
  if (extname(path) !== "") return [];
  for (const candidate of [`${path}.yaml`, `${path}.yml`]) {
    if (await options.files.kind(candidate, options.position) === "file") return [candidate];
  }
  return [];
}
