import { EXIT_CODES } from "../errors/error_codes.ts";
import type { AtmosEcrError } from "../errors/errors.ts";
import type { Target } from "./target.ts";

/** The result for one registry. */
export type Outcome =
  | {
    readonly target: Target;
    readonly status: "ok";
    readonly expiresAt?: Date;
    /** An additional note for the user, as a sentence. */
    readonly note?: string;
    /** Whether there was nothing to remove. */
    readonly absent?: true;
  }
  | { readonly target: Target; readonly status: "failed"; readonly error: AtmosEcrError };

/** The result of an operation. */
export type Ending = { readonly status: "ok" } | { readonly status: "failed"; readonly error: AtmosEcrError };

/**
 * The exit code for several registries: 0 if all succeeded, 5 if some did. If none did, the code that all errors share, or 1 if they
 * differ.
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
