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
  type DraftEntry,
  type DraftIdentity,
  DraftNames,
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
  return {
    providers: drafting.providers,
    // An identity that others are based on has no registries of its own.
    identities: drafting.identities.map((identity) => {
      const { name, fields, comment } = identity;
      return chosen.includes(name) ? identity : { name, fields, comment };
    }),
    chosen: [...new Set(chosen)],
  };
}

class ProfileDrafting {
  readonly identities: DraftIdentity[] = [];
  readonly providers: DraftEntry[] = [];
  readonly #facts: ProfileFacts;
  readonly #names = new DraftNames();
  readonly #providerNames = new DraftNames();
  readonly #known = new Map<string, string>();

  constructor(facts: ProfileFacts) {
    this.#facts = facts;
  }

  /** @param name The profile of the source. @returns The name of the identity. */
  add(source: PlannedSource, name: string): string {
    return this.#once([name, source.kind], () => {
      const identity = this.#identity(source, name);
      this.identities.push(identity);
      return identity.name;
    });
  }

  /** The name of what was added under a key, or is added now. */
  #once(key: readonly string[], add: () => string): string {
    const text = JSON.stringify(key);
    const name = this.#known.get(text) ?? add();
    this.#known.set(text, name);
    return name;
  }

  #identity(source: PlannedSource, name: string): DraftIdentity {
    const region = this.#setting(name, "region") || undefined;
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
        return { ...common, ...this.#ambient(name, STATES[source.kind]) };
    }
  }

  #role(source: PlannedRole, profile: string, region: string | undefined): DraftIdentity {
    const below = this.#setting(profile, "source_profile");
    // If a profile has both, its keys need its name.
    const via = below === undefined
      ? this.#variables(source.source, profile)
      : this.add(source.source, below);
    const { roleArn, sessionName, externalId, mfaSerial, durationSeconds } = source;
    const principal = Object.entries({
      assume_role: roleArn,
      session_name: sessionName,
      external_id: externalId,
      duration: durationSeconds === undefined ? undefined : `${durationSeconds}s`,
      mfa_serial: mfaSerial,
      region,
    }).flatMap(([key, value = ""]) => value === "" ? [] : [[key, value] as const]);
    return {
      name: this.#names.take(below === profile ? `${profile}-role` : profile),
      fields: {
        kind: "aws/assume-role",
        via: { identity: via },
        principal: Object.fromEntries(principal),
      },
      ...(mfaSerial
        ? { comment: "Atmos does not support mfa_serial: set mfa_arn in the identity below instead." }
        : {}),
      account: /^arn:[^:]*:iam::(\d{12}):role\//.exec(roleArn)?.[1],
    };
  }

  /** The identity for a `credential_source`. */
  #variables(source: PlannedSource, profile: string): string {
    const word = this.#setting(profile, "credential_source") ?? "";
    return this.#once(["credential_source", word], () => {
      const name = this.#names.take("environment");
      this.identities.push({
        name,
        fields: { kind: "aws/ambient" },
        comment: `The environment's credentials: ${STATES[source.kind]} (credential_source = ${word}).`,
      });
      return name;
    });
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
    return this.#once(["provider", startUrl, region], () => {
      const name = this.#providerNames.take(session ?? providerName(startUrl));
      this.providers.push({ name, fields: identityCenterFields({ startUrl, region }) });
      return name;
    });
  }

  #setting(name: string, key: string): string | undefined {
    const profile = this.#facts.files.profiles.get(name);
    return profile === undefined ? undefined : settingText(profile, key);
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
