import { formatPosition, type SourcePosition } from "../errors/source_position.ts";

/** The origin of a configuration value. */
export type Origin =
  | ({ readonly kind: "file" } & SourcePosition)
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "flag"; readonly name: string }
  | { readonly kind: "default" };

/** The text of an origin: `atmos.yaml:41:7`, `$ATMOS_PROFILE`, `--profile`, `default`. */
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

/** The position of an origin; undefined if it is not a file. */
export function positionOf(origin: Origin): SourcePosition | undefined {
  return origin.kind === "file" ? { file: origin.file, line: origin.line, column: origin.column } : undefined;
}
