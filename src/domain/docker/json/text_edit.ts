/** Replaces one stretch of a text. An empty stretch inserts, an empty text removes. */
export interface TextEdit {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly text: string;
}

/**
 * Carries out edits that were computed against the same text, in any order.
 *
 * @throws {RangeError} When two of them overlap: a defect of the caller, caught before it can harm a file.
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
