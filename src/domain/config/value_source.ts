import type { Origin } from "./origin.ts";

/** Where a value came from that is not written out where it stands. */
export type ValueSource =
  /** A variable of the environment. */
  | { readonly kind: "variable"; readonly name: string }
  /** A variable that a configuration file sets under `env`. */
  | { readonly kind: "setting"; readonly name: string }
  /** Another file, whose path is as it is shown, and the place that includes it. */
  | { readonly kind: "file"; readonly file: string; readonly from: Origin }
  /** What a function tells of this place, such as the branch: no secret, but not written out either. */
  | { readonly kind: "place"; readonly tag: string }
  /** What a command printed, which the file itself names. */
  | { readonly kind: "command" };

/** How messages name a source, in place of the value: `$NAME`, `"file"`. Not escaped. */
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
