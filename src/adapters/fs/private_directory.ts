import { dirname } from "node:path";
import { FileError } from "./file_error.ts";
import { inheritedOwner } from "./file_owner.ts";

const OWNER_ONLY = 0o700;

/**
 * Makes sure that a directory exists and is nobody else's business: a real one, not a link, owned by this user (or, for root, by
 * whoever owns the one above it), mode 0700.
 *
 * @throws {FileError} `not-a-directory` for anything else. Errors of the system pass through.
 */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  await create(path);
  if (Deno.build.os === "windows") return;
  const info = await Deno.lstat(path);
  const self = Deno.uid();
  const isOwn = info.uid === self || (self === 0 && info.uid === (await Deno.stat(dirname(path))).uid);
  if (!info.isDirectory || !isOwn) {
    throw new FileError("not-a-directory", path, "it is not a directory of this user's own");
  }
  if (((info.mode ?? 0) & 0o777) !== OWNER_ONLY) await Deno.chmod(path, OWNER_ONLY);
}

/** Creates a directory and those above it. What root creates belongs to the owner of the first one that was there. */
async function create(path: string): Promise<void> {
  if (await make(path) === "no parent") {
    await create(dirname(path));
    // Once more and not again: below a dangling link, or in /proc, the directory above is there and nothing can be made in it.
    if (await make(path) === "no parent") {
      throw new FileError("not-a-directory", dirname(path), "no directory can be made in it");
    }
  }
}

/** Creates one directory. Another process that was faster has done the work. */
async function make(path: string): Promise<"there" | "no parent"> {
  try {
    await Deno.mkdir(path, { mode: OWNER_ONLY });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return "there";
    if (error instanceof Deno.errors.NotFound && dirname(path) !== path) return "no parent";
    throw error;
  }
  const owner = inheritedOwner(undefined, await Deno.stat(dirname(path)));
  if (owner !== undefined) await Deno.chown(path, owner.uid, owner.gid);
  return "there";
}
