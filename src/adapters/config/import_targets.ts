import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import type { ConfigNode, ScalarNode } from "../../domain/config/config_node.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { problemError } from "../../domain/config/problem.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFiles } from "./config_files.ts";
import { isGlob, matchingFiles } from "./glob.ts";

/** What remote imports start with. Reference: `pkg/config/adapters/gogetter_adapter.go` of Atmos. */
const REMOTE_REGEXP =
  /^(?:https?:\/\/|git::|git@|s3::|s3:\/\/|gcs::|gcs:\/\/|oci:\/\/|file:\/\/|hg::|scp:\/\/|sftp:\/\/|github\.com\/|bitbucket\.org\/)/i;

/** One text of an `import`, with the node that its place is known from. */
export interface ImportEntry {
  readonly path: string;
  readonly node: ScalarNode;
}

/**
 * The entries of an `import`: a list of texts, or one text with commas. Blank ones are dropped.
 *
 * @throws {ConfigError} `CONFIG_INVALID` for anything else, or the failure of a function in it.
 */
export function importEntries(node: ConfigNode | undefined): ImportEntry[] {
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return [];
  const items = node.kind === "sequence" ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind === "function" && item.failure !== undefined) throw problemError(item.failure);
    if (item.kind !== "scalar") {
      throw new ConfigError("CONFIG_INVALID", `Cannot use "import": each entry must be a path`, {
        hint: "Write a list of paths: import: [auth.yaml]",
        position: positionOf(item.origin),
      });
    }
    const texts = node.kind === "sequence" ? [item.raw] : item.raw.split(",");
    return texts.map((text) => ({ path: text.trim(), node: item })).filter(({ path }) => path !== "");
  });
}

/**
 * The files that an entry names: below the anchor, and if there is nothing, beside the importing file.
 *
 * @throws {ConfigError} `CONFIG_IMPORT_NOT_FOUND`, `CONFIG_UNTRUSTED` for a remote one.
 */
export async function importTargets(
  { path, node }: ImportEntry,
  { files, anchor, importer }: {
    readonly files: ConfigFiles;
    readonly anchor: string;
    readonly importer: string;
  },
): Promise<string[]> {
  const position = positionOf(node.origin);
  if (REMOTE_REGEXP.test(path)) {
    throw new ConfigError(
      "CONFIG_UNTRUSTED",
      `Cannot import "${
        escapeText(redacted(path))
      }": remote imports are not fetched, as this file is not trusted`,
      { hint: "Download it, and import the local file", position },
    );
  }
  const directories = isAbsolute(path) ? [anchor] : [...new Set([anchor, dirname(importer)])];
  for (const directory of directories) {
    const targets = await localTargets(resolve(directory, path), { files, position });
    if (targets.length > 0) return targets;
  }
  const looked = directories.map((directory) => `"${escapeText(files.shown(resolve(directory, path)))}"`)
    .join(" and ");
  throw new ConfigError(
    "CONFIG_IMPORT_NOT_FOUND",
    `Cannot import "${escapeText(path)}": there is no such file`,
    {
      hint: `Create it or correct the path; looked for ${looked}`,
      position,
    },
  );
}

async function localTargets(
  path: string,
  options: { readonly files: ConfigFiles; readonly position: ReturnType<typeof positionOf> },
): Promise<string[]> {
  if (path.includes("\0")) return [];
  const kind = await options.files.kind(path, options.position);
  if (kind === "directory") return await matchingFiles(join(path, "**", "*.{yaml,yml}"), options);
  if (kind !== "missing") return [path];
  if (isGlob(path)) return await matchingFiles(extname(path) === "" ? `${path}.{yaml,yml}` : path, options);
  if (extname(path) !== "") return [];
  for (const candidate of [`${path}.yaml`, `${path}.yml`]) {
    if (await options.files.kind(candidate, options.position) === "file") return [candidate];
  }
  return [];
}

/** A URL without user information and query, which may hold secrets. */
function redacted(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//***@").replace(/\?.*$/s, "");
}
