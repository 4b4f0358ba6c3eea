import type { Command } from "commander";
import { planUninstall } from "../../app/docker/uninstall_helper.ts";
import type { CliContext } from "../command/context.ts";
import { addDockerConfigOption, dockerConfigOption } from "../command/docker_config_option.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { Writer } from "../output/writer.ts";
import { runWiring, wiringMode } from "./docker_wiring.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr docker uninstall", "the registries of all integrations"],
  ["atmos-ecr docker uninstall --all --dry-run", "everything that install ever did, as a diff"],
  ["atmos-ecr docker uninstall 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
];

/** `atmos-ecr docker uninstall` */
export function addDockerUninstallCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addDockerConfigOption(addExamples(group.command("uninstall"), EXAMPLES))
    .summary("undo install")
    .description(
      "Removes this program from Docker's config.json and the pins of those registries. Entries of other helpers stay. Without hosts, " +
        "the registries of all integrations; with --all everything that install ever did, for which no atmos.yaml is needed.",
    )
    .argument("[host...]", "registries by host")
    .option("--all", "every registry that this program is wired or pinned for")
    .option("--check", "exit with 1 when something would change, and show what; write nothing")
    .option("--dry-run", "show what would be changed, as a diff; write nothing")
    .action(
      async (
        hosts: string[],
        options: { readonly all?: true; readonly check?: true; readonly dryRun?: true },
        command: Command,
      ) => {
        const writer = new Writer(context, command);
        const helper = context.helperSide(dockerConfigOption(command));
        const plan = await planUninstall({ hosts, all: options.all === true }, {
          docker: helper.docker(),
          pins: helper.pins,
          configurations: context.configurations(),
          configSelection: configSelection(globalOptions(command)),
        });
        setExitCode(
          await runWiring(plan, {
            mode: wiringMode(options),
            words: { done: "Docker does not ask this program any more for" },
            writer,
            context,
          }),
        );
      },
    );
}
