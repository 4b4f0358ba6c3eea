import { AtmosEcrError } from "../errors/errors.ts";
import { DockerConfigDocument } from "./docker_config_document.ts";

/** Docker's variable with logins. Reference: https://github.com/docker/cli/blob/v29.6.2/cli/config/configfile/file.go#L88 */
const VARIABLE = "DOCKER_AUTH_CONFIG";

/**
 * A sentence for each of these hosts that Docker logs in to with the variable, whatever its configuration says. The key must be the bare
 * host; a value that Docker rejects has no effect.
 *
 * @param instead What Docker does not use: `this login`.
 */
export function environmentLoginNotes(
  environment: { get(name: string): string | undefined },
  hosts: readonly string[],
  instead: string,
): string[] {
  try {
    const { auths } = DockerConfigDocument.parse(environment.get(VARIABLE), VARIABLE);
    // One entry without a login invalidates all.
    if ([...auths.values()].some(({ login }) => login === undefined)) return [];
    return hosts.filter((host) => auths.has(host)).map((host) =>
      `${VARIABLE} is set: Docker 28.3 or newer uses its login for ${host} instead of ${instead}`
    );
  } catch (error) {
    if (error instanceof AtmosEcrError) return [];
    throw error;
  }
}
