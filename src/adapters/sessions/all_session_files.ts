import { basename, dirname, join } from "node:path";
import type { AllSessions } from "../../ports/sessions.ts";
import { failureState, unremovable } from "../fs/file_error.ts";
import { lockFile } from "../fs/file_lock.ts";
import { removeFile } from "../fs/guarded_directory.ts";

/** Where sessions and logins are stored, each undefined without a home directory. They need not exist. */
export interface SessionDirectories {
  /** See `sessionDirectory`: `[<realm>/]aws/<root>/{credentials,config}` below it. */
  readonly sessions: string | undefined;
  /** See `ssoSessionDirectory`: `<sha1>.json`. */
  readonly sso: string | undefined;
  /** See `signInDirectory`: `<identity>-<realm>/refresh.json`. */
  readonly signIn: string | undefined;
  /** See `provisionedDirectory`: `<provider>/provisioned-identities.yaml`. */
  readonly provisioned: string | undefined;
}

/** A kind of file that logins create: its place and names. */
interface Kept {
  readonly directory: string | undefined;
  /** Paths below the directory, with slashes. */
  readonly files: RegExp;
  /** The maximum depth of folders. Roots of chains with slashes are nested folders. */
  readonly depth: number;
}

/** How long to wait for a process that renews a login, in milliseconds: it would store it again. */
const RENEWAL_MS = 3_000;

/** The files of all realms and configurations, by the names that this program and Atmos use. Links are not followed. */
export class AllSessionFiles implements AllSessions {
  readonly #kinds: readonly Kept[];

  constructor({ sessions, sso, signIn, provisioned }: SessionDirectories) {
    this.#kinds = [
      { directory: sessions, files: /^(?:[^/]+\/)?aws\/(?:[^/]+\/)+(?:credentials|config)$/, depth: 8 },
      { directory: sso, files: /^[0-9a-f]{40}\.json$/, depth: 0 },
      { directory: signIn, files: /^[^/]+\/refresh\.json$/, depth: 1 },
      { directory: provisioned, files: /^[^/]+\/provisioned-identities\.yaml$/, depth: 1 },
    ];
  }

  async list(): Promise<readonly string[]> {
    const lists = await Promise.all(this.#kinds.map(async ({ directory, files, depth }) => {
      if (directory === undefined) return [];
      const paths = await filesBelow(directory, "", depth);
      return paths.filter((path) => files.test(path)).toSorted().map((path) => join(directory, path));
    }));
    return lists.flat();
  }

  async remove(path: string): Promise<boolean> {
    try {
      if (!await removeLogin(path)) return false;
      await removeFile(`${path}.lock`).catch(() => {});
      await removeFile(dirname(path)).catch(() => {});
      return true;
    } catch (error) {
      throw unremovable(`"${path}"`, error);
    }
  }
}

/** Removes a file, and the lock of its renewal; the folder goes with its last file, and on Windows an open lock is one until it is closed. */
async function removeLogin(path: string): Promise<boolean> {
  const lockPath = renewalLock(path);
  using lock = lockPath === undefined
    ? undefined
    : await lockFile(lockPath, { timeoutMs: RENEWAL_MS }).catch(() => undefined);
  const isRemoved = await removeFile(path);
  if (lock !== undefined) await removeFile(lock.path).catch(() => {});
  return isRemoved;
}

/** The lock that is held while the login in a file is renewed; see `SsoSessionFiles` and `SignInLoginFiles`. */
function renewalLock(path: string): string | undefined {
  const name = basename(path);
  if (name === "refresh.json") return join(dirname(path), "login.lock");
  return /^[0-9a-f]{40}\.json$/.test(name) ? path.replace(/json$/, "lock") : undefined;
}

/** Regular files below a directory, by relative path; none if it cannot be read. */
async function filesBelow(root: string, below: string, depth: number): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const { name, isFile, isDirectory } of Deno.readDir(join(root, below))) {
      const path = below === "" ? name : `${below}/${name}`;
      if (isFile) paths.push(path);
      if (isDirectory && depth > 0) paths.push(...await filesBelow(root, path, depth - 1));
    }
  } catch (error) {
    if (failureState(error) === undefined) throw error;
  }
  return paths;
}
