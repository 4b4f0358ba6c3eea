import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { type Check, fail, ok } from "./check.ts";

/** Whether Docker can read its configuration. */
export function dockerConfigCheck(document: DockerConfigDocument): Check {
  if (document.hasByteOrderMark) {
    return fail(
      "docker-config",
      `Docker cannot read "${document.path}": it starts with a byte-order mark`,
      "Save it as UTF-8 without a byte-order mark",
    );
  }
  return ok(
    "docker-config",
    document.text === undefined
      ? `"${document.path}" does not exist yet`
      : `Docker can read "${document.path}"`,
  );
}
