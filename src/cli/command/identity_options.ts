import { foldName } from "../../domain/config/config_node.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CommandIo } from "./define_command.ts";

/** Options that say which identity is meant. */
interface IdentityOptions {
  readonly identity?: string | true;
}

/**
 * The identity that was named as an argument or by `--identity`; `true` for the option without a name.
 *
 * @throws {UsageError} `USAGE` when both name one, and not the same.
 */
export function namedIdentity(argument: string | undefined, io: CommandIo): string | true | undefined {
  const { identity } = io.options<IdentityOptions>();
  if (argument === undefined) return identity;
  if (typeof identity === "string" && foldName(identity) !== foldName(argument)) {
    throw new UsageError(`Cannot combine identity "${argument}" with --identity "${identity}"`, {
      hint: "Use only one of them",
    });
  }
  return argument;
}
