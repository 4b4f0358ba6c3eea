import {
  type AtmosEcrError,
  ConfigError,
  type ConfigErrorCode,
  LookupError,
  type LookupErrorCode,
  type SourcePosition,
} from "../errors/errors.ts";
import { escapeText } from "../text/escape.ts";

/** The fields of a {@linkcode Problem}. */
export interface ProblemFields {
  readonly severity: "error" | "warning";
  readonly code: ConfigErrorCode | LookupErrorCode;
  /** What is wrong, with which value. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
  readonly position?: SourcePosition | undefined;
  /** Set on the warning that `--lenient` makes of an error, such as a failed import. */
  readonly isForgiven?: true;
}

/** Only {@linkcode newProblem} has it. */
declare const SAFE: unique symbol;

/**
 * A problem of a configuration: an error stops the work that needs it, a warning does not. Only created by {@linkcode newProblem}, so that
 * it contains no unescaped external text.
 */
export interface Problem extends ProblemFields {
  readonly [SAFE]: true;
}

/** Creates a problem. Message and hint are escaped for a terminal here, and nowhere else. */
export function newProblem<T extends ProblemFields>(fields: T): T & Problem {
  const { message, hint } = fields;
  const safe = { ...fields, message: escapeText(message) };
  return (hint === undefined ? safe : { ...safe, hint: escapeText(hint) }) as T & Problem;
}

/** Sorted by file, line and column; those without a position first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const nowhere: SourcePosition = { file: "", line: 0, column: 0 };
  return problems.toSorted(({ position: a = nowhere }, { position: b = nowhere }) =>
    compare(a.file, b.file) || a.line - b.line || a.column - b.column
  );
}

function compare(a: string, b: string): number {
  // By code units: language tables take longer to load than everything else here.
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The hint of a problem without a more specific one. */
const EVERYTHING_HINT = "Correct it; `atmos-ecr config validate` lists all problems";

/** Converts a problem to an error. */
export function problemError({ code, message, hint = EVERYTHING_HINT, position }: Problem): AtmosEcrError {
  return isConfigCode(code)
    ? new ConfigError(code, message, { hint, position })
    : new LookupError(code, message, { hint, position });
}

/** Converts an error to a warning, for `--lenient`. */
export function downgradeToWarning(problem: Problem): Problem {
  return { ...problem, severity: "warning", isForgiven: true };
}

/** Converts a thrown error to a problem; undefined if it is about something else. */
export function problemOfError(error: unknown): Problem | undefined {
  if (!(error instanceof ConfigError || error instanceof LookupError)) return undefined;
  const { code, message, hint, position } = error;
  return newProblem({
    severity: "error",
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(position === undefined ? {} : { position }),
  });
}

function isConfigCode(code: Problem["code"]): code is ConfigErrorCode {
  return code.startsWith("CONFIG_");
}
