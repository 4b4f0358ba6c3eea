import { DockerError } from "../errors/errors.ts";
import { lineAndColumn } from "./json/line_and_column.ts";

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
  return new DockerError(
    "DOCKER_CONFIG_INVALID",
    `Cannot use Docker's configuration: ${state}`,
    {
      hint: "Correct the file, or move it and log in again; it was not changed",
      position,
      cause,
    },
  );
}
