import type { AwsSetting } from "../../../domain/aws_files/parse_aws_file.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { NamedBundle } from "../../http/certificates.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";

/** The settings of the profile in use that affect endpoints. */
export interface SharedProfile {
  readonly name: string;
  /** Its settings by key, nested ones as `outer.inner`. */
  readonly settings: ReadonlyMap<string, string>;
  /** The settings of its `[services]` section, in the same form. */
  readonly services: ReadonlyMap<string, string>;
}

/** The profile of a plan. */
export function sharedProfile({ profile, settings, services }: AmbientPlan): SharedProfile {
  return { name: profile, settings: flat(settings), services: flat(services) };
}

function flat(settings: ReadonlyMap<string, AwsSetting>): ReadonlyMap<string, string> {
  return new Map(
    [...settings].flatMap(([key, { value, block }]): (readonly [string, string])[] =>
      block === undefined
        ? (value === "" ? [] : [[key, value]])
        : [...block].flatMap(([inner, text]) => text === "" ? [] : [[`${key}.${inner}`, text] as const])
    ),
  );
}

/** The file of certificates that a profile names; undefined for none. */
export function profileBundle(profile: SharedProfile | undefined): NamedBundle | undefined {
  const path = profile?.settings.get("ca_bundle");
  if (profile === undefined || path === undefined) return undefined;
  return { path, place: `ca_bundle of the AWS profile "${profile.name}"` };
}

/**
 * Marks credentials from the environment, and credentials derived from them. The SDKs let the profile of credentials also determine the
 * endpoint (`endpoint_url`, `use_fips_endpoint`); for credentials of a configured identity, the shared files must be ignored. A symbol,
 * unlike a WeakMap, survives a copy by spreading.
 */
const AMBIENT = Symbol("ambient");

type Marked = AwsCredentials & { readonly [AMBIENT]?: SharedProfile };

/** A copy that is marked as coming from the environment. @param profile The profile in use. */
export function markAmbient(credentials: AwsCredentials, profile: SharedProfile): AwsCredentials {
  const marked: Marked = { ...credentials, [AMBIENT]: profile };
  return marked;
}

/** The profile in use if credentials come from the environment; undefined for all others. */
export function ambientProfile(credentials: AwsCredentials | undefined): SharedProfile | undefined {
  const marked: Marked | undefined = credentials;
  return marked?.[AMBIENT];
}
