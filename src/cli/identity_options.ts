import type { Command } from "commander";
import type { LoginOptions } from "../app/identities/login_options.ts";
import { foldName } from "../domain/config/config_node.ts";
import { UsageError } from "../domain/errors/errors.ts";
import { Secret } from "../domain/secret.ts";
import type { CliContext } from "./context.ts";

/** Options that say which identity is meant, and how to log in to it. */
interface IdentityOptions {
  readonly identity?: string | true;
  readonly device?: true;
  readonly mfaCode?: string;
}

/** Adds `--identity`. */
export function addIdentityOption(command: Command): Command {
  return command.option(
    "-i, --identity [name]",
    "the identity; without a name, choose one. ATMOS_IDENTITY and the default identity come after it",
  );
}

/** Adds the options that say how to log in. */
export function addLoginOptions(command: Command): Command {
  return command
    .option("--device", "log in to IAM Identity Center by a code, on whatever device has a browser")
    .option(
      "--mfa-code <code>",
      "the code of the MFA device, so that nobody is asked; also ATMOS_ECR_MFA_CODE",
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

/** What the options and the environment say about how to log in. */
export function loginOptions(command: Command, { environment }: CliContext): LoginOptions {
  const { device, mfaCode = environment.get("ATMOS_ECR_MFA_CODE") ?? "" } = command.opts<IdentityOptions>();
  return { device: device === true, ...(mfaCode === "" ? {} : { mfaCode: new Secret(mfaCode) }) };
}
