import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import type { ConfigNode, ScalarNode } from "../../../domain/config/config_node.ts";
import { positionOf, sourceName } from "../../../domain/config/origin.ts";
import { newProblem, type Problem, problemError } from "../../../domain/config/problem.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { checkPathLength, type ConfigFiles } from "../files/config_files.ts";
import { isGlob, matchingFiles, yamlFilesBelow } from "../files/glob.ts";
import { isNetworkPath, NETWORK_PATH } from "../files/network_path.ts";
import { fetchableUrl, isRemote, redacted } from "../files/remote_url.ts";
import type { FileTrust } from "../trust/file_trust.ts";

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
      throw new ConfigError("CONFIG_INVALID", `Cannot use "import": each entry must be a path`, {
        hint: "Use a list of paths: import: [auth.yaml]",
        position: positionOf(item.origin),
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
  { files, trust, anchor, importer }: {
    readonly files: ConfigFiles;
    readonly trust: FileTrust;
    readonly anchor: string;
    readonly importer: string;
  },
): Promise<ImportTargets> {
  const position = positionOf(node.origin);
  if (isNetworkPath(path)) {
    throw new ConfigError("CONFIG_INVALID", `Cannot import "${path}": ${NETWORK_PATH}`, {
      hint: "Copy the file, and import the copy",
      position,
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
  const looked = directories.map((directory) => `"${files.shown(resolve(directory, path))}"`)
    .join(" and ");
  throw new ConfigError(
    "CONFIG_IMPORT_NOT_FOUND",
    `Cannot import "${path}": no such file`,
    {
      hint: `Create it or correct the path; looked for ${looked}`,
      position,
    },
  );
}

async function remoteTarget({ path, node }: ImportEntry, trust: FileTrust): Promise<string> {
  checkPathLength(path, positionOf(node.origin));
  const failed = `Cannot import "${redacted(path)}"`;
  if (!await trust.isTrustedOrigin(node.origin)) {
    throw trust.refusal(failed, "it fetches a file", node.origin);
  }
  const { source } = node;
  if (source !== undefined && source.kind !== "command" && !trust.everything) {
    throw new ConfigError(
      "CONFIG_UNTRUSTED",
      `Cannot import what ${
        sourceName(source)
      } names: it fetches a file, and the address can change after the file was trusted`,
      {
        hint: "Write the address literally in the file, then trust the file",
        position: positionOf(node.origin),
      },
    );
  }
  const fetchable = fetchableUrl(path);
  if (fetchable.kind === "url") return fetchable.url;
  throw new ConfigError("CONFIG_INVALID", `${failed}: ${fetchable.state}`, {
    hint: fetchable.hint,
    position: positionOf(node.origin),
  });
}

async function localTargets(
  path: string,
  options: { readonly files: ConfigFiles; readonly position: ReturnType<typeof positionOf> },
): Promise<string[]> {
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

/** What determines the meaning of a relative path. */
export interface AnchorContext {
  readonly files: ConfigFiles;
  readonly cwd: string;
  /** The root of the git repository of the working directory; undefined outside a repository, or if it is to be ignored. */
  readonly gitRoot: string | undefined;
  /** `--base-path` or `ATMOS_BASE_PATH`, which override what a file declares. */
  readonly basePath: string | undefined;
}

/**
 * The directory that the imports of a file are relative to: its `base_path`, resolved.
 *
 * 1. `.`, `..`, `./x`, `../x` start at the file's directory, or at the working directory if they come from the command line;
 * 2. an absolute path is itself;
 * 3. if missing or empty, the git root, or outside a repository the file's directory;
 * 4. anything else is below the git root if it exists there, otherwise below the working directory if it exists there, otherwise below the
 *    git root.
 *
 * Reference: `resolveAbsolutePath` in `pkg/config/config.go` of Atmos, commit 0a1cb4480b.
 */
export async function importAnchor(
  file: string,
  declared: string | undefined,
  { files, cwd, gitRoot, basePath }: AnchorContext,
): Promise<string> {
  const runtime = basePath !== undefined;
  const path = basePath ?? declared ?? "";
  const own = dirname(file);
  if (path === "") return gitRoot ?? own;
  if (isAbsolute(path)) return path;
  if (/^\.{1,2}(?:[\\/]|$)/.test(path)) return resolve(runtime ? cwd : own, path);
  const candidates = gitRoot !== undefined ? [gitRoot, cwd] : runtime ? [cwd, own] : [own, cwd];
  for (const candidate of candidates) {
    if (await files.kind(join(candidate, path)) === "directory") return join(candidate, path);
  }
  return join(gitRoot ?? own, path);
}

/** A pattern or directory without files. */
export function unmatchedImport({ path, node }: ImportEntry): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_IMPORT_NOT_FOUND",
    message: `No file matches the import "${path}"`,
    hint: "Add a file, correct the pattern, or remove the import",
    position: positionOf(node.origin),
  });
}

/** A file with identities that is named twice, with others in between: here, the last mention determines its precedence. */
export function repeatedImport(file: string, { node }: ImportEntry): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_INVALID",
    message:
      `Atmos takes the identities of "${file}" where it is imported first: those of later imports override them`,
    hint: "Import it once",
    position: positionOf(node.origin),
  });
}

/** Imports of the system configuration. */
export function ignoredImports(node: ConfigNode): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_IMPORT_NOT_FOUND",
    message: `Ignoring "import": Atmos does not read imports in the system configuration`,
    hint: "Put the values into this file",
    position: positionOf(node.origin),
  });
}

/** @param files The files of the cycle as they are displayed; the first one again at the end. */
export function importCycle(files: readonly string[], { path, node }: ImportEntry): ConfigError {
  return new ConfigError(
    "CONFIG_IMPORT_CYCLE",
    `Cannot import "${path}": files import each other in a cycle: ${files.join(" → ")}`,
    { hint: "Remove one of these imports", position: positionOf(node.origin) },
  );
}
