import measure from "fast-string-truncated-width";

/** The columns that a text takes on a terminal: wide characters take two, combining characters and escape sequences none. */
export function textWidth(text: string): number {
  return measure(text).width;
}

/**
 * Wraps a text between words. A word that is too wide gets its own line, unbroken, and so does text between backquotes, which is meant to
 * be typed. Only white space at the breaks is dropped.
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
