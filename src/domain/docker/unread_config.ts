import type { DockerConfigDocument } from "./docker_config_document.ts";
import { rejectionSentence } from "./docker_rejection.ts";

/** Why Docker ignores its configuration or the logins in it, with what to do, as sentences; for commands that change it. */
export function unreadNotes({ hasByteOrderMark, path, rejection }: DockerConfigDocument): string[] {
  return [
    ...(hasByteOrderMark
      ? [`Docker cannot read ${path}: it starts with a byte-order mark. Save it without one`]
      : []),
    ...(rejection === undefined ? [] : [`${rejectionSentence(path, rejection)}. Correct it`]),
  ];
}
