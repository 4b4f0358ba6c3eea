import type { Command } from "commander";
import type { CliContext } from "../command/context.ts";
import { addExamples } from "../help/help_sections.ts";
import { addDockerInstallCommand } from "./docker_install.ts";
import { addDockerUninstallCommand } from "./docker_uninstall.ts";
import { addStatusCommand } from "./status.ts";

/** `atmos-ecr docker` with its commands. */
export function addDockerCommands(
  program: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const group = addExamples(program.command("docker"), [
    ["atmos-ecr docker install", "let Docker ask this program for the registries of all integrations"],
    ["atmos-ecr docker status", "the same as atmos-ecr status"],
  ])
    .usage("[options] COMMAND")
    .summary("let Docker ask this program for logins")
    .description(
      "Wires registries to this program in Docker's config.json, takes that back, and shows how things stand.",
    );
  addDockerInstallCommand(group, context, setExitCode);
  addDockerUninstallCommand(group, context, setExitCode);
  addStatusCommand(group, context, setExitCode);
}
