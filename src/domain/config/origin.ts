import { formatPosition, type SourcePosition } from "../errors/source_position.ts";

/** Where a configuration value came from. */
export type Origin =
  | ({ readonly kind: "file" } & SourcePosition)
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "flag"; readonly name: string }
  | { readonly kind: "default" };

/** How an origin is shown: `atmos.yaml:41:7`, `$ATMOS_PROFILE`, `--profile`, `default`. */
export function formatOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "file":
      return formatPosition(origin);
    case "variable":
      return `$${origin.name}`;
    case "flag":
      return origin.name;
    case "default":
      return "default";
  }
}

/** The place in a file that an origin names; undefined when it is no file. */
export function positionOf(origin: Origin): SourcePosition | undefined {
  return origin.kind === "file" ? { file: origin.file, line: origin.line, column: origin.column } : undefined;
}
