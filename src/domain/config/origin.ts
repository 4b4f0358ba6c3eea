import { formatPosition, type SourcePosition } from "../errors/errors.ts";

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

/** The source of a value that is not a literal. */
export type ValueSource =
  /** A variable of the environment. */
  | { readonly kind: "variable"; readonly name: string }
  /** A variable that a configuration file sets under `env`. */
  | { readonly kind: "setting"; readonly name: string }
  /** Another file, by its display path, and the position that includes it; whether by a path in the file, whose quotes Atmos ignores. */
  | { readonly kind: "file"; readonly file: string; readonly from: Origin; readonly selected?: boolean }
  /** A fact about the working directory, such as the branch: not a secret, but not a literal either. */
  | { readonly kind: "place"; readonly tag: string }
  /** The output of a command, which the file itself contains. */
  | { readonly kind: "command" };

/** The name of a source in messages, instead of the value: `$NAME`, `"file"`. Not escaped. */
export function sourceName(source: ValueSource): string {
  switch (source.kind) {
    case "variable":
    case "setting":
      return `$${source.name}`;
    case "file":
      return `"${source.file}"`;
    case "place":
      return source.tag;
    case "command":
      return "a command";
  }
}
