import type { Command } from "commander";
import { dockerStatus } from "../../app/docker/docker_status.ts";
import { isUsableState } from "../../domain/docker/registry_state.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import type { CliContext } from "../command/context.ts";
import { addDockerConfigOption, dockerConfigOption } from "../command/docker_config_option.ts";
import { addExamples, addSection, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { statusesJson, statusTable } from "../output/statuses.ts";
import { statusPorts } from "../command/status_ports.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr status", "every registry that is configured, pinned or known to Docker"],
  ["atmos-ecr status 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
  ["atmos-ecr status -o json", "for scripts"],
];

const PROVIDERS: readonly HelpRow[] = [
  ["helper", "docker-credential-atmos-ecr, which requests a token when none is cached"],
  ["other-helper", "another program, named in credHelpers"],
  ["store", "the program that credsStore names"],
  ["auths", "a login in Docker's config.json, which Docker also sends when it has expired"],
  ["none", "Docker goes on without credentials"],
];

/** `atmos-ecr status`, and the same as `atmos-ecr docker status`. */
export function addStatusCommand(
  parent: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const status = addSection(addExamples(parent.command("status"), EXAMPLES), {
    heading: "Provided by",
    rows: PROVIDERS,
  })
    .summary("show where Docker gets each registry's credentials")
    .description(
      "Shows for each registry that is configured, pinned or known to Docker: where Docker gets its credentials, as whom, until when, " +
        "what they override, whether a login is needed, what failed last, and the command to run. AWS is not called. With hosts, it exits " +
        "with 1 when one of them has no usable credentials.",
    )
    .argument("[host...]", "registries by host; all when absent");
  addDockerConfigOption(status)
    .action(async (hosts: string[], _options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const selection = configSelection(globalOptions(command));
      const { registries, files, problems, notes } = await dockerStatus(
        hosts,
        statusPorts(context, selection, writer, dockerConfigOption(command)),
      );
      writer.configuration(files, problems);
      for (const note of notes) writer.warning(note);
      const isFine = hosts.length === 0 || registries.every(({ state }) => isUsableState(state));
      setExitCode(isFine ? EXIT_CODES.ok : EXIT_CODES.failure);
      if (writer.json) return writer.data(statusesJson(registries));
      if (registries.length === 0) {
        return writer.words(
          `No registry of ECR is configured, pinned, or known to Docker. Begin with ${beginnings(command)}\n`,
        );
      }
      const { rows, headings } = statusTable(registries, context.clock());
      writer.table(rows, headings);
    });
}

/** The ways to begin without an atmos.yaml, as far as this program has them. */
function beginnings(command: Command): string {
  let root = command;
  while (root.parent !== null) root = root.parent;
  const ways = [
    ...(root.commands.some((one) => one.name() === "init") ? ["`atmos-ecr init`"] : []),
    "`atmos-ecr login HOST`",
    "`atmos-ecr login HOST --aws-profile NAME`",
  ];
  return `${ways.slice(0, -1).join(", ")} or ${ways.at(-1)}`;
}
