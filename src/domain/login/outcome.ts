import { EXIT_CODES } from "../errors/error_codes.ts";
import type { AtmosEcrError } from "../errors/errors.ts";
import type { Target } from "./target.ts";

/** How it went for one registry. */
export type Outcome =
  | {
    readonly target: Target;
    readonly status: "ok";
    readonly expiresAt?: Date;
    /** What else the user should know, as a sentence. */
    readonly note?: string;
    /** Whether there was nothing to remove. */
    readonly absent?: true;
  }
  | { readonly target: Target; readonly status: "failed"; readonly error: AtmosEcrError };

/** How a piece of work ended. */
export type Ending = { readonly status: "ok" } | { readonly status: "failed"; readonly error: AtmosEcrError };

/**
 * The exit code of work on several registries: 0 when all went well, 5 when some did. When none did, it is the code that all their
 * errors share, or 1 when they differ.
 */
export function exitCodeOf(outcomes: readonly Ending[]): number {
  const codes = new Set(
    outcomes.map((outcome) => outcome.status === "ok" ? EXIT_CODES.ok : outcome.error.exitCode),
  );
  if (codes.has(EXIT_CODES.interrupted)) return EXIT_CODES.interrupted;
  const [only = EXIT_CODES.ok, another] = codes;
  if (another === undefined) return only;
  return codes.has(EXIT_CODES.ok) ? EXIT_CODES.partial : EXIT_CODES.failure;
}
