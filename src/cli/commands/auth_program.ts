import { prepareProgram, type ProgramPorts } from "../../app/auth/prepare_program.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CliContext } from "../command/context.ts";
import { type CommandIo, commandPath } from "../command/define_command.ts";
import { loginOptions } from "../command/login_options.ts";
import { selectedIdentity } from "../command/selected_identity.ts";
import { showProvisions } from "../output/provisions.ts";
import { Writer } from "../output/writer.ts";

/** An identity that a program can run as. */
export interface ReadyIdentity {
  readonly identity: Identity;
  /** The whole environment of the program. */
  readonly env: Record<string, string>;
  readonly writer: Writer;
}

/** Logs in to the selected identity, for a program to run as it. */
export async function readyIdentity(io: CommandIo, context: CliContext): Promise<ReadyIdentity> {
  const { writer } = io;
  const selected = await selectedIdentity(io, context);
  const { env, results } = await prepareProgram(selected, await programPorts(io, context));
  showProvisions(results, context.clock(), writer);
  return { identity: selected.identity, env, writer };
}

/** The dependencies of a login for programs, including Docker's. */
export async function programPorts(io: CommandIo, context: CliContext): Promise<ProgramPorts> {
  const { writer } = io;
  const { sessions, variables } = await context.authDependencies(writer);
  return {
    issuer: await context.issuer(loginOptions(io, context), writer),
    docker: await context.docker(),
    helper: await context.helperCache(),
    deadlines: context.deadlines,
    progress: writer.progress,
    sessions,
    variables,
  };
}

/**
 * The arguments after `--`, as typed.
 *
 * @throws {UsageError} `USAGE` if there are positional arguments before it.
 */
export function afterDashes({ operands, typed, trail }: CommandIo): readonly string[] {
  const dashes = typed.indexOf("--");
  const after = dashes < 0 ? [] : typed.slice(dashes + 1);
  if (after.length === operands.length) return operands;
  const [word = ""] = operands;
  throw new UsageError(`Cannot distinguish options from arguments: "${word}" comes before --`, {
    hint: `To specify an identity, use -i ${shellWord(word)}; otherwise put -- before it: \`${
      commandPath(trail)
    } -- ${operands.slice(0, 3).map(shellWord).join(" ")}\``,
  });
}
