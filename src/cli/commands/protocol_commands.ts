import { UsageError } from "../../domain/errors/errors.ts";
import { type CommandIo, type ExitCode, lastOf } from "../command/define_command.ts";

/** `atmos-ecr credential` and `atmos-ecr kubelet`, if they are not the first argument. */
export function run({ trail }: CommandIo): Promise<ExitCode> {
  const { name } = lastOf(trail);
  throw new UsageError(`Cannot run ${name} after options`, {
    hint: `Global options are not supported here: run \`atmos-ecr ${name}\``,
  });
}
