import { basename, dirname, join } from "node:path";
import { FileError } from "./file_error.ts";
import { inheritedOwner } from "./file_owner.ts";
import { enterDirectory } from "./guarded_directory.ts";

const OWNER_ONLY = 0o700;

/**
 * Makes sure that a directory exists and is nobody else's business: a real one, not a link, owned by this user (or, for root, by
 * whoever owns the one above it), mode 0700.
 *
 * @throws {FileError} `not-a-directory` for anything else. Errors of the system pass through.
 */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  await createDirectories(path);
  if (Deno.build.os === "windows") return;
  using parent = await enterDirectory(dirname(path));
  const place = join(parent.path, basename(path));
  const info = await Deno.lstat(place);
  const self = Deno.uid();
  const isOwn = info.uid === self || (self === 0 && info.uid === (await Deno.stat(parent.path)).uid);
  if (!info.isDirectory || !isOwn) {
    throw new FileError("not-a-directory", path, "this user does not own it");
  }
  if (((info.mode ?? 0) & 0o777) === OWNER_ONLY) return;
  if (place === path) await Deno.chmod(path, OWNER_ONLY);
  else (await import("./root_directory.ts")).changeDirectoryMode(place, OWNER_ONLY);
}

/**
 * Creates a directory and those above it, mode 0700. What root creates belongs to the owner of the first one that was there.
 *
 * @throws {FileError} `not-a-directory`, `link-foreign`. Errors of the system pass through.
 */
export async function createDirectories(path: string): Promise<void> {
  if (await make(path) === "no parent") {
    await createDirectories(dirname(path));
    // Once more and not again: below a dangling link, or in /proc, the directory above is there and nothing can be made in it.
    if (await make(path) === "no parent") {
      throw new FileError("not-a-directory", dirname(path), "a directory cannot be created in it");
    }
  }
}

/** Creates one directory. Another process that was faster has done the work. */
async function make(path: string): Promise<"there" | "no parent"> {
  try {
    if (dirname(path) === path) return "there";
    using parent = await enterDirectory(dirname(path));
    const owner = inheritedOwner(undefined, await Deno.stat(parent.path));
    if (parent.makeDirectory !== undefined && owner !== undefined) {
      parent.makeDirectory(basename(path), { owner, mode: OWNER_ONLY });
      return "there";
    }
    await Deno.mkdir(path, { mode: OWNER_ONLY });
    // Nobody but root can exchange what lies here.
    if (owner !== undefined) await Deno.chown(path, owner.uid, owner.gid);
    return "there";
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return "there";
    const isMissing = error instanceof Deno.errors.NotFound ||
      Reflect.get(Object(error), "code") === "ENOENT";
    if (isMissing && dirname(path) !== path) return "no parent";
    throw error;
  }
}
