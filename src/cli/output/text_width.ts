import measure from "fast-string-truncated-width";

/** Columns that a text takes on a terminal: wide characters take two, combining ones and escape sequences none. */
export function textWidth(text: string): number {
  return measure(text).width;
}

/**
 * The lines of a text that is to fit in some columns: broken after white space, else after `.`, `/`, `,`, `:`, `-` or `_`, else
 * anywhere. Nothing of it is lost but white space at the breaks.
 *
 * @param columns At least 2, so that every character fits.
 */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (textWidth(rest) > columns) {
    const { index } = measure(rest, { limit: columns, ellipsis: "" });
    const most = rest.slice(0, Math.max(index, 1));
    const space = rest[most.length] === " " ? most.length : most.lastIndexOf(" ");
    const mark = most.search(/[./,:_-][^./,:_-]*$/) + 1;
    const cut = space > 0 ? space : mark > columns / 3 ? mark : most.length;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
