import type { AuthEntry } from "./auth_entry.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** Something in Docker's configuration that a login could come from. */
export type CredentialSource =
  /** `credHelpers[host]`; the name is the program's suffix. */
  | { readonly kind: "helper"; readonly name: string }
  /** `credsStore`; the name is the program's suffix. */
  | { readonly kind: "store"; readonly name: string }
  /** An entry of `auths` that Docker can log in with, by its key as written. */
  | { readonly kind: "auths"; readonly key: string };

/** Who answers Docker, and who would if that one were not there. */
export type AnsweringSource = (CredentialSource | { readonly kind: "nobody" }) & {
  /** Sources that Docker never asks for this host, in the order in which it would. */
  readonly shadowed: readonly CredentialSource[];
};

/**
 * Tells where Docker takes the login of a host from:
 *
 * 1. `credHelpers[host]`, for this very spelling; an empty name means the file, whatever `credsStore` says;
 * 2. `credsStore`;
 * 3. `auths[host]`; without that key, an entry whose key stands for the host (`https://host/v1/`).
 *
 * The variable `DOCKER_AUTH_CONFIG`, which beats all of these, is not part of the document.
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
  return { ...(answering[0] ?? { kind: "nobody" }), shadowed: [...others, ...store] };
}

/**
 * The usable entries of a host: the one that Docker takes, if any, and the others.
 *
 * Reference: `fileStore.Get`,
 * https://github.com/docker/cli/blob/365e7a5a4e64/cli/config/credentials/file_store.go#L42
 */
function fileEntries(
  document: DockerConfigDocument,
  host: string,
): { readonly answering: readonly CredentialSource[]; readonly others: readonly CredentialSource[] } {
  const exact = document.auths.get(host);
  const spelled = Array.from(document.auths.values()).filter((entry) =>
    entry.key !== host && entry.host === host
  );
  // Docker takes any of several; an exact key keeps it from looking further, even when its entry is empty.
  const [first, ...rest] = spelled.filter(({ usable }) => usable).map(sourceOf);
  if (exact === undefined) return { answering: first === undefined ? [] : [first], others: rest };
  return {
    answering: exact.usable ? [sourceOf(exact)] : [],
    others: first === undefined ? [] : [first, ...rest],
  };
}

function sourceOf(entry: AuthEntry): CredentialSource {
  return { kind: "auths", key: entry.key };
}
