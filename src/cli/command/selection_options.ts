import type { Command } from "commander";
import type { SelectionPorts } from "../../app/targets/selected_targets.ts";
import type { Selection } from "../../domain/login/selection.ts";
import type { CliContext } from "./context.ts";
import { collect, configSelection, globalOptions } from "./global_options.ts";

/** Options that say which registries are meant. */
interface SelectionOptions {
  readonly identity?: string | true;
  readonly awsProfile?: string;
  readonly registry?: readonly string[];
  readonly public?: true;
  readonly all?: true;
}

/** Adds the arguments and options by which `login` and `logout` are told what is meant. */
export function addSelectionOptions(command: Command): Command {
  return command
    .argument("[target...]", "integrations of atmos.yaml by name, or registries by host")
    .option("-i, --identity [name]", "the integrations of an identity; without a name, choose one")
    .option(
      "-r, --registry <host>",
      "a registry by its host, with --identity or the environment's credentials (repeatable)",
      collect,
    )
    .option("--public", "ECR Public, public.ecr.aws")
    .option("--all", "every integration for ECR");
}

/** What a command was told, and what that is resolved with. */
export function readSelection(
  integrations: readonly string[],
  command: Command,
  context: CliContext,
): { readonly selection: Selection; readonly ports: SelectionPorts } {
  const options = command.opts<SelectionOptions>();
  return {
    selection: {
      integrations,
      identity: options.identity,
      awsProfile: options.awsProfile,
      registries: options.registry ?? [],
      public: options.public === true,
      all: options.all === true,
    },
    ports: selectionPorts(command, context),
  };
}

/** What names on the command line are resolved with. */
export function selectionPorts(command: Command, context: CliContext): SelectionPorts {
  return {
    configurations: context.configurations(),
    configSelection: configSelection(globalOptions(command)),
    prompter: context.prompter,
    identityVariable: context.environment.get("ATMOS_IDENTITY"),
    pinnedTargets: () => context.helperSide(),
  };
}
