import { dirname } from "node:path";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { definitionText } from "../../domain/identity/definition.ts";
import type { SessionPlace } from "../../domain/identity/session_place.ts";
import { removeIniSection, setIniSection } from "../../domain/ini/edit_ini.ts";
import {
  configEdits,
  configRemovals,
  credentialsEdit,
  credentialsRemoval,
  type KeptSession,
  readSession,
  readSessionRegion,
  type SessionMarks,
} from "../../domain/session/session_section.ts";
import { type SessionPaths, sessionPaths } from "../../domain/session/session_paths.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";
import type { Notes } from "../../ports/terminal.ts";
import { FileError, stateOf } from "../fs/file_error.ts";
import { lockFile } from "../fs/file_lock.ts";
import { LOCK_SUFFIX, updateLocked } from "../fs/locked_update.ts";
import { readMachineClock } from "../fs/machine_clock.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { readPrivateSync } from "../fs/private_read.ts";

/** About a thousand sessions. */
const MAX_BYTES = 4 * 1024 * 1024;

/** As in Atmos. */
const LOCK_TIMEOUT_MS = 10_000;

/** A file to change, and how. */
interface FileEdit {
  readonly path: string;
  edit(text: string): string;
}

/** How to store sessions. */
export interface SessionIniOptions {
  /** Receives notes about files that cannot be used. */
  readonly notes: Notes;
  /** Time limit for a lock in milliseconds. @default {10000} */
  readonly timeoutMs?: number;
  /** Aborts waiting for locks. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sessions in Atmos' INI files, which AWS tools read: one pair of files per root of chains, one section per identity. Files that are not
 * private to the user are left unchanged; files are changed under the lock that Atmos takes, and replaced atomically.
 */
export class SessionIniFiles implements IdentitySessions {
  readonly #directory: string | undefined;
  readonly #options: SessionIniOptions;
  /** Directories whose lock is held by another process. A login must not wait for it again. */
  readonly #held = new Set<string>();
  /** The last update of each directory. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Warnings that were shown: once is enough, even with many sessions in a file. */
  readonly #warned = new Set<string>();

  /** @param directory See `sessionDirectory`; undefined to store none. It need not exist. */
  constructor(directory: string | undefined, options: SessionIniOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  files(place: SessionPlace): SessionPaths | undefined {
    return this.#directory === undefined ? undefined : sessionPaths(this.#directory, place);
  }

  async read(place: SessionPlace): Promise<AwsCredentials | undefined> {
    const wanted = await marksOf(place);
    return this.#find(
      place,
      ({ definition, keys }) =>
        definition === wanted.definition && (place.keys === undefined || keys === wanted.keys),
    );
  }

  readUnmarked(place: SessionPlace): Promise<AwsCredentials | undefined> {
    return Promise.resolve(this.#find(place, ({ definition }) => definition === undefined));
  }

  isMarked(place: SessionPlace): Promise<boolean> {
    return Promise.resolve(this.#find(place, ({ definition }) => definition !== undefined) !== undefined);
  }

  has(place: SessionPlace): Promise<boolean> {
    const paths = this.files(place);
    if (paths === undefined) return Promise.resolve(false);
    const text = this.#read(paths.credentials);
    return Promise.resolve(removeIniSection(text, credentialsRemoval(paths.profile)) !== text);
  }

  async write(place: SessionPlace, credentials: AwsCredentials, expected?: AwsCredentials): Promise<void> {
    const paths = this.files(place);
    if (paths === undefined) {
      return this.#options.notes.debug("Not storing the session: there is no home directory");
    }
    const edit = credentialsEdit(paths.profile, credentials, await marksOf(place));
    if (edit === undefined) return;
    const edits = configEdits(paths.profile, credentials);
    // The keys last, so that readers who find them find their region, too.
    await this.#update(paths, [
      { path: paths.config, edit: (text) => edits.reduce(setIniSection, text) },
      { path: paths.credentials, edit: (text) => setIniSection(text, edit) },
    ], expected);
  }

