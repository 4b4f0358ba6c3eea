import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext, CompletionContext } from "../command/context.ts";
import type { Command } from "../command/define_command.ts";
import { completionAt, type Fallback } from "./candidates.ts";
import { completionPoint } from "./completion_point.ts";

/** What the shell does besides: nothing (4), files (0), directories (16). Reference: cobra's `ShellCompDirective`. */
const DIRECTIVES: Readonly<Record<Fallback, number>> = { nothing: 4, files: 0, directories: 16 };

/** What completion needs: a place to write to, and what names are found with, which is loaded for names alone. */
export interface CompletionShell extends Pick<CliContext, "console"> {
  openCompletion(): Promise<CompletionContext>;
}

/**
 * Answers a shell: a candidate a line, its description after a tabulator, and `:DIRECTIVE` on the last line. Runs nothing that a
 * configuration says, asks no network, and says nothing of what is wrong: a person is just typing.
 *
 * @param words Those before the cursor, then the one at it up to the cursor.
 * @returns The exit code.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  { console, openCompletion }: CompletionShell,
): Promise<number> {
  const point = completionPoint(program, words.slice(0, -1), words.at(-1) ?? "");
  const { candidates, fallback } = await completionAt(point, async (kind, configSelection) => {
    try {
      const [context, { completeNames }] = await Promise.all([openCompletion(), loadNames()]);
      const directory = point.given.options.get("chdir")?.at(-1) ?? context.environment.get("ATMOS_CHDIR");
      if (directory !== undefined && directory !== "") context.changeDirectory(directory);
      const { docker, pins } = await context.helperDependencies();
      return await completeNames(kind, {
        configurations: context.untrusting(),
        configSelection,
        docker,
        pins,
      });
    } catch (error) {
      if (!(error instanceof AtmosEcrError)) throw error;
      return [];
    }
  });
  const lines = candidates
    // What is no line of its own, or would steer the terminal, cannot be offered.
    .filter(({ value }) => escapeText(value) === value)
    .map(({ value, description }) =>
      description === undefined ? value : `${value}\t${escapeText(description)}`
    );
  console.out([...lines, `:${DIRECTIVES[fallback]}`].map((line) => `${line}\n`).join(""));
  return EXIT_CODES.ok;
}

/** Behind a condition, which keeps Deno from reading it beforehand. See `src/main.ts`. */
function loadNames(): Promise<typeof import("../../app/targets/complete_names.ts")> {
  return import(
    Deno.build.standalone ? "../../app/targets/complete_names.ts" : "../../app/targets/complete_names.ts"
  );
}
