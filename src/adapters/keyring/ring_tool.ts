import { isSystemError } from "../fs/system_error.ts";
import { describeOutput, runProgram } from "../process/run_program.ts";

/** A call of a tool. */
export interface ToolCall {
  readonly args: readonly string[];
  /** For its standard input, the only place for a secret. */
  readonly input?: string;
  /** Values that must not be in an error message. */
  readonly secrets?: readonly string[];
  /** Whether the system may prompt the user, who needs more time than a machine. */
  readonly asksPerson?: boolean;
}

/** How a tool ended. */
export interface ToolEnd {
  /** Its exit code; undefined if it could not be run, or was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** Its standard error, safe to show. */
  readonly said: string;
  /** Why it failed; undefined for exit code 0. */
  readonly fault: string | undefined;
}

/** The system's keyring tool. */
export interface RingTool {
  /** Whether the system may prompt a user. */
  readonly interactive: boolean;
  run(call: ToolCall): Promise<ToolEnd>;
}

/** How to run a tool. */
export interface RingToolOptions {
  readonly program: string;
  /** How to install it, as the end of a sentence. */
  readonly install: string;
  readonly path: string | undefined;
  /** Milliseconds; without `personMs`, prompts are impossible. */
  readonly limits: { readonly answerMs: number; readonly personMs: number | undefined };
  /** Kills it before. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a tool as a separate program, and kills it if it does not respond. An abort is thrown. */
export function ringTool({ program, install, path, limits, signal }: RingToolOptions): RingTool {
  return {
    interactive: limits.personMs !== undefined,
    async run({ args, input = "", secrets = [], asksPerson = false }): Promise<ToolEnd> {
      const timeoutMs = asksPerson ? limits.personMs ?? limits.answerMs : limits.answerMs;
      const env = { LC_ALL: "C", ...(path === undefined ? {} : { PATH: path }) };
      try {
        const result = await runProgram({ program, args, input, env, timeoutMs, signal });
        signal?.throwIfAborted();
        if (result.kind === "killed") {
          return unusable(
            `"${program}" did not respond within ${timeoutMs / 1000} s: unlock the keyring, then try again`,
          );
        }
        const { code, stdout, stderr } = result;
        const said = describeOutput(stderr, secrets);
        const fault = said === "" ? `its tool exited with code ${code}` : said;
        return { code, stdout, said, fault: code === 0 ? undefined : fault };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return unusable(`there is no "${program}": ${install}`);
        if (isSystemError(error)) return unusable(`"${program}" cannot be run`);
        throw error;
      }
    },
  };
}

function unusable(state: string): ToolEnd {
  return { code: undefined, stdout: "", said: "", fault: state };
}
