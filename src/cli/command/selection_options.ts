import type { SelectionPorts } from "../../app/targets/selection.ts";
import type { Selection } from "../../domain/login/selection.ts";
import type { CommandIo } from "./define_command.ts";
import type { CliContext } from "./context.ts";
import { configSelection } from "./global_options.ts";

/** Options that select registries. */
interface SelectionOptions {
  readonly identity?: string | true;
  readonly awsProfile?: string;
  readonly registry?: readonly string[];
  readonly public?: true;
  readonly all?: true;
}

/** The selection of a command, and the ports to resolve it. */
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

/** The ports that resolve names on the command line. */
export function selectionPorts(io: CommandIo, context: CliContext): SelectionPorts {
  return {
    configurations: context.configurations(),
    configSelection: configSelection(io.global),
    prompter: context.prompter,
    identityVariable: context.environment.get("ATMOS_IDENTITY"),
    pinnedTargets: () => context.helperDependencies(),
  };
}