  async remove(place: SessionPlace, expected?: AwsCredentials): Promise<boolean> {
    const paths = this.files(place);
    if (paths === undefined) return false;
    const removal = credentialsRemoval(paths.profile);
    return await this.#update(paths, [
      { path: paths.credentials, edit: (text) => removeIniSection(text, removal) },
      { path: paths.config, edit: (text) => configRemovals(paths.profile).reduce(removeIniSection, text) },
    ], expected);
  }

  /** The session of a place, if it meets a condition. */
  #find(place: SessionPlace, isWanted: (kept: KeptSession) => boolean): AwsCredentials | undefined {
    const paths = this.files(place);
    if (paths === undefined) return undefined;
    const kept = readSession(this.#read(paths.credentials), paths.profile, readMachineClock());
    if (kept === undefined || !isWanted(kept)) return undefined;
    const region = readSessionRegion(this.#read(paths.config), paths.profile);
    return region === undefined ? kept.credentials : { ...kept.credentials, region };
  }

  #read(path: string): string {
    return this.#textOf(path) ?? "";
  }

  /** The text of a file, empty if there is none; undefined, after a warning, if it cannot be used. */
  #textOf(path: string): string | undefined {
    try {
      const file = readPrivateSync(path, MAX_BYTES);
      if (file.kind === "refused") return this.#warn(path, `it ${file.state}`);
      return file.kind === "read" ? decode(file.bytes) : "";
    } catch (error) {
      return this.#warn(path, reasonOf(error));
    }
  }

  /** Changes both files of a session. @returns Whether the credentials were written; the reason if they were not is a warning. */
  #update(
    paths: SessionPaths,
    edits: readonly FileEdit[],
    expected: AwsCredentials | undefined,
  ): Promise<boolean> {
    const directory = dirname(paths.credentials);
    // One after the other: a process that waits for a lock, were it its own, only looks now and then whether it is free.
    const update = (this.#turns.get(directory) ?? Promise.resolve()).then(() =>
      this.#updateNow(paths, edits, expected)
    );
    this.#turns.set(directory, update.catch(() => undefined));
    return update;
  }

  /** Holds the lock of the credentials for both files: otherwise, two processes could leave the keys of one and the region of the other. */
  async #updateNow(
    { credentials, profile }: SessionPaths,
    edits: readonly FileEdit[],
    expected: AwsCredentials | undefined,
  ): Promise<boolean> {
    const { signal, timeoutMs = LOCK_TIMEOUT_MS } = this.#options;
    const directory = dirname(credentials);
    if (this.#held.has(directory)) return false;
    // Read first: content that others may have written must not be copied.
    const texts = edits.map(({ path, edit }) => ({ path, edit, text: this.#textOf(path) }));
    if (texts.every(({ edit, text }) => text === undefined || edit(text) === text)) return false;
    using lock = await this.#attempt(credentials, async () => {
      await ensurePrivateDirectory(directory);
      return await lockFile(credentials + LOCK_SUFFIX, { timeoutMs, signal });
    });
    const isThere = (): boolean =>
      readSession(this.#read(credentials), profile)?.credentials.accessKeyId === expected?.accessKeyId;
    if (lock === undefined || (expected !== undefined && !isThere())) return false;
    let isWritten = false;
    for (const { path, edit, text } of texts) {
      if (text === undefined) continue;
      const editBytes = (bytes: Uint8Array | undefined): Uint8Array =>
        new TextEncoder().encode(edit(bytes === undefined ? "" : decode(bytes)));
      const options = { maxBytes: MAX_BYTES, timeoutMs, signal, isLocked: path === credentials };
      const written = await this.#attempt(path, () => updateLocked(path, editBytes, options));
      if (path === credentials) isWritten = written === true;
    }
    return isWritten;
  }

  /** Undefined if the work failed, which is a warning, or if another process holds the lock of the directory. */
  async #attempt<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
    const directory = dirname(path);
    if (this.#held.has(directory)) return undefined;
    try {
      return await work();
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (error instanceof FileError && error.reason === "lock-timeout") this.#held.add(directory);
      this.#warn(path, reasonOf(error));
      return undefined;
    }
  }

  #warn(path: string, state: string): undefined {
    const sentence = `Not using the sessions in "${path}": ${state}`;
    if (this.#warned.has(sentence)) return;
    this.#warned.add(sentence);
    this.#options.notes.warning(sentence);
  }
}

/** The text of a file, with its byte-order mark if it has one. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The reason, as the end of a sentence; bugs are thrown again. */
function reasonOf(error: unknown): string {
  // Only a decoder of UTF-8 throws it here.
  return error instanceof TypeError ? "it is not valid UTF-8" : stateOf(error);
}

/** The marks of a session's definition and keys. */
async function marksOf({ definition, keys }: SessionPlace): Promise<SessionMarks> {
  return {
    definition: await mark(definitionText(definition)),
    clock: readMachineClock(),
    ...(typeof keys === "string" ? { keys: await mark(keys) } : {}),
  };
}

/** The first digits of a text's SHA-256. */
async function mark(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 16);
}
