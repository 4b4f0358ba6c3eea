import { type Check, type CheckId, fail, ok, warn } from "./check.ts";

/** What exists at a path. */
export interface PathFact {
  /** After following links: `unknown` if access is denied. */
  readonly kind: "file" | "directory" | "other" | "unknown";
  /** Permission bits; undefined if there are none. */
  readonly mode: number | undefined;
  /** Whether it belongs to this user. */
  readonly own: boolean;
  /** The target of a symbolic link; undefined for anything else. */
  readonly linkTarget: string | undefined;
}

/** A file or directory that must be private. */
export interface PrivatePath {
  readonly id: CheckId;
  /** What it is, as the start of a sentence: `The token cache`. */
  readonly name: string;
  /** Undefined if there is no place for it. */
  readonly path: string | undefined;
  readonly kind: "file" | "directory";
}

const OTHERS = 0o077;

/** Whether a file or directory is private to this user. @param fact Undefined if it does not exist, which is not a problem. */
export function privatePathCheck({ id, name, path, kind }: PrivatePath, fact: PathFact | undefined): Check {
  if (path === undefined) {
    return warn(id, `${name} is not available: there is no home directory, or it is disabled`, "Set HOME");
  }
  if (fact === undefined) return ok(id, `${name} does not exist yet: ${path}`);
  if (fact.kind === "unknown") {
    return fail(
      id,
      `${name} cannot be accessed: ${path}`,
      "Check HOME, and the owners, permissions and links along the path",
    );
  }
  if (fact.kind !== kind) {
    return fail(id, `${name} is not a ${kind}: ${path}`, "Move the existing file");
  }
  if (!fact.own) {
    return fail(id, `${name} is owned by another user: ${path}`, `Run \`sudo chown "$USER" '${path}'\``);
  }
  const link = fact.linkTarget === undefined ? "" : ` (a link to ${fact.linkTarget})`;
  if (((fact.mode ?? 0) & OTHERS) !== 0) {
    const bits = ((fact.mode ?? 0) & 0o777).toString(8).padStart(4, "0");
    return warn(
      id,
      `${name} is accessible to other users, mode ${bits}: ${path}${link}`,
      `Run: chmod ${kind === "file" ? "600" : "700"} '${path}'`,
    );
  }
  return ok(id, `${name} is private: ${path}${link}`);
}
