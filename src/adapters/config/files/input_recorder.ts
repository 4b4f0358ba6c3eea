import {
  type InputKind,
  type ObservedInput,
  seenEntries,
  seenVariable,
} from "../../../domain/helper/resolved_format.ts";
import type { Environment } from "../../../ports/process.ts";
import type { TrustRecords } from "../../../ports/config.ts";
import type { FileAccess } from "./file_access.ts";

/**
 * Records everything that a load reads, and what it finds: the very bytes that are parsed. If an input changes between two reads, or cannot
 * be read, the whole record is unusable.
 */
export class InputRecorder {
  readonly #inputs = new Map<string, ObservedInput>();
  readonly #encoder = new TextEncoder();
  #isWhole = true;

  /** The inputs; undefined if they do not cover what the load depends on. */
  get inputs(): readonly ObservedInput[] | undefined {
    return this.#isWhole ? [...this.#inputs.values()] : undefined;
  }

  /** An environment that records its variables, but not its working directory, which the pin must name. */
  environment(environment: Environment): Environment {
    return {
      get: (name) => {
        const value = environment.get(name);
        this.#note("variable", name, seenVariable(value));
        return value;
      },
      cwd: environment.cwd,
      os: environment.os,
    };
  }

  /** A file system that records every access. */
  files(access: FileAccess): FileAccess {
    return {
      kind: (path) => this.#look("kind", path, () => access.kind(path), (kind) => kind),
      read: (path) => this.#look("read", path, () => access.read(path), (bytes) => bytes),
      list: (path) => this.#list(path, access),
      user: () => access.user(),
      owners: (path) => this.#look("owners", path, () => access.owners(path), (owners) => owners.join()),
      realPath: (path) => this.#look("real", path, () => access.realPath(path), (real) => real),
    };
  }

  /** Trust records that record their file when used. @param path The file; undefined if there is none. */
  trust(records: TrustRecords, path: string | undefined, access: FileAccess): TrustRecords {
    return {
      isTrusted: async (file, content) => {
        const noted = this.files(access);
        if (path !== undefined && await noted.kind(path) === "file") await noted.read(path);
        return await records.isTrusted(file, content);
      },
      trust: (file, content) => records.trust(file, content),
      untrust: (file) => records.untrust(file),
    };
  }

  async *#list(path: string, access: FileAccess): ReturnType<FileAccess["list"]> {
    yield* await this.#look("list", path, () => Array.fromAsync(access.list(path)), seenEntries);
  }

  async #look<T>(
    kind: InputKind,
    path: string,
    look: () => Promise<T>,
    seenAs: (value: T) => string | Uint8Array,
  ): Promise<T> {
    try {
      const value = await look();
      this.#note(kind, path, seenAs(value));
      return value;
    } catch (error) {
      this.#isWhole = false;
      throw error;
    }
  }

  #note(kind: InputKind, name: string, text: string | Uint8Array): void {
    const seen = typeof text === "string" ? this.#encoder.encode(text) : text;
    const key = `${kind} ${name}`;
    const known = this.#inputs.get(key);
    if (known === undefined) this.#inputs.set(key, { name: [kind, name], seen });
    else if (!isSame(known.seen, seen)) this.#isWhole = false;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
