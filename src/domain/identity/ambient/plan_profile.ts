import { type AwsProfile, settingText } from "../../aws_files/aws_files.ts";
import { absolutePath } from "../../aws_files/file_paths.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { AmbientFacts, PlannedRole, PlannedSource, PlannedWebIdentity } from "./ambient_plan.ts";
import {
  checkLimits,
  checkRoleArn,
  checkRoleSettings,
  type RoleParameter,
  settingParameter,
} from "./check_parameters.ts";
import { planFault, profileWords } from "./plan_faults.ts";
import { halfPair, planKeysOfSection, planKeysOfVariables } from "./plan_keys.ts";
import { planContainer, planInstance } from "./plan_machine.ts";
import { SESSION_NAME } from "../role_parameters.ts";
import { planSso } from "./plan_sso.ts";

/** The values of `credential_source`. Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html */
const CREDENTIAL_SOURCES: readonly string[] = ["Environment", "Ec2InstanceMetadata", "EcsContainer"];

/** The source of a profile's credentials; undefined if it has none. Only `default` need not exist. */
export function planProfile(name: string, facts: AmbientFacts): PlannedSource | undefined {
  const profile = facts.files.profiles.get(name);
  if (profile !== undefined && isRole(profile)) return planRole(profile, facts, [name]);
  // Variables may contain a web identity, or a part of one, in addition to the profile; not for a profile selected by the user.
  return planOwn(profile, facts, facts.profile === undefined);
}

/** The sources of a profile besides a role, in the order of the AWS CLI. */
function planOwn(
  profile: AwsProfile | undefined,
  facts: AmbientFacts,
  withVariables: boolean,
): PlannedSource | undefined {
  const identity = planWebIdentity(profile, facts, withVariables);
  if (identity !== undefined || profile === undefined) return identity;
  return planSso(profile, facts.files) ??
    planKeysOfSection(profile.name, profile.credentials) ??
    planLogin(profile) ??
    planProcess(profile) ??
    planKeysOfSection(profile.name, profile.config) ??
    refuseLoneSecret(profile);
}

function isRole({ settings }: AwsProfile): boolean {
  return settings.has("role_arn") && !settings.has("web_identity_token_file");
}

function hasKeys({ settings }: AwsProfile): boolean {
  return settings.has("aws_access_key_id") || settings.has("aws_secret_access_key");
}

/** @param path The profiles so far, this one last. */
function planRole(profile: AwsProfile, facts: AmbientFacts, path: readonly string[]): PlannedRole {
  const arn = settingParameter(profile, "role_arn");
  if (arn !== undefined) checkRoleArn(arn);
  const session = settingParameter(profile, "role_session_name");
  if (session !== undefined && session.text !== "") checkLimits(session, SESSION_NAME);
  return {
    kind: "role",
    profile: profile.name,
    roleArn: arn?.text ?? "",
    sessionName: session?.text || undefined,
    externalId: settingText(profile, "external_id"),
    mfaSerial: settingText(profile, "mfa_serial"),
    durationSeconds: checkRoleSettings(profile),
    source: planRoleSource(profile, facts, path),
  };
}

function planRoleSource(profile: AwsProfile, facts: AmbientFacts, path: readonly string[]): PlannedSource {
  const source = profile.settings.get("source_profile");
  const credentialSource = profile.settings.get("credential_source");
  const words = profileWords(profile.name);
  if (source !== undefined && credentialSource !== undefined) {
    throw planFault(words, "it has both source_profile and credential_source", {
      at: credentialSource,
      hint: "Keep only one of them",
    });
  }
  if (credentialSource !== undefined) {
    const [inUse = profile.name] = path;
    const settings = facts.files.profiles.get(inUse)?.settings ?? profile.settings;
    return planCredentialSource(profile, credentialSource.value, { facts, settings });
  }
  if (source === undefined) {
    throw planFault(words, "it has a role_arn, but no credentials to assume the role with", {
      at: profile.settings.get("role_arn"),
      hint: "Add source_profile, credential_source or web_identity_token_file",
    });
  }
  const name = source.value;
  if (name === "") {
    throw planFault(words, "its source_profile is empty", {
      at: source,
      hint: "Use a profile from the AWS files, or remove it",
    });
  }
  const next = facts.files.profiles.get(name);
  if (next === undefined) {
    throw planFault(words, `its source_profile "${name}" does not exist`, {
      at: source,
      hint: didYouMean(name, facts.files.profiles.keys()) ?? "Use a profile from the AWS files",
    });
  }
  // A profile with keys may be its own source, but not an earlier one on the path.
  if (path.includes(name) && !(name === profile.name && hasKeys(next))) {
    const circle = [...path, name].map((one) => `"${one}"`).join(" → ");
    throw planFault(words, `its source_profile chain contains a cycle: ${circle}`, {
      at: source,
      hint: "Add keys, SSO settings or a credential_process to the last profile",
    });
  }
  if (isRole(next) && !hasKeys(next)) return planRole(next, facts, [...path, name]);
  const planned = planOwn(next, facts, false);
  if (planned !== undefined) return planned;
  throw planFault(words, `its source_profile "${name}" has no credentials`, {
    at: next.config ?? next.credentials,
    hint: "Add keys, SSO settings, a role or a credential_process to that profile",
  });
}

