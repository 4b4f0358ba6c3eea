import { dirname, join, resolve } from "node:path";
import type { ConfigFiles } from "../files/config_files.ts";
import { isBelow } from "../files/project_paths.ts";

/** Facts about a repository, without running git. */
export interface GitFacts {
  /** The checked-out commit, 40 or 64 hexadecimal digits. */
  readonly sha?: string;
  /** The target of `HEAD`, `refs/heads/main`, or `HEAD` itself if it is a commit. */
  readonly ref?: string;
  readonly branch?: string;
  /** The URL of `origin` as written, without user information. */
  readonly url?: string;
  /** The directory of another repository, which `.git` leads to although that one does not lead back: its facts are not this one's. */
  readonly foreign?: string;
}

/**
 * Reads facts about a repository from files in `.git`, including worktrees and packed references. Starts no process. What cannot be read is
 * absent.
 *
 * Reference: https://git-scm.com/docs/gitrepository-layout
 *
 * @param root The directory that contains `.git`.
 */
export async function readGitRepository(root: string, files: ConfigFiles): Promise<GitFacts> {
  const directory = await gitDirectory(root, files);
  const common = resolve(directory, (await files.text(join(directory, "commondir")))?.trim() ?? ".");
  const head = (await files.text(join(directory, "HEAD")))?.trim() ?? "";
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  const sha = ref === undefined ? head : await resolveRef(ref, { directory, common, files });
  const url = originUrl(await files.text(join(common, "config")) ?? "");
  const branch = ref?.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : undefined;
  return {
    ...await isOwn(root, { directory, common, files }) ? {} : { foreign: directory },
    ...isHash(sha) ? { sha } : {},
    ...head === "" ? {} : { ref: ref ?? "HEAD" },
    ...branch === undefined ? {} : { branch },
    ...url === undefined ? {} : { url },
  };
}

/** `.git`, or its target if it is a file: a worktree, a submodule. */
async function gitDirectory(root: string, files: ConfigFiles): Promise<string> {
  const path = join(root, ".git");
  const target = /^gitdir: (.+)$/m.exec(await files.text(path) ?? "")?.[1];
  return target === undefined ? path : resolve(dirname(path), target.trim());
}

/** The directories of a repository, where they lead to. */
interface Place {
  readonly directory: string;
  readonly common: string;
  readonly files: ConfigFiles;
}

/**
 * Whether the facts are those of the repository at `root`: everything is below it, or git itself, outside, notes that it belongs there. A
 * file `.git`, or a link in it, may otherwise name any repository of the user.
 */
async function isOwn(root: string, { directory, common, files }: Place): Promise<boolean> {
  const real = (path: string): Promise<string | undefined> => files.realPath(path).catch(() => undefined);
  const [own, place] = [await real(root), await real(directory)];
  if (own === undefined || place === undefined) return true;
  if (isBelow(place, own)) {
    for (const path of [common, join(directory, "HEAD"), join(common, "config")]) {
      const target = await real(path);
      if (target !== undefined && !isBelow(target, own)) return false;
    }
    return true;
  }
  // A worktree, by `git worktree add`.
  const link = (await files.text(join(directory, "gitdir")))?.trim();
  if (link !== undefined && await real(resolve(directory, link)) === await real(join(root, ".git"))) {
    return true;
  }
  // A submodule, by `core.worktree`.
  const [, tree] = /^\s*worktree = (.+)$/m.exec(await files.text(join(directory, "config")) ?? "") ?? [];
  return tree !== undefined && await real(resolve(directory, tree.trim())) === own;
}

async function resolveRef(
  ref: string,
  { directory, common, files }: Place,
): Promise<string | undefined> {
  // Not a branch name: this must not be a way to read other files.
  if (ref.split("/").includes("..") || ref.includes("\0")) return undefined;
  for (const place of new Set([directory, common])) {
    const own = (await files.text(join(place, ref)))?.trim();
    if (isHash(own)) return own;
  }
  const packed = await files.text(join(common, "packed-refs")) ?? "";
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`) && isHash(one.split(" ")[0]));
  return line?.split(" ")[0];
}

function isHash(text: string | undefined): text is string {
  return text !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The `url` of `[remote "origin"]`, without a possible password. */
function originUrl(config: string): string | undefined {
  let inside = false;
  for (const line of config.split("\n")) {
    if (/^\s*\[/.test(line)) inside = /^\s*\[remote\s+"origin"\]/.test(line);
    const url = inside ? urlOf(line) : undefined;
    if (url !== undefined) return withoutSecrets(url);
  }
  return undefined;
}

/** A URL without passwords and query; a user name without a password remains, except over HTTP. A password may contain `@`. */
function withoutSecrets(url: string): string {
  if (!/^\w+:\/\//.test(url)) return url;
  return url.replace(/\?.*$/s, "")
    .replace(/^(https?:\/\/)[^/]*@/i, "$1")
    .replace(/^(\w+:\/\/[^/@:]*):[^/]*@/, "$1@");
}

/** The maximum length of a line in git's configuration, in characters. */
const MAX_LINE = 4096;

/** The value of a line `url = …`, without quotes. Skips blanks one by one: a pattern would try them in every combination. */
function urlOf(line: string): string | undefined {
  if (line.length > MAX_LINE) return undefined;
  const at = line.indexOf("=");
  if (at < 0 || line.slice(0, at).trim() !== "url") return undefined;
  const value = line.slice(at + 1).trim();
  const text = value.startsWith('"') ? value.slice(1) : value;
  const url = text.endsWith('"') ? text.slice(0, -1) : text;
  return url === "" || /["#;]/.test(url) ? undefined : url;
}

/** Host, owner and name of a repository, from its URL. */
export function parseRemoteUrl(
  url = "",
): { readonly host: string; readonly owner: string; readonly name: string } | undefined {
  const match = /^(?:\w+:\/\/)?(?:[^@/]*@)?([^/:]+)(?::\d+)?[:/](?:(.+)\/)?([^/]+?)(?:\.git)?\/?$/.exec(url);
  const [, host, owner, name] = match ?? [];
  return host === undefined || owner === undefined || name === undefined
    ? undefined
    : { host, owner: owner.replace(/^\//, ""), name };
}
