// deno-lint-ignore-file no-sync-fn-in-async-fn -- a look at a path takes microseconds, and a thread for it a hundred.
import { basename, dirname, join } from "node:path";
import { FileError } from "./file_error.ts";
import { enterDirectory, inheritedOwner } from "./guarded_directory.ts";
import { isMissing, systemErrorCode } from "./system_error.ts";

const OWNER_ONLY = 0o700;

/**
 * Ensures that a directory is private: a real one, not a link, owned by this user (for root, by the owner of its parent), mode 0700.
 *
 * @throws {FileError} `not-a-directory` for anything else. System errors are passed on.
 */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  if (Deno.build.os === "windows") return await createDirectories(path);
  // It nearly always exists, and checking costs a third of trying to create it.
  try {
    await requirePrivate(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await createDirectories(path);
    await requirePrivate(path);
  }
}

async function requirePrivate(path: string): Promise<void> {
  using parent = await enterDirectory(dirname(path));
  const place = join(parent.path, basename(path));
  const info = Deno.lstatSync(place);
  const self = Deno.uid();
  const isOwn = info.uid === self || (self === 0 && info.uid === Deno.statSync(parent.path).uid);
  if (!info.isDirectory || !isOwn) {
    throw new FileError("not-a-directory", path, "it is owned by another user");
  }
  if (((info.mode ?? 0) & 0o777) === OWNER_ONLY) return;
  if (place === path) await Deno.chmod(path, OWNER_ONLY);
  else (await import("./root_directory.ts")).changeMode(place, OWNER_ONLY, "directory");
}

/**
 * Creates a directory and its parents, mode 0700. What root creates belongs to the owner of the first existing one.
 *
 * @throws {FileError} `not-a-directory`, `link-foreign`. System errors are passed on.
 */
export async function createDirectories(path: string): Promise<void> {
  if (await make(path) === "no parent") {
    await createDirectories(dirname(path));
    // Only one more attempt: below a dangling link, or in /proc, the parent exists and nothing can be created in it.
    if (await make(path) === "no parent") {
      throw new FileError("not-a-directory", dirname(path), "a directory cannot be created in it");
    }
  }
}

/** Creates one directory. Succeeds if another process was faster. */
async function make(path: string): Promise<"there" | "no parent"> {
  try {
    if (dirname(path) === path) return "there";
    using parent = await enterDirectory(dirname(path));
    const owner = inheritedOwner(undefined, Deno.statSync(parent.path));
    if (parent.makeDirectory !== undefined && owner !== undefined) {
      parent.makeDirectory(basename(path), { owner, mode: OWNER_ONLY });
      return "there";
    }
    Deno.mkdirSync(path, { mode: OWNER_ONLY });
    // Only root can replace what is here.
    if (owner !== undefined) await Deno.chown(path, owner.uid, owner.gid);
    return "there";
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return "there";
    const isMissing = error instanceof Deno.errors.NotFound || systemErrorCode(error) === "ENOENT";
    if (isMissing && dirname(path) !== path) return "no parent";
    throw error;
  }
}
