import { styleText } from "node:util";

/** What a piece of text means; the colours follow from that. */
export type Meaning = "success" | "failure" | "warning" | "aside" | "name";

const FORMATS = {
  success: "green",
  failure: "red",
  // Not yellow, which cannot be read on white.
  warning: "magenta",
  // For labels and details only: it is hard to read.
  aside: "dim",
  name: "bold",
} as const satisfies Record<Meaning, Parameters<typeof styleText>[0]>;

/** Marks text by its meaning, or leaves it as it is where colours do not help. */
export type Styles = (meaning: Meaning, text: string) => string;

/** The styles of a stream. */
export function stylesFor(colour: boolean): Styles {
  if (!colour) return (_meaning, text) => text;
  return (meaning, text) => styleText(FORMATS[meaning], text, { validateStream: false });
}
