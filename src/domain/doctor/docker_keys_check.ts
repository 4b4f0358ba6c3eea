import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { parseHost } from "../registry/registry.ts";
import { nearest } from "../text/nearest.ts";
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

/** A key in Docker's configuration that Docker never uses. */
interface DeadKey {
  /** Its place: `credHelpers`, or the root of the file. */
  readonly part: "credHelpers" | "root";
  /** As written. */
  readonly key: string;
  /** Why Docker ignores it, as the end of a sentence. */
  readonly reason: string;
  /** The probable intention; undefined if unknown. */
  readonly meant: string | undefined;
}

/** The root keys that affect logins. Docker matches them case-insensitively, like Go. */
const LOGIN_KEYS: readonly string[] = ["credsStore", "credHelpers", "auths"];

/** Other keys of Docker with similar names. */
const OTHER_KEYS: readonly string[] = ["aliases", "plugins", "proxies", "features"];

/**
 * Keys that look as if they affected ECR logins, but do not: Docker looks up `credHelpers` by the exact bare host, without patterns.
 *
 * Reference: `GetCredentialsStore`, https://github.com/docker/cli/blob/0b4503c57f21/cli/config/configfile/file.go#L280
 */
export function deadKeys(document: DockerConfigDocument): DeadKey[] {
  return [
    ...[...document.credHelpers.keys()].flatMap((key) => {
      const reason = deadReason(key);
      return reason === undefined ? [] : [{ part: "credHelpers" as const, key, reason, meant: hostIn(key) }];
    }),
    ...document.rootKeys.flatMap((key) => {
      const meant = misspelt(key);
      return meant === undefined
        ? []
        : [{ part: "root" as const, key, reason: "Docker has no such key", meant }];
    }),
  ];
}

/** Why Docker ignores a key of `credHelpers`; undefined if it does not. */
function deadReason(key: string): string | undefined {
  if (key.includes("*")) return "Docker does not support patterns";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(key)) return "Docker looks up the host without a scheme";
  // The only key with a path that Docker uses.
  if (key.includes("/")) return "Docker looks up the host without a path";
  if (/\s/.test(key)) return "Docker looks up the host without white space";
  if (key !== key.toLowerCase() && parseHost(key.toLowerCase()) !== undefined) {
    return "Docker looks up the host in lower case";
  }
  return undefined;
}

/** The host in a key; undefined if it contains no ECR host. */
function hostIn(key: string): string | undefined {
  const host = key.trim().toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, "").replace(/[/?#].*$/s, "");
  return parseHost(host)?.host;
}

function misspelt(key: string): string | undefined {
  const folded = key.toLowerCase();
  if ([...LOGIN_KEYS, ...OTHER_KEYS].some((known) => known.toLowerCase() === folded)) return undefined;
  if (/^cred(ential)?s?-?_?store$/.test(folded)) return "credsStore";
  if (/^cred(ential)?s?-?_?helpers?$/.test(folded)) return "credHelpers";
  return nearest(key, LOGIN_KEYS);
}
