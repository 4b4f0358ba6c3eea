import { basename, extname, posix, resolve } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { type ConfigNode, type FunctionNode, textNode } from "../../../domain/config/config_node.ts";
import { copyFunctions, selectPath, withSource } from "../../../domain/config/config_tree.ts";
import { readDotenv } from "../../../domain/config/dotenv.ts";
import { type FunctionEvaluator, functionFailure } from "../../../domain/config/evaluate_functions.ts";
import { functionWords } from "../../../domain/config/yaml_functions.ts";
import { formatOrigin, positionOf } from "../../../domain/config/origin.ts";
import { isNetworkPath, NETWORK_PATH } from "../../../domain/files/network_path.ts";
import { checkPathLength, tooMuch } from "../files/file_problems.ts";
import { type LoadScope, reportInclude } from "../files/load_scope.ts";
import { fetchableUrl, isRemote, redacted } from "../files/remote_url.ts";
import { decodeSource } from "../yaml/source_text.ts";
import type { YamlValue } from "../yaml/yaml_reader.ts";
import { isInside } from "../files/project_paths.ts";

/** Whether a function fetches something. */
export function isRemoteInclude({ tag, argument }: FunctionNode): boolean {
  return tag.startsWith("!include") && isRemote(functionWords(argument)?.[0] ?? "");
}

/**
 * The functions `!include PATH [.yq.path]` and `!include.raw PATH`: the content of a file. Depending on its name, it is parsed as YAML,
 * JSON or dotenv, otherwise returned as text. A relative path starts at the working directory, as in Atmos, or if there is no such file,
 * beside the including file. Without trust, only files in the working directory, the git repository and the including file's directory are
 * accessible.
 *
 * Reference: `pkg/config/process_yaml.go` and `pkg/filetype` of Atmos.
 */
export function includeFunctions(context: LoadScope): [string, FunctionEvaluator][] {
  let values = 0;
  let calls = 0;
  const texts = new Map<Uint8Array, string>();
  const trees = new Map<Uint8Array, YamlValue>();
  const include = (raw: boolean): FunctionEvaluator => async (call, at) => {
    if (++calls > CONFIG_LIMITS.includes) {
      throw tooMuch(`there are more than ${CONFIG_LIMITS.includes} includes`, positionOf(call.origin));
    }
    const [path, expression, ...more] = functionWords(call.argument) ?? [];
    const usage = `Write "${call.tag} PATH"${raw ? "" : `, or "${call.tag} PATH .a.path"`}`;
    if (path === undefined || more.length > 0 || (raw && expression !== undefined)) {
      throw functionFailure(call, "it accepts one path", usage);
    }
    const { name, file, bytes } = isRemote(path)
      ? await remoteContent(call, path, context)
      : await localContent(call, path, context);
    if (call.origin.kind === "file") {
      const reason = `included by ${formatOrigin(call.origin)}`;
      reportInclude(context.reports, file, { includer: call.origin.file, reason });
    }
    // A file that is included several times is read once.
    const text = texts.get(bytes) ?? decodeSource(bytes, file);
    texts.set(bytes, text);
    const { node, size } = raw
      ? { node: textNode(text, call.origin), size: 1 }
      : trees.get(bytes) ?? await parsed(call, { name, file, text, files: context.files });
    if (!raw) trees.set(bytes, { node, size });
    values += size;
    if (values > CONFIG_LIMITS.mergedValues) throw tooMuch("its files contain too many values in total");
    const placed = (found: ConfigNode): ConfigNode => {
      const copy = copyFunctions(found);
      return copy.kind === "mapping" && isComposition(at) ? copy : withSource(copy, {
        kind: "file",
        file,
        from: call.origin,
        selected: copy.kind === "scalar" && expression !== undefined,
      });
    };
    if (expression === undefined) return placed(node);
    const selected = selectPath(node, expression);
    if (selected.kind === "found") return placed(selected.node);
    throw selected.kind === "nothing"
      ? functionFailure(call, `"${expression}" is not in "${file}"`)
      : functionFailure(call, "its expression is not a path", "Use a path such as .a.b[0]");
  };
  return [["!include", include(false)], ["!include.raw", include(true)]];
}

/**
 * Whether an include composes a configuration: as a section, a list of entries, or a whole entry. Deeper includes provide values, of any
 * file.
 */
function isComposition(path: readonly string[]): boolean {
  if (path[0] !== "auth") return true;
  return path.length <= (path.at(-1) === "<<" ? 4 : 3);
}

interface Content {
  /** The name that determines the format. */
  readonly name: string;
  /** The path to display. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * A local file, relative to the working directory, otherwise to the file of the call.
 *
 * An untrusted file can only read below its own directory, the working directory and the repository; a home directory is not a repository,
 * even if it contains one.
 */
async function localContent(call: FunctionNode, path: string, context: LoadScope): Promise<Content> {
  const { files, trust, cwd, gitRoot } = context;
  if (isNetworkPath(path, Deno.build.os)) {
    throw functionFailure(call, NETWORK_PATH, "Copy the file, and include the copy");
  }
  const own = trust.directoryOf(call.origin);
  const candidates = [...new Set([resolve(cwd, path), ...own === undefined ? [] : [resolve(own, path)]])];
  for (const candidate of path.includes("\0") ? [] : candidates) {
    if (await files.kind(candidate) !== "file") continue;
    const roots = [cwd, gitRoot, own].filter((root) => root !== undefined);
    if (!await trust.isTrustedOrigin(call.origin) && !await isInside(candidate, roots, context)) {
      throw await trust.refusal(
        `Cannot include "${path}"`,
        "it reads a file outside of this project",
        call.origin,
      );
    }
    await trust.requireOwner(candidate, call.origin);
    trust.lead(call.origin, candidate);
    const bytes = await files.content(candidate, positionOf(call.origin));
    return { name: basename(candidate), file: files.shown(candidate), bytes };
  }
  const looked = candidates.map((candidate) => `"${files.shown(candidate)}"`).join(" and ");
  const hint = `Create it or correct the path; looked for ${looked}`;
  throw functionFailure(call, `there is no file "${path}"`, hint);
}

async function remoteContent(
  call: FunctionNode,
  path: string,
  { trust, files }: LoadScope,
): Promise<Content> {
  checkPathLength(path, positionOf(call.origin));
  if (!await trust.isTrustedOrigin(call.origin)) {
    throw await trust.refusal(`Cannot include "${redacted(path)}"`, "it fetches a file", call.origin);
  }
  const fetchable = fetchableUrl(path);
  if (fetchable.kind === "unsupported") throw functionFailure(call, fetchable.state, fetchable.hint);
  const bytes = await files.content(fetchable.url, positionOf(call.origin));
  return { name: posix.basename(redacted(fetchable.url)), file: files.shown(fetchable.url), bytes };
}

async function parsed(
  call: FunctionNode,
  { name, file, text, files }: Omit<Content, "bytes"> & Pick<LoadScope, "files"> & { readonly text: string },
): Promise<YamlValue> {
  const extension = extname(name).toLowerCase();
  if (name === ".env" || name.startsWith(".env.") || extension === ".env") {
    return { node: readDotenv(text, file), size: text.split("\n").length };
  }
  switch (extension) {
    case ".json":
    case ".yaml":
    case ".yml":
      return await files.value(text, file);
    case ".hcl":
    case ".tf":
    case ".tfvars":
      throw functionFailure(
        call,
        "Terraform files are not supported here",
        "Use YAML or JSON, or !include.raw",
      );
    default:
      return { node: textNode(text, call.origin), size: 1 };
  }
}
