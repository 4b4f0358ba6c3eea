import type { Command } from "commander";
import { authProblems, authSection } from "../../app/auth_section.ts";
import { plainConfig } from "../../domain/config/plain_config.ts";
import { yamlText } from "../../domain/config/yaml_text.ts";
import type { CliContext } from "../context.ts";
import { configSelection, globalOptions } from "../global_options.ts";
import { Writer } from "../writer.ts";

/** `atmos-ecr config show` */
export function addConfigShowCommand(group: Command, context: CliContext): void {
  group.command("show")
    .summary("print the merged auth section")
    .description(
      "Prints the auth section that all files make up together, with the realm that is in effect. Secrets are shown as ***.",
    )
    .action(async (_options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const loaded = await context.configurations().load(configSelection(globalOptions(command)));
      writer.configuration(loaded.files, await authProblems(loaded));
      const shown = { auth: plainConfig(await authSection(loaded), ["auth"]) };
      if (writer.json) return writer.data(shown);
      writer.text(yamlText(shown));
    });
}
