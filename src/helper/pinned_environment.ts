import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Environment } from "../ports/environment.ts";

/** Variables that lead to another configuration, or change what a configuration says. */
const HIDDEN: ReadonlySet<string> = new Set([
  "ATMOS_BASE_PATH",
  "ATMOS_CHDIR",
  "ATMOS_CLI_CONFIG_PATH",
  "ATMOS_CONFIG",
  "ATMOS_CONFIG_PATH",
  "ATMOS_IDENTITY",
  "ATMOS_PROFILE",
]);

/** The variable that says whose sessions are shared; without it, that depends on how the configuration was found. */
const REALM_VARIABLE = "ATMOS_AUTH_REALM";

/**
 * The environment in which the configuration of a pin is read: the directory of the configuration is the working directory, no
 * variable names another one, and the realm is the one that was pinned.
 */
export function pinnedEnvironment(environment: Environment, pin: RegistryPin): Environment {
  return {
    get(name): string | undefined {
      if (name === REALM_VARIABLE && pin.realm !== "") return pin.realm;
      return HIDDEN.has(name) ? undefined : environment.get(name);
    },
    cwd: directoryOf(pin),
    os: environment.os,
  };
}

function directoryOf({ configFiles, configDirectories }: RegistryPin): string {
  const [file] = configFiles;
  if (file === undefined) return configDirectories[0] ?? "/";
  return file.replace(/[/\\][^/\\]*$/, "") || "/";
}
