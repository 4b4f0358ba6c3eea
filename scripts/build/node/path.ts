/**
 * `node:path` for bundles, without loading Deno's: the first module of Node costs more than all else that the helper does before it
 * asks AWS. On Windows it is Deno's after all. A test compares the two.
 *
 * Reference: https://nodejs.org/api/path.html
 *
 * @module
 */
import type * as path from "node:path";

type Path = Omit<
  typeof path.posix,
  "posix" | "win32" | "matchesGlob" | "parse" | "format" | "toNamespacedPath"
>;

function normalize(path: string): string {
  if (path === "") return ".";
  const absolute = path.startsWith("/");
  const parts = normalParts(path, absolute).join("/");
  const tail = path.endsWith("/") && parts !== "" ? "/" : "";
  if (parts === "") return absolute ? "/" : path.endsWith("/") ? "./" : ".";
  return `${absolute ? "/" : ""}${parts}${tail}`;
}

/** The names of a path without `.`, and without `..` where it leads back; above the root there is nothing. */
function normalParts(path: string, absolute: boolean): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!absolute) parts.push(part);
  }
  return parts;
}

function join(...paths: readonly string[]): string {
  return normalize(paths.filter((path) => path !== "").join("/"));
}

function resolve(...paths: readonly string[]): string {
  let resolved = "";
  for (const path of paths.toReversed()) {
    if (path === "") continue;
    resolved = resolved === "" ? path : `${path}/${resolved}`;
    if (path.startsWith("/")) break;
  }
  if (!resolved.startsWith("/")) resolved = `${Deno.cwd()}/${resolved}`;
  return `/${normalParts(resolved, true).join("/")}`;
}

function dirname(path: string): string {
  const at = path.replace(/\/+$/, "").lastIndexOf("/");
  const absolute = path.startsWith("/");
  if (at < 1) return absolute ? "/" : ".";
  // Two slashes at the beginning stay where nothing else is left.
  return absolute && at === 1 ? "//" : path.slice(0, at);
}

function basename(path: string, suffix = ""): string {
  const name = path.replace(/\/+$/, "").replace(/^.*\//s, "");
  return suffix !== "" && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

function extname(path: string): string {
  const name = basename(path);
  const at = name.lastIndexOf(".");
  return at <= 0 || name === ".." ? "" : name.slice(at);
}

function relative(from: string, to: string): string {
  const [start, end] = [resolve(from), resolve(to)].map((path) => normalParts(path, true));
  if (start === undefined || end === undefined) return "";
  let shared = 0;
  while (shared < start.length && start[shared] === end[shared]) shared++;
  return [...start.slice(shared).map(() => ".."), ...end.slice(shared)].join("/");
}

const OWN: Path = {
  sep: "/",
  delimiter: ":",
  normalize,
  join,
  resolve,
  dirname,
  basename,
  extname,
  relative,
  isAbsolute: (path) => path.startsWith("/"),
};

// `await`, as nothing else loads a module only where it is needed.
const native = Deno.build.os === "windows" ? await import("node:path") : undefined;

/** Paths of other systems. */
export const posix: Path = native?.posix ?? OWN;
/** Asked for on Windows alone. */
export const win32: Path = native?.win32 ?? OWN;

const chosen: Path = native ?? OWN;
const {
  join: chosenJoin,
  resolve: chosenResolve,
  normalize: chosenNormalize,
  dirname: chosenDirname,
  basename: chosenBasename,
  extname: chosenExtname,
  relative: chosenRelative,
  isAbsolute,
  sep,
  delimiter,
} = chosen;

export {
  chosenBasename as basename,
  chosenDirname as dirname,
  chosenExtname as extname,
  chosenJoin as join,
  chosenNormalize as normalize,
  chosenRelative as relative,
  chosenResolve as resolve,
  delimiter,
  isAbsolute,
  sep,
};
