import { type Check, listed, ok, warn } from "./check.ts";
import { setNames, shownVariable, type Variables } from "./variables.ts";

/**
 * Whether the environment has credentials that could be confused with those of an identity. @param isConfigured Whether there are any
 * identities.
 */
export function awsProfileCheck(variables: Variables, isConfigured: boolean): Check {
  const names = setNames(variables).filter((name) => name === "AWS_PROFILE" || name === "AWS_ACCESS_KEY_ID");
  if (names.length === 0 || !isConfigured) {
    return ok("aws-profile", "No environment credentials conflict with the configured identities");
  }
  return warn(
    "aws-profile",
    `The environment has AWS credentials: ${
      listed(names.map((name) => shownVariable(name, variables)))
    }. Configured identities do not use them`,
    "Unset them, unless you need them for registries without an integration",
  );
}
