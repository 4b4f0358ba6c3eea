/** The meaning of a text, which determines its colour. */
export type Meaning = "success" | "failure" | "warning" | "aside" | "name";

/** Select Graphic Rendition: start and end of a style. Reference: ECMA-48, 8.3.117 */
const CODES: Readonly<Record<Meaning, readonly [begin: number, end: number]>> = {
  // Green.
  success: [32, 39],
  // Red.
  failure: [31, 39],
  // Magenta, since yellow is illegible on white.
  warning: [35, 39],
  // Dim. Only for labels and details, since it is hard to read.
  aside: [2, 22],
  // Bold.
  name: [1, 22],
};

/** Styles text by its meaning, or returns it unchanged without colours. */
export type Styles = (meaning: Meaning, text: string) => string;

/** The styles of a stream. */
export function stylesFor(colour: boolean): Styles {
  if (!colour) return (_meaning, text) => text;
  return (meaning, text) => {
    const [begin, end] = CODES[meaning];
    return `\u001b[${begin}m${text}\u001b[${end}m`;
  };
}
