import type { DockerConfigDocument } from "./docker_config_document.ts";
import { namedHelpers } from "./ecr_hosts.ts";

const STRING_REGEXP = /"(?:[^"\\]|\\.)*"(?<key>\s*:)?/g;

/**
 * The text of Docker's configuration for display: keys and names of helpers are kept, every other text becomes `"***"`, since logins and
 * headers contain secrets.
 */
export function shownConfig(document: DockerConfigDocument): string | undefined {
  const shown = new Set(namedHelpers(document).map((name) => JSON.stringify(name)));
  return document.text?.replaceAll(
    STRING_REGEXP,
    (text, key: string | undefined) => key !== undefined || text === '""' || shown.has(text) ? text : '"***"',
  );
}
