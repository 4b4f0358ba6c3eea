import { dirname } from "node:path";
import type { FileAccess, PathKind } from "../../src/adapters/config/files/file_access.ts";

/** The user who runs what is tested. */
export const USER = 1000;

/** On Windows, modules join paths as it has them; what is in memory is named as everywhere else. */
function named(path: string): string {
  return Deno.build.os === "windows" ? path.replace(/^[A-Za-z]:/, "").replaceAll("\\", "/") : path;
}

/** A file system in memory: absolute paths with `/` and their content. Folders exist as far as files need them. */
export class MemoryFiles implements FileAccess {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  /** Who owns a path, if not {@linkcode USER}; without it there are no owners. */
  owner?: (path: string) => number | undefined;
  /** Paths that were read, in order. */
  readonly reads: string[] = [];

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    const encoder = new TextEncoder();
    this.#files = new Map(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? encoder.encode(content) : content,
      ]),
    );
  }

  kind(given: string): Promise<PathKind> {
    const path = named(given);
    if (this.#files.has(path)) return Promise.resolve("file");
    const folder = path === "/" ? path : `${path}/`;
    return Promise.resolve(
      [...this.#files.keys()].some((file) => file.startsWith(folder)) ? "directory" : "missing",
    );
  }

  read(given: string): Promise<Uint8Array> {
    const path = named(given);
    this.reads.push(path);
    const content = this.#files.get(path);
    return content === undefined ? Promise.reject(new Error(`No file "${path}"`)) : Promise.resolve(content);
  }

  user(): number | undefined {
    return this.owner === undefined ? undefined : USER;
  }

  owners(path: string): Promise<readonly number[]> {
    return Promise.resolve([this.owner?.(named(path)) ?? USER]);
  }

  realPath(path: string): Promise<string> {
    return Promise.resolve(path);
  }

  async *list(given: string): AsyncIterable<{ readonly name: string; readonly kind: PathKind }> {
    const path = named(given);
    const names = new Map<string, PathKind>();
    for (const file of this.#files.keys()) {
      for (let at = file; at !== "/"; at = dirname(at)) {
        if (dirname(at) === path) {
          names.set(at.slice(at.lastIndexOf("/") + 1), at === file ? "file" : "directory");
        }
      }
    }
    for (const [name, kind] of names) yield await Promise.resolve({ name, kind });
  }
}
