import { UsageError } from "../../domain/errors/errors.ts";
import { OUTPUT_FORMATS, type OutputFormat } from "../output/output_options.ts";
import { type Command, lastOf, type Trail } from "./define_command.ts";

/** The values of `--output` that a command supports. */
export function outputFormats({ draws }: Command): readonly OutputFormat[] {
  return draws ? OUTPUT_FORMATS : OUTPUT_FORMATS.slice(0, 2);
}

/** @throws {UsageError} `USAGE` if a command that does not draw is asked for a diagram. */
export function checkOutputFormat(output: OutputFormat, trail: Trail): void {
  const known = outputFormats(lastOf(trail));
  if (known.includes(output)) return;
  const path = trail.slice(1).map(({ name }) => name).join(" ");
  throw new UsageError(`\`${path}\` does not support --output ${output}`, {
    hint: `Valid values: ${known.join(", ")}`,
  });
}
