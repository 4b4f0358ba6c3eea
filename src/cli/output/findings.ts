import type { Problem } from "../../domain/config/problem.ts";
import { formatPosition } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";

/** A problem of a configuration, in the format of compilers: `atmos.yaml:41:7: error: … [CODE]`, with the hint below. */
export function findingText({ severity, code, message, hint, position }: Problem): string {
  const where = position === undefined ? "" : `${escapeText(formatPosition(position))}: `;
  const advice = hint === undefined ? "" : `  Hint: ${escapeText(hint)}\n`;
  return `${where}${severity}: ${escapeText(message)} [${code}]\n${advice}`;
}
