import type { SelectionPorts } from "../../app/targets/selected_targets.ts";
import type { Selection } from "../../domain/login/selection.ts";
import type { CommandIo } from "./define_command.ts";
import type { CliContext } from "./context.ts";
import { configSelection } from "./global_options.ts";

/** Options that say which registries are meant. */
interface SelectionOptions {
  readonly identity?: string | true;
  readonly awsProfile?: string;
  readonly registry?: readonly string[];
  readonly public?: true;
  readonly all?: true;
}

/** What a command was told, and what that is resolved with. */
export function readSelection(
  io: CommandIo,
  context: CliContext,
): { readonly selection: Selection; readonly ports: SelectionPorts } {
  const options = io.options<SelectionOptions>();
  return {
    selection: {
      integrations: io.operands,
      identity: options.identity,
      awsProfile: options.awsProfile,
      registries: options.registry ?? [],
      public: options.public === true,
      all: options.all === true,
    },
    ports: selectionPorts(io, context),
  };
}

/** What names on the command line are resolved with. */
export function selectionPorts(io: CommandIo, context: CliContext): SelectionPorts {
  return {
    configurations: context.configurations(),
    configSelection: configSelection(io.global),
    prompter: context.prompter,
    identityVariable: context.environment.get("ATMOS_IDENTITY"),
    pinnedTargets: () => context.helperDependencies(),
  };
}
