import type { PathFact } from "../../domain/doctor/path_checks.ts";

/** What exists at a path of this machine. For root, files of another user in that user's directory count as own. */
export async function systemPath(path: string): Promise<PathFact | undefined> {
  try {
    const link = await Deno.lstat(path);
    const linkTarget = link.isSymlink ? await Deno.readLink(path) : undefined;
    const info = link.isSymlink ? await Deno.stat(path) : link;
    return {
      kind: info.isFile ? "file" : info.isDirectory ? "directory" : "other",
      mode: Deno.build.os === "windows" || info.mode === null ? undefined : info.mode & 0o777,
      own: Deno.build.os === "windows" || Deno.uid() === 0 || info.uid === Deno.uid(),
      linkTarget,
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    return { kind: "unknown", mode: undefined, own: true, linkTarget: undefined };
  }
}
