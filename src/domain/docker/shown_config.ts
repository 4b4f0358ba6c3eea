import type { DockerConfigDocument } from "./docker_config_document.ts";
import { namedHelpers } from "./ecr_hosts.ts";

const STRING_REGEXP = /"(?:[^"\\]|\\.)*"(?<key>\s*:)?/g;

/**
 * The text of Docker's configuration fit to be shown: keys and the names of helpers stay, every other text is `"***"`, since logins and
 * headers hold secrets.
 */
export function shownConfig(document: DockerConfigDocument): string | undefined {
  const shown = new Set(namedHelpers(document).map((name) => JSON.stringify(name)));
  return document.text?.replaceAll(
    STRING_REGEXP,
    (text, key: string | undefined) => key !== undefined || text === '""' || shown.has(text) ? text : '"***"',
  );
}
