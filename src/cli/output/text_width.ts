import measure from "fast-string-truncated-width";

/** Columns that a text takes on a terminal: wide characters take two, combining ones and escape sequences none. */
export function textWidth(text: string): number {
  return measure(text).width;
}

/**
 * The lines of a text that is to fit in some columns, broken between words only: a word that is wider stands on a line of its own, whole,
 * and so does what is between backquotes, which is to be typed. Nothing of it is lost but white space at the breaks.
 */
export function wrapWords(text: string, columns: number): string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const [, space = "", word = ""] of text.matchAll(/( *)([^ `]*`[^`]*`[^ ]*|[^ ]+)/g)) {
    if (current === undefined) current = space + word;
    else if (textWidth(current + space + word) <= columns) current += space + word;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current ?? ""];
}
