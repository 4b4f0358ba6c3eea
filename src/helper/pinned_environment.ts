import type { IdentityPin } from "../domain/helper/registry_pin.ts";
import type { Environment } from "../ports/process.ts";

/** Variables that lead to another configuration, or change what a configuration says. */
const HIDDEN: ReadonlySet<string> = new Set([
  "ATMOS_BASE_PATH",
  "ATMOS_CHDIR",
  "ATMOS_CLI_CONFIG_PATH",
  "ATMOS_CONFIG",
  "ATMOS_CONFIG_PATH",
  "ATMOS_IDENTITY",
  "ATMOS_PROFILE",
  // The shell's word for a working directory that is not the pin's.
  "PWD",
]);

/** The variable that names a realm. */
const REALM_VARIABLE = "ATMOS_AUTH_REALM";

/**
 * The environment in which the configuration of a pin is read: the working directory is the one that it was pinned in, no variable
 * names another configuration, and the realm and the places of profiles are those that were pinned.
 */
export function pinnedEnvironment(
  environment: Environment,
  { configuration: { directory, realm, places } }: IdentityPin,
): Environment {
  return {
    get(name): string | undefined {
      if (name === REALM_VARIABLE) return realm;
      if (places !== undefined && PLACE_VARIABLES.has(name)) return places[name];
      return HIDDEN.has(name) ? undefined : environment.get(name);
    },
    cwd: directory,
    os: environment.os,
  };
}

/** Variables that the places of profiles depend on. */
const PLACE_VARIABLES: ReadonlySet<string> = new Set(["HOME", "XDG_CONFIG_HOME", "ATMOS_XDG_CONFIG_HOME"]);
