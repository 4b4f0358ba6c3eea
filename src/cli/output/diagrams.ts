import type { Command } from "commander";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { dotDiagram } from "../../domain/diagram/dot_diagram.ts";
import { mermaidDiagram } from "../../domain/diagram/mermaid_diagram.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { globalOptions, OUTPUT_FORMATS, type OutputFormat } from "../command/global_options.ts";

/** How the `auth` section is drawn, by the value of `--output`. */
const DIAGRAMS: Readonly<Partial<Record<OutputFormat, (auth: AuthConfig) => string>>> = {
  mermaid: mermaidDiagram,
  dot: dotDiagram,
};

const DRAWING = new WeakSet<Command>();

/** Lets a command draw: `--output mermaid` and `--output dot`. */
export function allowDiagrams(command: Command): Command {
  DRAWING.add(command);
  return command;
}

/** The values of `--output` that a command knows. */
export function outputFormats(command: Command): readonly OutputFormat[] {
  return OUTPUT_FORMATS.filter((format) => DIAGRAMS[format] === undefined || DRAWING.has(command));
}

/** The drawing that was asked for; undefined when none was. */
export function diagramOf(command: Command, auth: AuthConfig): string | undefined {
  return DIAGRAMS[globalOptions(command).output]?.(auth);
}

/** @throws {UsageError} `USAGE` when a drawing is asked of a command that has none. */
export function checkOutputFormat(command: Command): void {
  const { output } = globalOptions(command);
  const known = outputFormats(command);
  if (known.includes(output)) return;
  throw new UsageError(`Cannot show this as ${output}: \`${command.name()}\` has nothing to draw`, {
    hint: `Give one of: ${known.join(", ")}`,
  });
}
