import type { ConfigSelection } from "../../ports/config.ts";
import { validateConfig, type ValidatedConfig } from "../config/validate_config.ts";
import type { InitPorts } from "./init_ports.ts";
import type { PreparedInit } from "./prepare_init.ts";

/**
 * Writes what was prepared, and reads it back like every command does.
 *
 * @throws {EnvironmentError} `OUTPUT_UNWRITABLE`.
 */
export async function writeInit(
  { file }: PreparedInit,
  selection: ConfigSelection,
  { drafts, configurations }: Pick<InitPorts, "drafts" | "configurations">,
): Promise<ValidatedConfig | undefined> {
  if (file === undefined) return undefined;
  await drafts.write(file.path, file.after, file.before);
  return await validateConfig(configurations, selection);
}
