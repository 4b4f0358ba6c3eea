import type { Command } from "commander";
import { authSection } from "../../app/config/auth_section.ts";
import { plainConfig } from "../../domain/config/plain_config.ts";
import { yamlText } from "../../domain/config/yaml_text.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { Writer } from "../output/writer.ts";
import { loadShown } from "./config_failures.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr config show", "as YAML"],
  ["atmos-ecr config show --profile ci -o json", "with a profile, for scripts"],
];

/** `atmos-ecr config show` */
export function addConfigShowCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(group.command("show"), EXAMPLES)
    .summary("print the merged auth section")
    .description(
      "Prints the auth section that all files make up together, with the realm that is in effect. Secrets are shown as ***.",
    )
    .action(async (_options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const loaded = await loadShown(context, command, { writer, setExitCode });
      if (loaded === undefined) return;
      const shown = { auth: plainConfig(await authSection(loaded), ["auth"]) };
      if (writer.json) return writer.data(shown);
      writer.text(yamlText(shown));
    });
}
