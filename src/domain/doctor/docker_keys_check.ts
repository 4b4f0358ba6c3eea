import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { type DeadKey, deadKeys } from "../docker/dead_keys.ts";
import { type Check, listed, ok, warn } from "./check.ts";

/** Whether every key that looks as if it affected logins does. */
export function dockerKeysCheck(document: DockerConfigDocument): Check {
  const dead = deadKeys(document);
  if (dead.length === 0) return ok("docker-keys", "No invalid credHelpers keys");
  const hosts = dead.flatMap(({ part, meant }) =>
    part === "credHelpers" && meant !== undefined ? [meant] : []
  );
  return warn(
    "docker-keys",
    `Docker never uses ${listed(dead.map(deadKeyText))}`,
    hosts.length > 0
      ? `Use the bare host of each registry: run \`atmos-ecr docker install ${
        hosts[0]
      }\`, and remove these keys`
      : "Correct these keys, or use the bare host of each registry: `atmos-ecr docker install HOST`",
  );
}

/** A key with the reason: `credHelpers["*.amazonaws.com"] (Docker does not support patterns)`. */
function deadKeyText({ part, key, reason, meant }: DeadKey): string {
  const shown = JSON.stringify(key);
  return part === "root"
    ? `${shown} (${reason}${meant === undefined ? "" : `: did you mean ${JSON.stringify(meant)}`})`
    : `credHelpers[${shown}] (${reason})`;
}
