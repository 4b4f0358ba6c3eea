import { parseHost } from "../registry/parse_host.ts";
import { nearest } from "../text/nearest.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** A key of Docker's configuration that Docker never looks up. */
export interface DeadKey {
  /** Where it stands: `credHelpers`, or the root of the file. */
  readonly part: "credHelpers" | "root";
  /** As written. */
  readonly key: string;
  /** Why Docker passes it over, as the end of a sentence. */
  readonly reason: string;
  /** What is meant most probably; undefined where there is no telling. */
  readonly meant: string | undefined;
}

/** The keys of the root that decide about logins. Docker reads them whatever their case, as Go does. */
const LOGIN_KEYS: readonly string[] = ["credsStore", "credHelpers", "auths"];

/** Other keys that Docker knows, and that are near to those. */
const OTHER_KEYS: readonly string[] = ["aliases", "plugins", "proxies", "features"];

/**
 * Keys that look as if they decided about logins of ECR, and do not: Docker looks `credHelpers` up by the bare host, letter by letter,
 * and knows no patterns.
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

function deadReason(key: string): string | undefined {
  if (key.includes("*")) return "Docker does not support patterns";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(key)) return "Docker looks up the host without a scheme";
  // The one key with a path that Docker uses.
  if (key.includes("/")) return "Docker looks up the host without a path";
  if (/\s/.test(key)) return "Docker looks up the host without white space";
  if (key !== key.toLowerCase() && parseHost(key.toLowerCase()) !== undefined) {
    return "Docker looks up the host in lower case";
  }
  return undefined;
}

/** The host that a key holds; undefined where there is none of ECR. */
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
