/** A position in a file, counted as in editors. */
export interface SourcePosition {
  /** The file's display path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
}

/** `atmos.yaml:41:7`, the form that terminals and editors make clickable. */
export function formatPosition(position: SourcePosition): string {
  return `${position.file}:${position.line}:${position.column}`;
}
