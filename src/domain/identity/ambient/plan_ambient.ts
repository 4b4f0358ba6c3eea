import { setVariable } from "../../aws_files/file_paths.ts";
import type { AwsSetting } from "../../aws_files/parse_aws_file.ts";
import {
  type AmbientFacts,
  type AmbientPlan,
  CREDENTIAL_SERVICES,
  type PlannedSource,
  REGION_VARIABLES,
} from "./ambient_plan.ts";
import { fileFault, missingProfile, planFault, profileWords } from "./plan_faults.ts";
import { planKeysOfVariables } from "./plan_keys.ts";
import { planContainer, planInstance } from "./plan_machine.ts";
import { planProfile } from "./plan_profile.ts";

const NO_SETTINGS: ReadonlyMap<string, AwsSetting> = new Map();

/**
 * Determines the source of the environment's credentials, or of a profile's, from variables and the AWS files only, in the order of the AWS
 * CLI. Makes no network calls.
 *
 * Reference: `create_credential_resolver` in https://github.com/boto/botocore/blob/develop/botocore/credentials.py.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for files that the AWS CLI rejects; `AWS_CREDENTIALS_MISSING` for a named profile that does not
 * exist, or for an explicitly selected one without credentials.
 */
export function planAmbient(facts: AmbientFacts): AmbientPlan {
  const { variable, files, profile: chosen } = facts;
  const [fault] = files.faults;
  if (fault !== undefined) throw fileFault(fault);
  const named = chosen ?? setVariable(variable, "AWS_PROFILE") ??
    setVariable(variable, "AWS_DEFAULT_PROFILE");
  const name = named ?? "default";
  const profile = files.profiles.get(name);
  if (named !== undefined && profile === undefined) throw missingProfile(named, files.profiles.keys());
  const settings = profile?.settings ?? NO_SETTINGS;
  const services = settings.get("services");
  return {
    profile: name,
    named: named !== undefined,
    settings,
    services: (services && files.services.get(services.value)?.settings) ?? NO_SETTINGS,
    credentialEndpoints: new Map(CREDENTIAL_SERVICES.flatMap((name) => {
      const url = setVariable(variable, `AWS_ENDPOINT_URL_${name.toUpperCase()}`);
      return url === undefined ? [] : [[name, url] as const];
    })),
    region:
      REGION_VARIABLES.map((name) => setVariable(variable, name)).find((region) => region !== undefined) ??
        (settings.get("region")?.value || undefined),
    source: planSource(name, facts),
  };
}

function planSource(name: string, facts: AmbientFacts): PlannedSource | undefined {
  const { variable, files, profile: chosen } = facts;
  const profile = files.profiles.get(name);
  if (chosen === undefined) {
    return planKeysOfVariables(variable) ?? planProfile(name, facts) ??
      planContainer(variable, facts) ?? planInstance(variable, profile?.settings ?? NO_SETTINGS);
  }
  const source = planProfile(name, facts);
  if (source !== undefined) return source;
  throw planFault(profileWords(chosen), "it has no credential source", {
    at: profile?.config ?? profile?.credentials,
    hint: "Add keys, a role_arn with its source, an sso_session with account and role, or a " +
      "credential_process",
  });
}
