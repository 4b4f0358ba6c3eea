import type { Command } from "commander";
import { dockerStatus } from "../../app/docker_status.ts";
import type { CliContext } from "../context.ts";
import { addExamples, addSection, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../global_options.ts";
import { STATUS_HEADINGS, statusesJson, statusRows } from "../output/statuses.ts";
import { Writer } from "../writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr status", "every registry that is configured, pinned or known to Docker"],
  ["atmos-ecr status 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
  ["atmos-ecr status -o json", "for scripts"],
];

const ANSWERERS: readonly HelpRow[] = [
  ["helper", "docker-credential-atmos-ecr, which asks AWS when there is no cached token"],
  ["other-helper", "another program, named in credHelpers"],
  ["store", "the program that credsStore names"],
  ["auths", "a login in Docker's config.json, which Docker also sends when it has expired"],
  ["nobody", "Docker goes on without a login"],
];

/** `atmos-ecr status`, and the same as `atmos-ecr docker status`. */
export function addStatusCommand(parent: Command, context: CliContext): void {
  addSection(addExamples(parent.command("status"), EXAMPLES), { heading: "Answered by", rows: ANSWERERS })
    .summary("show who answers Docker for each registry")
    .description(
      "Shows for each registry that is configured, pinned or known to Docker: who answers Docker, in whose name, until when, and what " +
        "is shadowed by that. AWS is not asked.",
    )
    .argument("[host...]", "registries by host; all when absent")
    .action(async (hosts: string[], _options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const helper = context.helperSide();
      const { registries, files, problems, notes } = await dockerStatus(hosts, {
        ...helper,
        docker: helper.docker(),
        environment: context.environment,
        clock: context.clock,
        configurations: context.configurations(),
        configSelection: configSelection(globalOptions(command)),
      });
      writer.configuration(files, problems);
      for (const note of notes) writer.warning(note);
      if (writer.json) return writer.data(statusesJson(registries));
      if (registries.length === 0) {
        return writer.words("No registry of ECR is configured, pinned, or known to Docker\n");
      }
      writer.table(statusRows(registries, context.clock()), STATUS_HEADINGS);
    });
}
