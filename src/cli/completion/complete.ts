import type { Candidate, NameKind } from "../../app/targets/complete_names.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext, CompletionContext } from "../command/context.ts";
import type { Command } from "../command/define_command.ts";
import { completionAt, type Fallback } from "./candidates.ts";
import { completionPoint } from "./completion_point.ts";

/** The shell's fallback: nothing (4), files (0), directories (16). Reference: cobra's `ShellCompDirective`. */
const DIRECTIVES: Readonly<Record<Fallback, number>> = { nothing: 4, files: 0, directories: 16 };

/** What completion needs: output, and a source of names, which is only loaded for names. */
export interface CompletionShell extends Pick<CliContext, "console" | "version"> {
  openCompletion(): Promise<CompletionContext>;
}

/**
 * Writes the completion: a candidate per line, its description after a tab, and `:DIRECTIVE` on the last line. Runs nothing that a
 * configuration names, makes no network calls, and reports no errors, since the user is still typing.
 *
 * @param words The words before the cursor, then the word at the cursor, up to it.
 * @returns The exit code.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  { console, version, openCompletion }: CompletionShell,
): Promise<number> {
  const point = completionPoint(program, words.slice(0, -1), words.at(-1) ?? "");
  const { candidates, fallback } = await completionAt(point, async (kind, configSelection) => {
    try {
      const context = await openCompletion();
      const { environment } = context;
      const directory = point.given.options.get("chdir")?.at(-1) ?? environment.get("ATMOS_CHDIR");
      if (directory !== undefined && directory !== "") context.changeDirectory(directory);
      const question = JSON.stringify([version, environment.cwd, kind, configSelection]);
      return await context.known.find(question) ??
        await findNames(question, { kind, configSelection, context });
    } catch (error) {
      if (!(error instanceof AtmosEcrError)) throw error;
      return [];
    }
  });
  const lines = candidates
    // A candidate with line breaks or terminal control characters cannot be offered.
    .filter(({ value }) => escapeText(value) === value)
    .map(({ value, description }) =>
      description === undefined ? value : `${value}\t${escapeText(description)}`
    );
  console.out([...lines, `:${DIRECTIVES[fallback]}`].map((line) => `${line}\n`).join(""));
  return EXIT_CODES.ok;
}

/** Finds names in the configuration, and keeps them for the next time. */
async function findNames(
  question: string,
  { kind, configSelection, context }: {
    readonly kind: NameKind;
    readonly configSelection: ConfigSelection;
    readonly context: CompletionContext;
  },
): Promise<readonly Candidate[]> {
  const [names, { completeNames }] = await Promise.all([context.openNames(), loadNames()]);
  const { docker, pins } = await names.helperDependencies();
  const configurations = names.untrusting();
  const found = await completeNames(kind, { configurations, configSelection, docker, pins });
  await names.keep(question, kind, found);
  return found;
}

/** Conditional, so that Deno does not load it in advance. See `src/main.ts`. */
function loadNames(): Promise<typeof import("../../app/targets/complete_names.ts")> {
  return import(
    Deno.build.standalone ? "../../app/targets/complete_names.ts" : "../../app/targets/complete_names.ts"
  );
}
