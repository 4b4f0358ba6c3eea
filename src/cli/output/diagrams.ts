import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { dotDiagram } from "../../domain/diagram/dot_diagram.ts";
import { mermaidDiagram } from "../../domain/diagram/mermaid_diagram.ts";
import type { OutputFormat } from "./output_options.ts";

/** How the `auth` section is drawn, by the value of `--output`. */
const DIAGRAMS: Readonly<Partial<Record<OutputFormat, (auth: AuthConfig) => string>>> = {
  mermaid: mermaidDiagram,
  dot: dotDiagram,
};

/** The drawing that was asked for; undefined when none was. */
export function diagramOf(output: OutputFormat, auth: AuthConfig): string | undefined {
  return DIAGRAMS[output]?.(auth);
}
