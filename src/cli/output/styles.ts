/** What a piece of text means; the colours follow from that. */
export type Meaning = "success" | "failure" | "warning" | "aside" | "name";

/** Select Graphic Rendition: what begins a style, and what ends it. Reference: ECMA-48, 8.3.117 */
const CODES: Readonly<Record<Meaning, readonly [begin: number, end: number]>> = {
  // Green.
  success: [32, 39],
  // Red.
  failure: [31, 39],
  // Magenta, not yellow, which cannot be read on white.
  warning: [35, 39],
  // Dim. For labels and details only: it is hard to read.
  aside: [2, 22],
  // Bold.
  name: [1, 22],
};

/** Marks text by its meaning, or leaves it as it is where colours do not help. */
export type Styles = (meaning: Meaning, text: string) => string;

/** The styles of a stream. */
export function stylesFor(colour: boolean): Styles {
  if (!colour) return (_meaning, text) => text;
  return (meaning, text) => {
    const [begin, end] = CODES[meaning];
    return `\u001b[${begin}m${text}\u001b[${end}m`;
  };
}
