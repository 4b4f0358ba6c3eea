import type { AuthEntry } from "./auth_entry.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** Where Docker gets the credentials of a host. */
type AnsweredBy =
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
    case "auths": {
      const login = document.authsOf(host).find(({ key }) => key === source.key)?.login;
      return { providedBy: "auths", isOurs: false, login, shadowed };
    }
    case "none":
      return { providedBy: "none", isOurs: false, shadowed };
  }
}

/** A source of credentials in Docker's configuration. */
export type CredentialSource =
  /** `credHelpers[host]`; the name is the program's suffix. */
  | { readonly kind: "helper"; readonly name: string }
  /** `credsStore`; the name is the program's suffix. */
  | { readonly kind: "store"; readonly name: string }
  /** A usable entry of `auths`, by its key as written. */
  | { readonly kind: "auths"; readonly key: string };

/** Docker's source of credentials, and the sources that it overrides. */
type AnsweringSource = (CredentialSource | { readonly kind: "none" }) & {
  /** Sources that Docker ignores for this host, in order of precedence. */
  readonly shadowed: readonly CredentialSource[];
};

/**
 * Determines Docker's source of credentials for a host:
 *
 * 1. `credHelpers[host]`, for exactly this spelling; an empty name means the file, regardless of `credsStore`;
 * 2. `credsStore`;
 * 3. `auths[host]`; without that key, an entry whose key stands for the host (`https://host/v1/`).
 *
 * The variable `DOCKER_AUTH_CONFIG`, which overrides all of these, is not part of the document.
 *
 * Reference: `GetCredentialsStore`, https://github.com/docker/cli/blob/0b4503c57f21/cli/config/configfile/file.go#L280
 */
export function answeringSource(document: DockerConfigDocument, host: string): AnsweringSource {
  const helper = document.credHelpers.get(host);
  const store: readonly CredentialSource[] = document.credsStore === undefined
    ? []
    : [{ kind: "store", name: document.credsStore }];
  const { answering, others } = fileEntries(document, host);
  if (helper) return { kind: "helper", name: helper, shadowed: [...store, ...answering, ...others] };
  if (helper === undefined && store[0] !== undefined) {
    return { ...store[0], shadowed: [...answering, ...others] };
  }
  return { ...(answering[0] ?? { kind: "none" }), shadowed: [...others, ...store] };
}

/**
 * The usable entries of a host: the one that Docker uses, if any, and the others.
 *
 * Reference: `fileStore.Get`, https://github.com/docker/cli/blob/365e7a5a4e64/cli/config/credentials/file_store.go#L42
 */
function fileEntries(
  document: DockerConfigDocument,
  host: string,
): { readonly answering: readonly CredentialSource[]; readonly others: readonly CredentialSource[] } {
  const entries = document.authsOf(host);
  const sourceOf = ({ key }: AuthEntry): CredentialSource => ({ kind: "auths", key });
  const exact = entries.find(({ key }) => key === host);
  const spelled = entries.filter(({ key, usable }) => usable && key !== host).map(sourceOf);
  // Docker uses any of several; an exact key stops its search, even if that entry is empty.
  return exact === undefined
    ? { answering: spelled.slice(0, 1), others: spelled.slice(1) }
    : { answering: exact.usable ? [sourceOf(exact)] : [], others: spelled };
}
