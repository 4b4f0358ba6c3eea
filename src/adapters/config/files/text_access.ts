import { dirname, resolve } from "node:path";
import type { FileAccess } from "./file_access.ts";

/** A file system with one file and its parent directories, without owners. */
export class TextAccess implements FileAccess {
  readonly #path: string;
  readonly #bytes: Uint8Array;

  /** @param path Absolute. */
  constructor(path: string, text: string) {
    this.#path = resolve(path);
    this.#bytes = new TextEncoder().encode(text);
  }

  kind(path: string): ReturnType<FileAccess["kind"]> {
    const absolute = resolve(path);
    if (absolute === this.#path) return Promise.resolve("file");
    const isAbove = this.#path.startsWith(absolute) && /^[/\\]|^$/.test(this.#path.slice(absolute.length));
    return Promise.resolve(isAbove ? "directory" : "missing");
  }

  read(path: string): Promise<Uint8Array> {
    return resolve(path) === this.#path
      ? Promise.resolve(this.#bytes)
      : Promise.reject(new Deno.errors.NotFound(`there is no ${path}`));
  }

  async *list(path: string): ReturnType<FileAccess["list"]> {
    if (dirname(this.#path) === resolve(path)) {
      yield await Promise.resolve({ name: "atmos.yaml", kind: "file" } as const);
    }
  }

  user(): undefined {}

  owners(): Promise<readonly number[]> {
    return Promise.resolve([]);
  }

  realPath(path: string): Promise<string> {
    return Promise.resolve(resolve(path));
  }
}
