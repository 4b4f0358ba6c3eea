import { type Check, ok, warn } from "./check.ts";
import { setNames, type Variables } from "./variables.ts";

/** Whether a variable overrides Docker's configuration. */
export function dockerAuthConfigCheck(variables: Variables): Check {
  return setNames(variables).includes("DOCKER_AUTH_CONFIG")
    ? warn(
      "docker-auth-config",
      "DOCKER_AUTH_CONFIG is set: its logins take precedence over Docker's config.json",
      "Unset it, unless you want to use its logins",
    )
    : ok("docker-auth-config", "DOCKER_AUTH_CONFIG is not set");
}
