import { GIT_ROOT_VARIABLE } from "../domain/config/atmos_variables.ts";
import type { IdentityPin, RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Environment } from "../ports/process.ts";

/** Variables that select another configuration, or change the meaning of one. */
const HIDDEN: ReadonlySet<string> = new Set([
  "ATMOS_BASE_PATH",
  "ATMOS_CHDIR",
  "ATMOS_CLI_CONFIG_PATH",
  "ATMOS_CONFIG",
  "ATMOS_CONFIG_PATH",
  "ATMOS_IDENTITY",
  "ATMOS_PROFILE",
  // `PWD` names a working directory that is not the pin's.
  "PWD",
]);

/** Variables that affect where profiles are searched. */
const PLACE_VARIABLES: ReadonlySet<string> = new Set(["HOME", "XDG_CONFIG_HOME", "ATMOS_XDG_CONFIG_HOME"]);

const REALM_VARIABLE = "ATMOS_AUTH_REALM";

/**
 * The environment in which a pinned configuration is read: the working directory is the one at the time of pinning, variables that select
 * another configuration are hidden, and the realm, the base of imports and the places of profiles are the pinned ones.
 */
export function pinnedEnvironment(
  environment: Environment,
  { configuration: { directory, realm, ignoresGitRoot, places } }: IdentityPin,
): Environment {
  return {
    get(name): string | undefined {
      if (name === REALM_VARIABLE) return realm;
      if (name === GIT_ROOT_VARIABLE) return ignoresGitRoot === true ? "false" : undefined;
      if (places !== undefined && PLACE_VARIABLES.has(name)) return places[name];
      return HIDDEN.has(name) ? undefined : environment.get(name);
    },
    cwd: directory,
    os: environment.os,
  };
}

const CREDENTIALS_VARIABLE = "AWS_SHARED_CREDENTIALS_FILE";

/** The environment in which the steps of an identity are taken: the keys of a user are those of the file that the pin names. */
export function keysEnvironment(environment: Environment, pin: RegistryPin | undefined): Environment {
  const file = pin?.kind === "identity" ? pin.credentialsFile : undefined;
  if (file === undefined) return environment;
  return {
    get: (name) => name === CREDENTIALS_VARIABLE ? file : environment.get(name),
    cwd: environment.cwd,
    os: environment.os,
  };
}

/** Stands for running a program or fetching a file where that is not allowed. */
export function refusal(state: string): () => Promise<{ readonly kind: "failed"; readonly state: string }> {
  return () => Promise.resolve({ kind: "failed", state });
}

/** No program of a file may run when Docker requests a password, even if the file is trusted. */
export const refuseProgram = refusal("the credential helper does not run programs");
