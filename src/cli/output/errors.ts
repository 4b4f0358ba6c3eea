import type { Problem } from "../../domain/config/problem.ts";
import { errorPage, EXIT_CODES, REPORT_HINT } from "../../domain/errors/error_codes.ts";
import {
  AtmosEcrError,
  CancelledError,
  formatPosition,
  type SourcePosition,
} from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Styles } from "./styles.ts";

/** An error, as JSON. */
export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly position?: SourcePosition;
}

/** The JSON shape of an error. */
export function errorJson(error: unknown): ErrorJson {
  if (!(error instanceof AtmosEcrError)) {
    // A bug: its name and message only, since a stack trace may contain secrets.
    const message = error instanceof Error
      ? `Unexpected ${error.name}: ${error.message}`
      : "Unexpected failure";
    return { code: "INTERNAL", message: escapeText(message), hint: REPORT_HINT };
  }
  const { code, message, hint = null, position } = error;
  return position === undefined ? { code, message, hint } : { code, message, hint, position };
}

/**
 * An error, as text: what failed and where, what to do, and the code to look it up. An interruption is one line.
 *
 * @param version The version of the page that the code links to, on terminals with colours; no link if absent.
 */
export function errorText(error: unknown, styles: Styles, version?: string): string {
  const { code, hint } = errorJson(error);
  if (error instanceof CancelledError) {
    return `${styles("failure", "Error:")} ${errorSentence(error)} [${code}]\n`;
  }
  const lines = [
    `${styles("failure", "Error:")} ${errorSentence(error)}`,
    ...(hint === null ? [] : [`${styles("aside", "Hint: ")} ${escapeText(hint)}`]),
    `${styles("aside", "Code: ")} ${
      version === undefined ? code : link(code, errorPage(version, code), styles)
    }`,
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * A hyperlink, on terminals that support links; others show the text.
 *
 * Reference: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda (OSC 8)
 */
function link(text: string, url: string, styles: Styles): string {
  // Without colours, there are no escape sequences.
  if (styles("name", text) === text) return text;
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** What failed and where, on one line. */
export function errorSentence(error: unknown): string {
  const { message, position } = errorJson(error);
  return `${placeText(position)}${escapeText(message)}`;
}

function placeText(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${escapeText(formatPosition(position))}: `;
}

/** The hint, below the error. */
export function hintText(hint: string, styles: Styles): string {
  return `${styles("aside", "Hint:")} ${escapeText(hint)}`;
}

/** A warning about a configuration, as text. */
export function problemText(problem: Problem, styles: Styles): string {
  const hint = problem.hint === undefined ? "" : `\n         ${hintText(problem.hint, styles)}`;
  const sentence = `${placeText(problem.position)}${escapeText(problem.message)}`;
  return `${styles("warning", "Warning:")} ${sentence}${hint}\n`;
}

/** The exit code of an error. */
export function exitCodeFor(error: unknown): number {
  return error instanceof AtmosEcrError ? error.exitCode : EXIT_CODES.failure;
}

/** A problem of a configuration, in the format of compilers: `atmos.yaml:41:7: error: … [CODE]`, with the hint below. */
export function findingText({ severity, code, message, hint, position }: Problem): string {
  const advice = hint === undefined ? "" : `  Hint: ${escapeText(hint)}\n`;
  return `${placeText(position)}${severity}: ${escapeText(message)} [${code}]\n${advice}`;
}
