import {
  type AtmosEcrError,
  ConfigError,
  type ConfigErrorCode,
  LookupError,
  type LookupErrorCode,
} from "../errors/errors.ts";
import type { SourcePosition } from "../errors/source_position.ts";
import { escapeText } from "../text/escape.ts";

/** What is said of a {@linkcode Problem}. */
export interface ProblemFields {
  readonly severity: "error" | "warning";
  readonly code: ConfigErrorCode | LookupErrorCode;
  /** What is wrong, on which value. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
  readonly position?: SourcePosition | undefined;
  /** Set on the warning that `--lenient` makes of an error, such as an import that failed. */
  readonly isForgiven?: true;
}

/** Only {@linkcode newProblem} has it. */
declare const SAFE: unique symbol;

/**
 * Something wrong in a configuration: an error ends the work that needs it, a warning does not. Made by {@linkcode newProblem} alone,
 * so that no text from outside is in it as it was.
 */
export interface Problem extends ProblemFields {
  readonly [SAFE]: true;
}

/** Describes a problem. Message and hint are made safe for a terminal here, and nowhere else. */
export function newProblem<T extends ProblemFields>(fields: T): T & Problem {
  const { message, hint } = fields;
  const safe = { ...fields, message: escapeText(message) };
  return (hint === undefined ? safe : { ...safe, hint: escapeText(hint) }) as T & Problem;
}

/** Sorted by file, line and column; those without a position first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) =>
    compare(a.position?.file ?? "", b.position?.file ?? "") ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0)
  );
}

function compare(a: string, b: string): number {
  // By code units: the tables of languages take longer to load than everything else here.
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What to do about a problem that says nothing more precise. */
const EVERYTHING_HINT = "Correct it; `atmos-ecr config validate` lists all problems";

/** A problem as the error that ends the work. */
export function problemError({ code, message, hint = EVERYTHING_HINT, position }: Problem): AtmosEcrError {
  return isConfigCode(code)
    ? new ConfigError(code, message, { hint, position })
    : new LookupError(code, message, { hint, position });
}

/** The warning that `--lenient` makes of an error. */
export function downgradeToWarning(problem: Problem): Problem {
  return { ...problem, severity: "warning", isForgiven: true };
}

/** An error that was thrown as a problem among others; undefined when it is about something else. */
export function problemOfError(error: unknown): Problem | undefined {
  if (!(error instanceof ConfigError || error instanceof LookupError)) return undefined;
  const { code, message, hint, position } = error;
  return newProblem({
    severity: "error",
    // The constructors of both classes take no other codes.
    code: code as Problem["code"],
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(position === undefined ? {} : { position }),
  });
}

function isConfigCode(code: Problem["code"]): code is ConfigErrorCode {
  return code.startsWith("CONFIG_");
}
