import { decodeKnownNames, type KnownName } from "../../domain/completion/known_names.ts";
import type { NameReader } from "../../ports/state.ts";
import { readPrivateSync } from "../fs/private_read.ts";
import { isUnchanged, sha256 } from "./cache_readers.ts";

/** Thousands of names. Larger sets are not cached. */
export const MAX_NAMES_BYTES = 1024 * 1024;

/** Reads a directory with one file per request, `<sha256>.json`. Without `node:` modules: every completion uses it. */
export class NameFilesReader implements NameReader {
  /** Undefined for no cache. */
  protected readonly directory: string | undefined;
  readonly #variable: (name: string) => string | undefined;

  /**
   * @param directory See `namesDirectory`. It need not exist.
   * @param variable Reads a variable of the real environment.
   */
  constructor(directory: string | undefined, variable: (name: string) => string | undefined) {
    this.directory = directory;
    this.#variable = variable;
  }

  async find(question: string): Promise<readonly KnownName[] | undefined> {
    if (this.directory === undefined) return undefined;
    const name = await nameOfQuestion(question);
    try {
      const file = readPrivateSync(`${this.directory}/${name}.json`, MAX_NAMES_BYTES);
      const known = file.kind === "read"
        ? decodeKnownNames(name, new TextDecoder().decode(file.bytes))
        : undefined;
      if (known === undefined) return undefined;
      return await isUnchanged(known, this.#variable, new Map()) ? known.names : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The name of a request's file, without suffix. */
export async function nameOfQuestion(question: string): Promise<string> {
  return await sha256(question);
}
