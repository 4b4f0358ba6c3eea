import { UsageError } from "../../domain/errors/errors.ts";
import { OUTPUT_FORMATS, type OutputFormat } from "../output/output_options.ts";
import type { Command } from "./define_command.ts";

/** The values of `--output` that a command knows. */
export function outputFormats({ draws }: Command): readonly OutputFormat[] {
  return draws ? OUTPUT_FORMATS : OUTPUT_FORMATS.slice(0, 2);
}

/** @throws {UsageError} `USAGE` when a drawing is asked of a command that has none. */
export function checkOutputFormat(output: OutputFormat, command: Command): void {
  const known = outputFormats(command);
  if (known.includes(output)) return;
  throw new UsageError(`Cannot show this as ${output}: \`${command.name}\` cannot be drawn`, {
    hint: `Give one of: ${known.join(", ")}`,
  });
}
