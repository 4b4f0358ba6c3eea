/**
 * What becomes of a failure that nothing else has caught: words without a stack trace or a secret, an exit code, and for Docker the
 * sentence that lets it go on. On the way to a warm answer, so that it imports next to nothing.
 *
 * @module
 */
import { writeErr, writeOut } from "../adapters/fs/standard_stream.ts";
import type { RunMode } from "../domain/helper/run_mode.ts";
import { NOT_FOUND } from "../domain/helper/replies.ts";
import { UNWRITABLE_HINT, UnwritableOutput } from "../domain/helper/unwritable_output.ts";

/** What is told of a failure. */
interface LastWords {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: number;
}

/** Where a defect is reported. `domain/errors/report_place.ts` has the same, and a test compares. */
const REPORT_HINT = "Report it as an issue of atmos-ecr: https://jsr.io/@atmos/ecr";

/**
 * Ends the process with the last words of any failure that reaches nobody, as long as it runs.
 *
 * @param current What the program is by now.
 */
export function catchStrayFailures(current: () => RunMode["kind"], args: readonly string[]): void {
  const end = (event: Event, error: unknown): void => {
    event.preventDefault();
    Deno.exit(lastResort(error, current(), args));
  };
  addEventListener("unhandledrejection", (event) => end(event, event.reason));
  addEventListener("error", (event) => end(event, event.error));
}

/**
 * Says that the program failed.
 *
 * @param error Anything. Of what is no error of this program only the kind is told: its text might hold a secret.
 * @returns The exit code.
 */
export function lastResort(error: unknown, face: RunMode["kind"], args: readonly string[]): number {
  const { exitCode, ...words } = lastWords(error);
  if (face === "helper" && !(error instanceof UnwritableOutput)) tryOut(`${NOT_FOUND}\n`);
  if (face === "helper" || face === "kubelet") {
    writeErr(`atmos-ecr: ${words.message}${words.hint === null ? "" : `. ${words.hint}`}\n`);
    return 1;
  }
  const isJson = /(?:^| )(?:-o|--output)[ =]?json(?: |$)/.test(args.join(" "));
  if (isJson && !(error instanceof UnwritableOutput)) {
    // As `jsonDocument` writes it, which the helper does not load.
    tryOut(`${JSON.stringify({ version: 1, error: words }, null, 2)}\n`);
  } else {
    const hint = words.hint === null ? "" : `Hint:  ${words.hint}\n`;
    writeErr(`Error: ${words.message}\n${hint}Code:  ${words.code}\n`);
  }
  return exitCode;
}

function lastWords(error: unknown): LastWords {
  if (error instanceof UnwritableOutput) {
    return { code: error.code, message: error.message, hint: UNWRITABLE_HINT, exitCode: 3 };
  }
  // One of `domain/errors`, whose message is made to be shown.
  if (error instanceof Error && "exitCode" in error && "code" in error && "hint" in error) {
    const { message, code, hint, exitCode } = error;
    return {
      message,
      code: `${code}`,
      hint: typeof hint === "string" ? hint : null,
      exitCode: Number(exitCode),
    };
  }
  const kind = error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : "failure";
  return {
    message: `Unexpected ${kind}, a bug in atmos-ecr`,
    code: "INTERNAL",
    hint: REPORT_HINT,
    exitCode: 1,
  };
}

function tryOut(text: string): void {
  try {
    writeOut(text);
  } catch {
    // What follows on standard error has to do.
  }
}
