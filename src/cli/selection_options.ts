import type { Command } from "commander";
import { type SelectedTargets, selectTargets } from "../app/select_targets.ts";
import type { CliContext } from "./context.ts";
import { collect, configSelection, globalOptions } from "./global_options.ts";

/** Options that say which registries are meant. */
interface SelectionOptions {
  readonly identity?: string | true;
  readonly registry?: readonly string[];
  readonly public?: true;
  readonly all?: true;
}

/** Adds the arguments and options by which `login` and `logout` are told what is meant. */
export function addSelectionOptions(command: Command): Command {
  return command
    .argument("[integration...]", "integrations of atmos.yaml, by name")
    .option("-i, --identity [name]", "the integrations of an identity; without a name, choose one")
    .option(
      "-r, --registry <host>",
      "a registry by its host, with --identity or the environment's credentials (repeatable)",
      collect,
    )
    .option("--public", "ECR Public, public.ecr.aws")
    .option("--all", "every integration for ECR");
}

/** The registries that a command was told, checked. */
export function selectedTargets(
  integrations: readonly string[],
  command: Command,
  context: CliContext,
): Promise<SelectedTargets> {
  const options = command.opts<SelectionOptions>();
  return selectTargets(
    {
      integrations,
      identity: options.identity,
      registries: options.registry ?? [],
      public: options.public === true,
      all: options.all === true,
    },
    {
      configurations: context.configurations(),
      configSelection: configSelection(globalOptions(command)),
      prompter: context.prompter,
      identityVariable: context.environment.get("ATMOS_IDENTITY"),
    },
  );
}
