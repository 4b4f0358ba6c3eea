import { UsageError } from "../../domain/errors/errors.ts";
import type { CommandIo } from "./define_command.ts";

/** The directory that `--docker-config` names. @throws {UsageError} `USAGE` for an empty one, which would be the working directory. */
export function dockerConfigOption(io: CommandIo): string | undefined {
  const { dockerConfig } = io.options<{ readonly dockerConfig?: string }>();
  if (dockerConfig !== "") return dockerConfig;
  throw new UsageError("Cannot use --docker-config without a directory", {
    hint: "Specify Docker's directory, or omit the option",
  });
}
