import { answeringSource, type CredentialSource } from "./answering_source.ts";
import type { AuthEntry } from "./auth_entry.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";
import { hostOfKey } from "./registry_key.ts";

/** Where Docker gets the credentials of a host. */
export type AnsweredBy =
  /** An entry of `auths`. */
  | "auths"
  /** This program, through `credHelpers`. */
  | "helper"
  /** The program in `credsStore`. */
  | "store"
  /** Another program in `credHelpers`. */
  | "other-helper"
  | "none";

/** Docker's source of credentials for a host, and what it overrides. */
export interface DockerAnswer {
  readonly providedBy: AnsweredBy;
  /** The suffix of the program; undefined if there is none. */
  readonly helper?: string;
  /** Whether that program is this one: it then returns a token of the pinned identity. */
  readonly isOurs: boolean;
  /** The login itself, if it is in the file and can be decoded. */
  readonly login?: AuthEntry["login"] | undefined;
  /** Sources that Docker ignores for this host, in order of precedence. */
  readonly shadowed: readonly CredentialSource[];
}

/** Determines Docker's source of credentials for a host. @param ours The suffixes under which this program is installed. */
export function dockerAnswer(
  document: DockerConfigDocument,
  host: string,
  ours: ReadonlySet<string>,
): DockerAnswer {
  const source = answeringSource(document, host);
  const { shadowed } = source;
  switch (source.kind) {
    case "helper": {
      const isOurs = ours.has(source.name);
      return { providedBy: isOurs ? "helper" : "other-helper", helper: source.name, isOurs, shadowed };
    }
    case "store":
      return { providedBy: "store", helper: source.name, isOurs: ours.has(source.name), shadowed };
    case "auths":
      return { providedBy: "auths", isOurs: false, login: loginOf(document, source.key), shadowed };
    case "none":
      return { providedBy: "none", isOurs: false, shadowed };
  }
}

function loginOf(document: DockerConfigDocument, key: string): AuthEntry["login"] {
  return document.authsOf(hostOfKey(key)).find((entry) => entry.key === key)?.login;
}
