import type { Command } from "commander";
import { UsageError } from "../../domain/errors/errors.ts";

/** Adds `--docker-config`. */
export function addDockerConfigOption(command: Command): Command {
  return command.option(
    "--docker-config <dir>",
    "Docker's directory, with config.json and the pins, in place of DOCKER_CONFIG",
  );
}

/** The directory that `--docker-config` names. @throws {UsageError} `USAGE` for an empty one, which would be the working directory. */
export function dockerConfigOption(command: Command): string | undefined {
  const { dockerConfig } = command.opts<{ readonly dockerConfig?: string }>();
  if (dockerConfig !== "") return dockerConfig;
  throw new UsageError("Cannot use --docker-config without a directory", {
    hint: "Name Docker's directory, or leave the option out",
  });
}
