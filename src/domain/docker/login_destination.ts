import { answeringSource } from "./docker_answer.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";
import { HELPER_SUFFIX } from "./our_helper.ts";

/** Where a login of a host must be stored for Docker to read it. `shadowedBy` is the helper that Docker uses instead. */
export type LoginDestination =
  /** An entry of `auths` in Docker's configuration. */
  | { readonly kind: "file"; readonly shadowedBy?: string }
  /** The program `docker-credential-<name>` set as `credsStore`; one that shadows itself stores no logins. */
  | { readonly kind: "store"; readonly name: string; readonly shadowedBy?: string }
  /** Our own credential helper: its cache. */
  | { readonly kind: "helper"; readonly shadowedBy?: string };

/**
 * amazon-ecr-credential-helper, and this program under its name. Neither stores logins, and both may report success.
 *
 * Reference: `AWS_ECR_IGNORE_CREDS_STORAGE`, https://github.com/awslabs/amazon-ecr-credential-helper#configuration
 */
const WITHOUT_LOGINS = "ecr-login";

/**
 * The store that may contain a login of a host: the default one, even if Docker uses a helper for the host. Not this program, nor
 * amazon-ecr-credential-helper unless Docker uses it: its `erase` usually fails.
 *
 * @param host Undefined for any.
 */
export function storeWithLogin(document: DockerConfigDocument, host?: string): string | undefined {
  const { credsStore } = document;
  if (credsStore === HELPER_SUFFIX) return undefined;
  const isUsed = host !== undefined && answeringSource(document, host).kind === "store";
  return credsStore === WITHOUT_LOGINS && !isUsed ? undefined : credsStore;
}

/**
 * Follows Docker's order of precedence: a helper for the host, then the default store, then the file. A login cannot be passed to another
 * helper: it is stored in the store or the file, where Docker finds it once the helper is removed.
 */
export function loginDestination(document: DockerConfigDocument, host: string): LoginDestination {
  const source = answeringSource(document, host);
  switch (source.kind) {
    case "helper":
      return source.name === HELPER_SUFFIX
        ? { kind: "helper" }
        : { ...defaultDestination(document.credsStore), shadowedBy: source.name };
    case "store":
      return defaultDestination(source.name);
    case "auths":
    case "none":
      return { kind: "file" };
  }
}

/** The destination for hosts without a helper. @param store The value of `credsStore`. */
function defaultDestination(store: string | undefined): LoginDestination {
  if (store === undefined) return { kind: "file" };
  if (store === HELPER_SUFFIX) return { kind: "helper" };
  return { kind: "store", name: store, ...(store === WITHOUT_LOGINS ? { shadowedBy: store } : {}) };
}
