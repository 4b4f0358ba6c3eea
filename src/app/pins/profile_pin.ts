import { type SharedFilePaths, sharedFilePaths } from "../../domain/aws_files/file_paths.ts";
import { homeDirectory } from "../../domain/files/app_directories.ts";
import type { ProfilePin } from "../../domain/helper/registry_pin.ts";
import { canonicalHost } from "../../domain/registry/same_registry.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { ProfileChoice } from "../../ports/aws.ts";
import type { Environment } from "../../ports/process.ts";

/** The paths of the AWS files of an environment. */
export function awsFilesOf(environment: Environment): SharedFilePaths {
  const place = { home: homeDirectory(environment), cwd: environment.cwd };
  return sharedFilePaths((name) => environment.get(name), place);
}

/** A profile with the absolute paths of the AWS files that contain it. */
export function profileFacts(
  profile: string,
  environment: Environment,
): Pick<ProfilePin, "profile" | "configFile" | "credentialsFile"> {
  return { profile, ...awsFilesOf(environment) };
}

/** The pin of a registry to an AWS profile. */
export function profilePin(registry: Registry, profile: string, environment: Environment): ProfilePin {
  return { kind: "aws-profile", host: canonicalHost(registry), ...profileFacts(profile, environment) };
}

/** The profile to use instead of the environment's credentials; undefined for those. */
export function profileOf(name: string | undefined): ProfileChoice | undefined {
  return name === undefined ? undefined : { name };
}
