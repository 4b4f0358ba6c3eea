import type { ProfilePin } from "../domain/helper/registry_pin.ts";
import type { Environment } from "../ports/environment.ts";

/** Variables that give credentials of their own, or lead to other files. */
const HIDDEN: ReadonlySet<string> = new Set([
  "AWS_ACCESS_KEY_ID",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
]);

/** The environment in which a profile of the AWS files is used: the profile, and nothing else, gives credentials. */
export function profileEnvironment(
  environment: Environment,
  { profile, configFile, credentialsFile }: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">,
): Environment {
  const variables = new Map([
    ["AWS_PROFILE", profile],
    ["AWS_CONFIG_FILE", configFile],
    ["AWS_SHARED_CREDENTIALS_FILE", credentialsFile],
  ]);
  return {
    get: (name) => variables.get(name) ?? (HIDDEN.has(name) ? undefined : environment.get(name)),
    cwd: environment.cwd,
    os: environment.os,
  };
}
