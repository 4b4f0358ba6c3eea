import type { Command } from "commander";

/** A command as it is typed: `atmos-ecr docker install`. */
export function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}
