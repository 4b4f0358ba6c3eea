import type { CommandIo, ExitCode } from "../command/define_command.ts";
import type { CliContext } from "../command/context.ts";
import { afterDashes, readyIdentity } from "./auth_program.ts";

/** `atmos-ecr auth exec` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [program, ...args] = afterDashes(io);
  if (program === undefined) throw new TypeError("the parser requires a command");
  const { env, writer } = await readyIdentity(io, context);
  return await (await context.authDependencies(writer)).programs.run({ program, args, env });
}
