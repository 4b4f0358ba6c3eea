import { foldName } from "../../domain/config/config_node.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CommandIo } from "./define_command.ts";

/** Options that select an identity. */
interface IdentityOptions {
  readonly identity?: string | true;
}

/**
 * The identity given as an argument or by `--identity`; `true` for the option without a name.
 *
 * @throws {UsageError} `USAGE` if both are given and differ.
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
