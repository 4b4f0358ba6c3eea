import { parseArguments } from "../../src/cli/command/parse_arguments.ts";
import { usageError } from "../../src/cli/command/usage_error.ts";
import { PROGRAM } from "../../src/cli/specs/program.ts";

/** The words of a command line of a shell, as far as the documentation writes such: quotes, and no variables. */
function shellWords(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)]
    .map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_all, single, double) => single ?? double));
}

/** The calls of this program in a line of a shell, as their arguments: `x | atmos-ecr y >z` has one, `["y"]`. */
export function programCalls(line: string): string[][] {
  return line.replace(/(^|\s)#.*$/, "").split(/\||&&|;|<\(|\$\(|\)/)
    .map((part) => shellWords(part.trim().replace(/^\$ /, "")))
    .map((words) => words.filter((word) => !/^\d?[<>]/.test(word)))
    .flatMap((words) => words[0] === "atmos-ecr" ? [words.slice(1)] : []);
}

/** Parses a command line as the program would. @throws What it says against it. */
export function parseCall(args: readonly string[]): void {
  const parsed = parseArguments(PROGRAM, args);
  if (parsed.kind === "mistake") throw usageError(parsed.mistake, [PROGRAM]);
}
