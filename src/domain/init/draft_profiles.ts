import { isPrototypeName } from "../auth/decode/check_keys.ts";
import { type AwsProfile, settingText } from "../aws_files/aws_files.ts";
import type {
  AmbientFacts,
  PlannedRole,
  PlannedSource,
  PlannedSso,
} from "../identity/ambient/ambient_plan.ts";
import { planProfile } from "../identity/ambient/plan_profile.ts";
import { escapeText } from "../text/escape.ts";
import {
  type AuthDraft,
  type DraftIdentity,
  DraftNames,
  type DraftProvider,
  providerName,
  type YamlMapping,
} from "./auth_draft.ts";
import { identityCenterFields, permissionSetFields } from "./draft_sso.ts";

/** The facts to interpret profiles with. */
export type ProfileFacts = Omit<AmbientFacts, "profile">;

/** A profile with credentials. */
export interface UsableProfile {
  readonly profile: AwsProfile;
  readonly source: PlannedSource;
}

/** The kind of identity for each kind of profile, in the order of the documentation. */
export const PROFILE_KINDS: Readonly<Record<PlannedSource["kind"], string>> = {
  "sso": "aws/permission-set",
  "role": "aws/assume-role",
  "keys": "aws/user",
  "process": "aws/ambient",
  "login": "aws/ambient",
  "web-identity": "aws/ambient",
  "container": "aws/ambient",
  "instance": "aws/ambient",
};

/** The source of a profile's credentials; undefined without one. @throws {AwsError} `AWS_PROFILE_INVALID`. */
export function usableProfile(profile: AwsProfile, facts: ProfileFacts): UsableProfile | undefined {
  const source = planProfile(profile.name, { ...facts, profile: profile.name });
  return source === undefined ? undefined : { profile, source };
}

/** An identity for each profile, and for each profile and IAM Identity Center that they are based on. */
export function draftOfProfiles(profiles: readonly UsableProfile[], facts: ProfileFacts): AuthDraft {
  const drafting = new ProfileDrafting(facts);
  // Users first: their keys are found by name.
  const users = profiles.filter(({ source }) => source.kind === "keys");
  for (const { profile, source } of users) drafting.add(source, profile.name);
  const chosen = profiles.map(({ profile, source }) => drafting.add(source, profile.name));
  const { identities, providers } = drafting;
  return {
    providers,
    identities: identities.map((identity) =>
      chosen.includes(identity.name) ? identity : onlySource(identity)
    ),
    chosen: [...new Set(chosen)],
  };
}

/** An identity that others are based on has no registries of its own. */
function onlySource({ name, fields, comment }: DraftIdentity): DraftIdentity {
  return { name, fields, comment };
}

class ProfileDrafting {
  readonly identities: DraftIdentity[] = [];
  readonly providers: DraftProvider[] = [];
  readonly #facts: ProfileFacts;
  readonly #names = new DraftNames();
  readonly #providerNames = new DraftNames();
  readonly #known = new Map<string, string>();
  readonly #knownProviders = new Map<string, string>();

  constructor(facts: ProfileFacts) {
    this.#facts = facts;
  }

