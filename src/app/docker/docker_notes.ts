import type { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import type { Environment } from "../../ports/process.ts";

/**
 * Settings that make Docker ignore its configuration file, as sentences.
 *
 * Reference: `DOCKER_AUTH_CONFIG`, https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go#L41
 */
export function dockerNotes(document: DockerConfigDocument, environment: Environment): string[] {
  return [
    ...((environment.get("DOCKER_AUTH_CONFIG") ?? "") === ""
      ? []
      : ["DOCKER_AUTH_CONFIG is set: its logins take precedence over everything shown here"]),
    ...(document.hasByteOrderMark
      ? [`${document.path} starts with a byte-order mark, which Docker cannot read`]
      : []),
  ];
}
