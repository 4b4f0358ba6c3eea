import type { Candidate, NameKind } from "../../app/targets/complete_names.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import type { CliContext, CompletionContext, ProfileCompletionContext } from "../command/context.ts";
import type { Command } from "../command/define_command.ts";
import { completionAt, type Fallback } from "./candidates.ts";
import { completionPoint, type Given } from "./completion_point.ts";

/** The shell's fallback: nothing (4), files (0), directories (16). Reference: cobra's `ShellCompDirective`. */
const DIRECTIVES: Readonly<Record<Fallback, number>> = { nothing: 4, files: 0, directories: 16 };

/** What completion needs: output, and a source of names, which is only loaded for names. */
export interface CompletionShell extends Pick<CliContext, "console" | "version"> {
  openCompletion(): Promise<CompletionContext>;
  openProfileCompletion(): Promise<ProfileCompletionContext>;
}

/**
 * Writes the completion: a candidate per line, its description after a tab, and `:DIRECTIVE` on the last line. Runs nothing that a
 * configuration names, makes no network calls, and reports no errors, since the user is still typing.
 *
 * @param words The words before the cursor, then the word at the cursor, up to it.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  shell: CompletionShell,
): Promise<number> {
  const point = completionPoint(program, words.slice(0, -1), words.at(-1) ?? "");
  const { candidates, fallback } = await completionAt(point, async (kind, configSelection) => {
    try {
      return kind === "aws-profile"
        ? await awsProfiles(point.given, shell)
        : await configuredNames(kind, configSelection, point.given, shell);
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
  shell.console.out([...lines, `:${DIRECTIVES[fallback]}`].map((line) => `${line}\n`).join(""));
  return EXIT_CODES.ok;
}

async function awsProfiles(given: Given, shell: CompletionShell): Promise<Candidate[]> {
  const [context, { completeProfiles }] = await Promise.all([shell.openProfileCompletion(), loadProfiles()]);
  goToDirectory(given, context);
  return completeProfiles(await context.awsFiles());
}

async function configuredNames(
  kind: NameKind,
  configSelection: ConfigSelection,
  given: Given,
  shell: CompletionShell,
): Promise<readonly Candidate[]> {
  const context = await shell.openCompletion();
  goToDirectory(given, context);
  const question = JSON.stringify([shell.version, context.environment.cwd, kind, configSelection]);
  const known = await context.known.find(question);
  if (known !== undefined) return known;
  const [names, { completeNames }] = await Promise.all([context.openNames(), loadNames()]);
  const { docker, pins } = await names.helperDependencies();
  const configurations = names.untrusting();
  const found = await completeNames(kind, { configurations, configSelection, docker, pins });
  await names.keep(question, kind, found);
  return found;
}

/** Changes to the directory that the command would run in. */
function goToDirectory(
  { options }: Given,
  { environment, changeDirectory }: Pick<CliContext, "environment" | "changeDirectory">,
): void {
  const directory = options.get("chdir")?.at(-1) ?? environment.get("ATMOS_CHDIR");
  if (directory !== undefined && directory !== "") changeDirectory(directory);
}

// Conditional, so that Deno does not load them in advance. See `src/main.ts`.
const loadProfiles = (): Promise<typeof import("../../app/targets/complete_profiles.ts")> =>
  import(
    Deno.build.standalone
      ? "../../app/targets/complete_profiles.ts"
      : "../../app/targets/complete_profiles.ts"
  );
const loadNames = (): Promise<typeof import("../../app/targets/complete_names.ts")> =>
  import(
    Deno.build.standalone ? "../../app/targets/complete_names.ts" : "../../app/targets/complete_names.ts"
  );
