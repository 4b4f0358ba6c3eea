import { answeringSource, type CredentialSource } from "./answering_source.ts";
import type { AuthEntry } from "./auth_entry.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** Who tells Docker the login of a host. */
export type AnsweredBy =
  /** An entry of `auths`. */
  | "auths"
  /** This program, by `credHelpers`. */
  | "helper"
  /** The program that `credsStore` names, whichever it is. */
  | "store"
  /** Another program, by `credHelpers`. */
  | "other-helper"
  | "nobody";

/** Who answers Docker for a host, and who would if he did not. */
export interface DockerAnswer {
  readonly answeredBy: AnsweredBy;
  /** The suffix of the program that answers; undefined where none does. */
  readonly helper?: string;
  /** Whether that program is this one: the answer is then a token of the identity that the host is pinned to. */
  readonly isOurs: boolean;
  /** The login itself, where it is in the file and can be decoded. */
  readonly login?: AuthEntry["login"] | undefined;
  /** Sources that Docker never asks for this host, in the order in which it would. */
  readonly shadowed: readonly CredentialSource[];
}

/** Tells who answers Docker for a host. @param ours The suffixes under which this program is installed. */
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
      return { answeredBy: isOurs ? "helper" : "other-helper", helper: source.name, isOurs, shadowed };
    }
    case "store":
      return { answeredBy: "store", helper: source.name, isOurs: ours.has(source.name), shadowed };
    case "auths":
      return { answeredBy: "auths", isOurs: false, login: document.auths.get(source.key)?.login, shadowed };
    case "nobody":
      return { answeredBy: "nobody", isOurs: false, shadowed };
  }
}
