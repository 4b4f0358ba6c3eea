import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { dotDiagram, mermaidDiagram } from "../../domain/diagram/diagrams.ts";
import type { OutputFormat } from "./output_options.ts";

/** Draws the `auth` section, by the value of `--output`. */
const DIAGRAMS: Readonly<Partial<Record<OutputFormat, (auth: AuthConfig) => string>>> = {
  mermaid: mermaidDiagram,
  dot: dotDiagram,
};

/** The requested diagram; undefined if none was requested. */
export function diagramOf(output: OutputFormat, auth: AuthConfig): string | undefined {
  return DIAGRAMS[output]?.(auth);
}
