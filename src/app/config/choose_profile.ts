import { UsageError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigSelection, Configurations } from "../../ports/config.ts";
import type { Prompter } from "../../ports/terminal.ts";

/**
 * Prompts for a profile, for `--profile` without a name.
 *
 * @throws {UsageError} `SELECTION_REQUIRED` if prompts are impossible, or there are no profiles.
 * @throws {CancelledError}
 */
export async function chooseProfile(
  configurations: Configurations,
  selection: ConfigSelection,
  prompter: Prompter,
): Promise<string> {
  const { profileNames } = await configurations.load({ ...selection, profiles: [] });
  const names = await profileNames();
  if (names.length > 0 && prompter.interactive) {
    return await prompter.choose("Which profile?", names.map((name) => ({ name })));
  }
  throw new UsageError(
    `Cannot choose a profile: --profile has no value, and ${
      names.length === 0 ? "there are no profiles" : "no interactive terminal is available"
    }`,
    {
      code: "SELECTION_REQUIRED",
      hint: names.length === 0
        ? "Create a directory in profiles/ next to atmos.yaml, or omit --profile"
        : `Specify --profile NAME (${names.slice(0, 8).map(escapeText).join(", ")})`,
    },
  );
}
