import { ConfigError, type ConfigErrorCode } from "../errors/errors.ts";
import type { SourcePosition } from "../errors/source_position.ts";

/** Something wrong in a configuration: an error ends the work that needs it, a warning does not. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: ConfigErrorCode;
  /** What is wrong, on which value. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
  readonly position?: SourcePosition | undefined;
}

/** Sorted by file, line and column; those without a position first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) =>
    (a.position?.file ?? "").localeCompare(b.position?.file ?? "") ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0)
  );
}

/** A problem as the error that ends the work. */
export function problemError(problem: Problem): ConfigError {
  return new ConfigError(problem.code, problem.message, { hint: problem.hint, position: problem.position });
}
