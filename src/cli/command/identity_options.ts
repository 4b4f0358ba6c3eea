import type { Command } from "commander";
import { foldName } from "../../domain/config/config_node.ts";
import { UsageError } from "../../domain/errors/errors.ts";

/** Options that say which identity is meant. */
interface IdentityOptions {
  readonly identity?: string | true;
}

/** Adds `--identity`. */
export function addIdentityOption(command: Command): Command {
  return command.option(
    "-i, --identity [name]",
    "the identity; without a name, choose one. ATMOS_IDENTITY and the default identity come after it",
  );
}

/**
 * The identity that was named as an argument or by `--identity`; `true` for the option without a name.
 *
 * @throws {UsageError} `USAGE` when both name one, and not the same.
 */
export function namedIdentity(argument: string | undefined, command: Command): string | true | undefined {
  const { identity } = command.opts<IdentityOptions>();
  if (argument === undefined) return identity;
  if (typeof identity === "string" && foldName(identity) !== foldName(argument)) {
    throw new UsageError(`Cannot combine identity "${argument}" with --identity "${identity}"`, {
      hint: "Give one of the two",
    });
  }
  return argument;
}
