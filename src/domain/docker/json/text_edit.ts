/** Replaces a range of a text. An empty range inserts, an empty text removes. */
export interface TextEdit {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly text: string;
}

/**
 * Applies edits computed for the same text, in any order.
 *
 * @throws {RangeError} If two of them overlap: a bug of the caller, caught before it can damage a file.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at || edit.end < edit.start) {
      throw new RangeError(`Cannot apply edits: they overlap at offset ${edit.start}`);
    }
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}
