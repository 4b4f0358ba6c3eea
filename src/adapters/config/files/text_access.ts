import { dirname, resolve } from "node:path";
import type { FileAccess } from "./file_access.ts";

/** A file system with one file and its parent directories, without owners. @param path Absolute. */
export function textAccess(path: string, text: string): FileAccess {
  const own = resolve(path);
  return {
    kind: (other) => {
      const absolute = resolve(other);
      if (absolute === own) return Promise.resolve("file");
      const isAbove = own.startsWith(absolute) && /^[/\\]|^$/.test(own.slice(absolute.length));
      return Promise.resolve(isAbove ? "directory" : "missing");
    },
    read: (other) =>
      resolve(other) === own
        ? Promise.resolve(new TextEncoder().encode(text))
        : Promise.reject(new Deno.errors.NotFound(`there is no ${other}`)),
    async *list(other): ReturnType<FileAccess["list"]> {
      if (dirname(own) === resolve(other)) {
        yield await Promise.resolve({ name: "atmos.yaml", kind: "file" } as const);
      }
    },
    user: () => undefined,
    owners: () => Promise.resolve([]),
    realPath: (other) => Promise.resolve(resolve(other)),
  };
}
