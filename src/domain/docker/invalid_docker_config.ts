import { DockerError } from "../errors/errors.ts";

/** A place in one text of Docker's configuration. */
export interface DockerConfigPlace {
  /** The path to display. */
  readonly path: string;
  readonly text: string;
  /** UTF-16 offset into the text. */
  readonly offset: number;
}

/**
 * The error for a configuration that cannot be used (`DOCKER_CONFIG_INVALID`). It has a position, but shows nothing of the file's content,
 * which contains logins.
 *
 * @param state What is wrong there, e.g. `expected a value`.
 */
export function invalidDockerConfig(place: DockerConfigPlace, state: string, cause?: unknown): DockerError {
  const position = { file: place.path, ...lineAndColumn(place.text, place.offset) };
  return new DockerError("DOCKER_CONFIG_INVALID", `Cannot use Docker's configuration: ${state}`, {
    hint: "Correct the file, or move it and log in again; it was not changed",
    position,
    cause,
  });
}

/** Line and column of an offset, both from 1, columns in UTF-16 units as in editors. A byte-order mark does not count. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = text.startsWith("\uFEFF") ? 1 : 0;
  for (const end of text.matchAll(/\r\n|\r|\n/g)) {
    const next = end.index + end[0].length;
    if (next > offset) break;
    line++;
    lineStart = next;
  }
  return { line, column: Math.max(offset - lineStart, 0) + 1 };
}
