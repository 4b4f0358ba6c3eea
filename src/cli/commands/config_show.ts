import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { authSection } from "../../app/config/auth_section.ts";
import { plainConfig } from "../../domain/config/plain_config.ts";
import { yamlText } from "../../domain/config/yaml_text.ts";
import type { CliContext } from "../command/context.ts";
import { loadShown } from "./config_failures.ts";

/** `atmos-ecr config show` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const loaded = await loadShown(io, context);
  if (typeof loaded === "number") return loaded;
  const shown = { auth: plainConfig(await authSection(loaded), ["auth"]) };
  if (writer.json) return writer.data(shown);
  writer.text(yamlText(shown));
}
