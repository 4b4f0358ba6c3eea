/**
 * Handles failures that nothing else has caught: prints a message without a stack trace or secrets, sets the exit code, and gives Docker
 * the sentence that lets it continue. Loaded on a cache hit, so it imports almost nothing.
 *
 * @module
 */
import { writeErr, writeOut } from "../adapters/fs/standard_streams.ts";
import { NOT_FOUND, type RunMode, UNWRITABLE_HINT, UnwritableOutput } from "../domain/helper/protocol.ts";

/** What is printed about a failure. */
interface LastWords {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: number;
}

/** Where to report bugs. A test compares it with `domain/errors/error_codes.ts`. */
const REPORT_HINT = "Report this issue at https://jsr.io/@atmos/ecr";

/**
 * Handles uncaught failures for as long as the process runs. Called before everything but a cache hit is loaded: that awaits all it starts,
 * and its events would take as long as reading the token.
 */
export function catchStrayFailures(mode: RunMode["kind"], args: readonly string[]): void {
  const end = (event: Event, error: unknown): void => {
    event.preventDefault();
    Deno.exit(lastResort(error, mode, args));
  };
  addEventListener("unhandledrejection", (event) => end(event, event.reason));
  addEventListener("error", (event) => end(event, event.error));
}

/**
 * Reports that the program failed.
 *
 * @param error Anything. If it is not one of this program's errors, only its kind is shown, since its text might contain a secret.
 * @returns The exit code.
 */
export function lastResort(error: unknown, mode: RunMode["kind"], args: readonly string[]): number {
  const { exitCode, ...words } = lastWords(error);
  if (mode === "helper" && !(error instanceof UnwritableOutput)) tryOut(`${NOT_FOUND}\n`);
  if (mode === "helper" || mode === "kubelet") {
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
  // An error of `domain/errors`, whose message may be shown.
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
    message: `Unexpected ${kind}: this is a bug in atmos-ecr`,
    code: "INTERNAL",
    hint: REPORT_HINT,
    exitCode: 1,
  };
}

function tryOut(text: string): void {
  try {
    writeOut(text);
  } catch {
    // Standard output failed; standard error must do.
  }
}
