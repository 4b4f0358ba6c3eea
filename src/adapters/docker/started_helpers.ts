import type { HelperTrials } from "../../ports/docker.ts";
import { runProgram } from "../process/run_program.ts";

/** Time limit for a helper to print its version, in milliseconds. */
const TIMEOUT_MS = 3000;

/** Runs helpers to test them. */
export const startedHelpers: HelperTrials = {
  async failure(path): Promise<string | undefined> {
    try {
      const result = await runProgram({
        program: path,
        args: ["version"],
        input: "",
        env: {},
        timeoutMs: TIMEOUT_MS,
      });
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