/** @param settings Those of the profile in use: what they say of the metadata service counts, whoever names it. */
function planCredentialSource(
  profile: AwsProfile,
  name: string,
  { facts, settings }: { readonly facts: AmbientFacts; readonly settings: AwsProfile["settings"] },
): PlannedSource {
  const { variable } = facts;
  const words = profileWords(profile.name);
  const at = profile.settings.get("credential_source");
  if (!CREDENTIAL_SOURCES.includes(name)) {
    throw planFault(words, `its credential_source "${name}" is unknown`, {
      at,
      hint: `Valid values: ${CREDENTIAL_SOURCES.join(", ")}`,
    });
  }
  const fail = (state: string, hint: string): Error =>
    planFault(words, `its credential_source is ${name}, and ${state}`, { at, hint });
  switch (name) {
    case "Environment": {
      const keys = planKeysOfVariables(variable);
      if (keys === undefined) {
        throw fail("AWS_ACCESS_KEY_ID is not set", "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
      }
      return keys;
    }
    case "EcsContainer": {
      const container = planContainer(variable, facts);
      if (container !== undefined) return container;
      throw fail(
        "no container credentials endpoint is set",
        "Run the command in an ECS task or EKS pod that has a role",
      );
    }
    default: {
      const instance = planInstance(variable, settings);
      if (instance !== undefined) return instance;
      throw fail("AWS_EC2_METADATA_DISABLED is true", "Unset AWS_EC2_METADATA_DISABLED");
    }
  }
}

/** Each of the three parts comes from its variable, otherwise from the profile. */
function planWebIdentity(
  profile: AwsProfile | undefined,
  facts: AmbientFacts,
  withVariables: boolean,
): PlannedWebIdentity | undefined {
  const part = (variable: string, setting: string): RoleParameter | undefined => {
    const text = withVariables ? facts.variable(variable) ?? "" : "";
    if (text !== "") return { text, subject: variable, name: "it" };
    const own = profile === undefined ? undefined : settingParameter(profile, setting);
    return own?.text === "" ? undefined : own;
  };
  const tokenFile = part("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
  if (tokenFile === undefined) return undefined;
  const byVariable = tokenFile.at === undefined;
  const namedBy = byVariable ? tokenFile.subject : `web_identity_token_file of ${tokenFile.subject}`;
  const role = part("AWS_ROLE_ARN", "role_arn");
  if (role === undefined) {
    throw planFault(namedBy, "there is no role to assume with the token", {
      at: tokenFile.at,
      hint: byVariable ? "Set AWS_ROLE_ARN" : "Add role_arn to the profile",
    });
  }
  checkRoleArn(role);
  const session = part("AWS_ROLE_SESSION_NAME", "role_session_name");
  if (session !== undefined) checkLimits(session, SESSION_NAME);
  return {
    kind: "web-identity",
    roleArn: role.text,
    sessionName: session?.text,
    tokenFile: absolutePath(tokenFile.text, facts),
    namedBy,
  };
}

function planLogin(profile: AwsProfile): PlannedSource | undefined {
  const session = settingParameter(profile, "login_session");
  if (session === undefined) return undefined;
  if (session.text !== "") return { kind: "login", profile: profile.name, session: session.text };
  throw planFault(session.subject, "its login_session is empty", {
    at: session.at,
    hint: "Run `aws login` for that profile, or remove it",
  });
}

function planProcess(profile: AwsProfile): PlannedSource | undefined {
  const command = settingParameter(profile, "credential_process")?.text;
  return command === undefined ? undefined : { kind: "process", profile: profile.name, command };
}

/** The AWS CLI ignores such a secret, and continues with the machine's own credentials. */
function refuseLoneSecret(profile: AwsProfile): undefined {
  const secret = profile.settings.get("aws_secret_access_key");
  if (secret !== undefined) {
    throw halfPair(profile.name, "aws_secret_access_key", "aws_access_key_id", secret);
  }
}
