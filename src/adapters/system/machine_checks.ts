import type { PathFact } from "../../domain/doctor/path_checks.ts";
import type { AuthFiles, HelperTrials } from "../../ports/docker.ts";
import { readBounded } from "../fs/bounded_read.ts";
import { runProgram } from "../process/run_program.ts";

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

/** Auth files on this machine, of at most 1 MiB. */
export const authTextFiles: AuthFiles = {
  async read(path): Promise<string | undefined> {
    try {
      const bytes = await readBounded(path, 1024 * 1024);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    } catch {
      return undefined;
    }
  },
};

/** Time limit for a helper to print its version, in milliseconds. */
const TIMEOUT_MS = 3000;

/** Runs helpers to test them. */
export const startedHelpers: HelperTrials = {
  async failure(path): Promise<string | undefined> {
    try {
      const call = { program: path, args: ["version"], input: "", env: {}, timeoutMs: TIMEOUT_MS };
      const result = await runProgram(call);
      // The exit codes of a shell wrapper for a program that cannot be run or found. Reference: POSIX, Shell Command Language, 2.8.2
      return result.kind === "exit" && (result.code === 126 || result.code === 127)
        ? `exit code ${result.code}: it, or a program that it runs, is not executable on this system`
        : undefined;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "its interpreter or loader is missing";
      if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
        return "permission denied";
      }
      return "it is not executable on this system";
    }
  },
};
