const LINE_END_REGEXP = /\r\n|\r|\n/g;
const BYTE_ORDER_MARK = "\uFEFF";

/** Line and column of an offset, both from 1, columns in UTF-16 units as in editors. A byte-order mark does not count. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  for (const end of text.matchAll(LINE_END_REGEXP)) {
    const next = end.index + end[0].length;
    if (next > offset) break;
    line++;
    lineStart = next;
  }
  return { line, column: Math.max(offset - lineStart, 0) + 1 };
}