  /** @param name The profile of the source. @returns The name of the identity. */
  add(source: PlannedSource, name: string): string {
    const key = JSON.stringify([name, source.kind]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const identity = this.#identity(source, name);
    this.#known.set(key, identity.name);
    this.identities.push(identity);
    return identity.name;
  }

  #identity(source: PlannedSource, name: string): DraftIdentity {
    const region = this.#region(name);
    const common = { region, profile: name };
    switch (source.kind) {
      case "sso": {
        const set = { account: source.accountId, permissionSet: source.roleName };
        const fields = permissionSetFields(this.#provider(source), set);
        return { ...common, name: this.#names.take(name), account: source.accountId, fields };
      }
      case "role":
        return { ...common, ...this.#role(source, name, region) };
      case "keys": {
        const state = this.#keysState(name, source.sessionToken !== undefined);
        if (state !== undefined) return { ...common, ...this.#ambient(name, state) };
        const credentials: YamlMapping = region === undefined ? {} : { credentials: { region } };
        return {
          ...common,
          name: this.#names.take(name),
          fields: { kind: "aws/user", ...credentials },
          comment: `Uses the keys of profile ${quoted(name)} in the AWS credentials file.`,
        };
      }
      default:
        return { ...common, ...this.#ambient(name, `${STATES[source.kind]}`) };
    }
  }

  #role(source: PlannedRole, profile: string, region: string | undefined): DraftIdentity {
    const facts = this.#facts.files.profiles.get(profile);
    const below = facts === undefined ? undefined : settingText(facts, "source_profile");
    const own = below === profile;
    // If a profile has both, its keys need its name.
    const via = below === undefined
      ? this.#variables(source.source, profile)
      : this.add(source.source, below);
    const { roleArn, sessionName, externalId, mfaSerial, durationSeconds } = source;
    const principal: Record<string, string> = { assume_role: roleArn };
    if (sessionName !== undefined && sessionName !== "") principal["session_name"] = sessionName;
    if (externalId !== undefined && externalId !== "") principal["external_id"] = externalId;
    if (durationSeconds !== undefined) principal["duration"] = `${durationSeconds}s`;
    if (mfaSerial !== undefined && mfaSerial !== "") principal["mfa_serial"] = mfaSerial;
    if (region !== undefined) principal["region"] = region;
    return {
      name: this.#names.take(own ? `${profile}-role` : profile),
      fields: { kind: "aws/assume-role", via: { identity: via }, principal },
      ...(principal["mfa_serial"] === undefined
        ? {}
        : { comment: "Atmos does not support mfa_serial: set mfa_arn in the identity below instead." }),
      account: /^arn:[^:]*:iam::(\d{12}):role\//.exec(roleArn)?.[1],
    };
  }

  /** The identity for a `credential_source`. */
  #variables(source: PlannedSource, profile: string): string {
    const facts = this.#facts.files.profiles.get(profile);
    const word = facts === undefined ? "" : settingText(facts, "credential_source") ?? "";
    const key = JSON.stringify(["credential_source", word]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = this.#names.take("environment");
    this.#known.set(key, name);
    this.identities.push({
      name,
      fields: { kind: "aws/ambient" },
      comment: `The environment's credentials: ${STATES[source.kind]} (credential_source = ${word}).`,
    });
    return name;
  }

  #ambient(profile: string, state: string): DraftIdentity {
    return {
      name: this.#names.take(profile),
      fields: { kind: "aws/ambient" },
      comment: `Profile ${quoted(profile)} ${state}, which an identity cannot refer to:\n` +
        `this uses the environment's credentials, so set AWS_PROFILE=${
          escapeText(profile)
        } wherever it is used.`,
    };
  }

  /** Why keys cannot be those of an IAM user; undefined if they can. */
  #keysState(name: string, isSession: boolean): string | undefined {
    if (isSession) return "has the keys of a session";
    const section = this.#facts.files.profiles.get(name)?.credentials;
    if (section?.settings.has("aws_access_key_id") !== true) return "has its keys in the AWS config file";
    if (isPrototypeName(name)) return "has a name that no identity can have";
    return this.#names.has(name) ? "has a name that differs from another one only in case" : undefined;
  }

  #provider({ startUrl, region, session }: PlannedSso): string {
    const key = JSON.stringify([startUrl, region]);
    const known = this.#knownProviders.get(key);
    if (known !== undefined) return known;
    const name = this.#providerNames.take(session ?? providerName(startUrl));
    this.#knownProviders.set(key, name);
    this.providers.push({ name, fields: identityCenterFields({ startUrl, region }) });
    return name;
  }

  #region(name: string): string | undefined {
    const profile = this.#facts.files.profiles.get(name);
    return (profile === undefined ? undefined : settingText(profile, "region")) || undefined;
  }
}

/** What an ambient profile does, after its name. */
const STATES: Readonly<Record<PlannedSource["kind"], string>> = {
  "sso": "logs in to IAM Identity Center",
  "role": "assumes a role",
  "keys": "has keys in variables",
  "process": "runs a credential_process",
  "login": "is logged in by `aws login`",
  "web-identity": "has a web identity token",
  "container": "has the role of a container",
  "instance": "has the role of an instance",
};

function quoted(name: string): string {
  return `"${escapeText(name)}"`;
}
