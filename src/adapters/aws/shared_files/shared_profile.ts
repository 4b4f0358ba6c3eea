import type { AwsSetting } from "../../../domain/aws_files/parse_aws_file.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";

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
export function profileBundle(
  profile: SharedProfile | undefined,
): { readonly path: string; readonly place: string } | undefined {
  const path = profile?.settings.get("ca_bundle");
  return profile === undefined || path === undefined
    ? undefined
    : { path, place: `ca_bundle of the AWS profile "${profile.name}"` };
}
