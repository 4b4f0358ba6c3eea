/** What the options of a command select: registries, an identity, and how to log in. */
import { type SelectedIdentity, selectIdentity } from "../../app/auth/select_identity.ts";
import type { SelectionPorts } from "../../app/targets/selection.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { Selection } from "../../domain/login/selection.ts";
import type { CliContext } from "./context.ts";
import type { CommandIo } from "./define_command.ts";

/** The registries that `login` and `logout` select. */
export function readSelection(io: CommandIo): Selection {
  const options = io.options<{
    readonly identity?: string | true;
    readonly awsProfile?: string;
    readonly registry?: readonly string[];
    readonly public?: true;
    readonly all?: true;
  }>();
  return {
    integrations: io.operands,
    identity: options.identity,
    awsProfile: options.awsProfile,
    registries: options.registry ?? [],
    public: options.public === true,
    all: options.all === true,
  };
}

/** The ports that resolve names on the command line. */
export function selectionPorts({ configSelection, writer }: CommandIo, context: CliContext): SelectionPorts {
  return {
    configurations: context.configurations(),
    configSelection,
    onProblems: (problems) => writer.keepProblems(problems),
    prompter: context.prompter,
    identityVariable: context.environment.get("ATMOS_IDENTITY"),
    pinnedTargets: () => context.helperDependencies(),
  };
}

/**
 * The identity that a command uses, as selected by `--identity`. Prints the notes of the configuration.
 *
 * @throws {AtmosEcrError} As {@linkcode selectIdentity}.
 */
export async function selectedIdentity(io: CommandIo, context: CliContext): Promise<SelectedIdentity> {
  const selected = await selectIdentity(namedIdentity(undefined, io), selectionPorts(io, context));
  io.writer.configuration({ ...selected.loaded, problems: selected.problems });
  return selected;
}

/**
 * The identity given as an argument or by `--identity`; `true` for the option without a name.
 *
 * @throws {UsageError} `USAGE` if both are given and differ.
 */
export function namedIdentity(argument: string | undefined, io: CommandIo): string | true | undefined {
  const { identity } = io.options<{ readonly identity?: string | true }>();
  if (argument === undefined) return identity;
  if (typeof identity === "string" && foldName(identity) !== foldName(argument)) {
    throw new UsageError(`Cannot combine identity "${argument}" with --identity "${identity}"`, {
      hint: "Use only one of them",
    });
  }
  return argument;
}
