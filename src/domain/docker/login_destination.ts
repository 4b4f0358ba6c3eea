import { answeringSource } from "./docker_answer.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";
import { HELPER_SUFFIX } from "./our_helper.ts";

/** Where a login of a host must be stored for Docker to read it. */
export type LoginDestination =
  /** An entry of `auths` in Docker's configuration. `shadowedBy` is the helper that Docker uses instead. */
  | { readonly kind: "file"; readonly shadowedBy?: string }
  /** The program `docker-credential-<name>` set as `credsStore`. */
  | { readonly kind: "store"; readonly name: string; readonly shadowedBy?: string }
  /** Our own credential helper: its cache. */
  | { readonly kind: "helper" };

/**
 * Follows Docker's order of precedence: a helper for the host, then the default store, then the file. A login cannot be passed to another
 * helper: it is stored in the store or the file, where Docker finds it once the helper is removed.
 */
export function loginDestination(document: DockerConfigDocument, host: string): LoginDestination {
  const source = answeringSource(document, host);
  switch (source.kind) {
    case "helper":
      if (source.name === HELPER_SUFFIX) return { kind: "helper" };
      return document.credsStore === undefined
        ? { kind: "file", shadowedBy: source.name }
        : { kind: "store", name: document.credsStore, shadowedBy: source.name };
    case "store":
      return { kind: "store", name: source.name };
    case "auths":
    case "none":
      return { kind: "file" };
  }
}
