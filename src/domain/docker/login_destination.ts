import { answeringSource } from "./answering_source.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** Where a login of a host has to go for Docker to read it. */
export type LoginDestination =
  /** An entry of `auths` in Docker's configuration. `shadowedBy` names the helper that Docker asks instead of reading it. */
  | { readonly kind: "file"; readonly shadowedBy?: string }
  /** The program `docker-credential-<name>` that is set as `credsStore`. */
  | { readonly kind: "store"; readonly name: string };

/**
 * Follows Docker's own order: a helper for the host answers before everything, then the default store, then the file. A login cannot
 * be handed to a helper, so it goes to the file, where other tools may find it and Docker will once the helper is gone.
 */
export function loginDestination(document: DockerConfigDocument, host: string): LoginDestination {
  const source = answeringSource(document, host);
  switch (source.kind) {
    case "helper":
      return { kind: "file", shadowedBy: source.name };
    case "store":
      return { kind: "store", name: source.name };
    case "auths":
    case "nobody":
      return { kind: "file" };
  }
}
