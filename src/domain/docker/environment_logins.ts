import { AtmosEcrError } from "../errors/errors.ts";
import { DockerConfigDocument } from "./docker_config_document.ts";

/** Docker's variable with logins. Reference: https://github.com/docker/cli/blob/v29.6.2/cli/config/configfile/file.go#L88 */
export const LOGINS_VARIABLE = "DOCKER_AUTH_CONFIG";

/**
 * Which of these hosts Docker logs in to with the variable, whatever its configuration says. The key must be the bare host; a value that
 * Docker rejects has no effect.
 *
 * @param value The value of {@linkcode LOGINS_VARIABLE}; undefined if it is not set.
 * @param instead What Docker does not use, for the sentence: `this login`.
 * @returns A sentence for each.
 */
export function environmentLoginNotes(
  value: string | undefined,
  hosts: readonly string[],
  instead: string,
): string[] {
  const logins = environmentLogins(value);
  return hosts.filter((host) => logins.has(host)).map((host) =>
    `${LOGINS_VARIABLE} is set: Docker 28.3 or newer uses its login for ${host} instead of ${instead}`
  );
}

function environmentLogins(value: string | undefined): ReadonlySet<string> {
  try {
    const { auths } = DockerConfigDocument.parse(value, LOGINS_VARIABLE);
    // One entry without a login invalidates all.
    return new Set([...auths.values()].every(({ login }) => login !== undefined) ? auths.keys() : []);
  } catch (error) {
    if (error instanceof AtmosEcrError) return new Set();
    throw error;
  }
}
