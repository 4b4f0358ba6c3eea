import { type AwsFiles, type AwsProfile, settingText } from "../../aws_files/aws_files.ts";
import { didYouMean } from "../../text/nearest.ts";
import { partitionOfRegion } from "../../registry/partitions.ts";
import type { PlannedSso } from "./ambient_plan.ts";
import { type FilePlace, planFault, profileWords } from "./plan_faults.ts";

/**
 * The permission set of a profile; undefined for a profile with neither account nor role, as in `SSOProvider` of botocore's
 * `credentials.py`.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for a missing section or field, contradictory ones, or a region that does not exist.
 */
export function planSso(profile: AwsProfile, files: AwsFiles): PlannedSso | undefined {
  const { name, settings, config, credentials } = profile;
  if (!settings.has("sso_account_id") && !settings.has("sso_role_name")) return undefined;
  const own: SettingsPlace = { words: profileWords(name), settings, at: config ?? credentials };
  const session = settings.get("sso_session")?.value;
  const home = session === undefined ? own : sessionPlace(profile, session, files);
  const need = ({ words, at, ...from }: SettingsPlace, setting: string): string => {
    const text = settingText(from, setting);
    if (text !== undefined && text !== "") return text;
    throw planFault(profileWords(name), `${words} has no ${setting}`, {
      at,
      hint: "Add it, or run `aws configure sso`",
    });
  };
  const planned: PlannedSso = {
    kind: "sso",
    profile: name,
    startUrl: need(home, "sso_start_url"),
    region: need(home, "sso_region"),
    accountId: need(own, "sso_account_id"),
    roleName: need(own, "sso_role_name"),
    session,
  };
  // It becomes part of a host name.
  if (partitionOfRegion(planned.region) !== undefined) return planned;
  const state = `AWS has no region "${
    planned.region.slice(0, 100)
  }", which is the sso_region of ${home.words}`;
  throw planFault(profileWords(name), state, {
    at: home.settings.get("sso_region"),
    hint: "Use the region of IAM Identity Center, such as eu-west-1, without quotes or a comment",
  });
}

/** Settings, and where they are. */
interface SettingsPlace extends Pick<AwsProfile, "settings"> {
  readonly words: string;
  readonly at: FilePlace | undefined;
}

/** The section `[sso-session]` of a profile, with which the profile's own settings must agree. */
function sessionPlace(profile: AwsProfile, name: string, { ssoSessions }: AwsFiles): SettingsPlace {
  const words = profileWords(profile.name);
  const section = ssoSessions.get(name);
  if (section === undefined) {
    throw planFault(
      words,
      `its sso_session "${name}" is not defined: there is no section [sso-session ${name}]`,
      {
        at: profile.settings.get("sso_session"),
        hint: didYouMean(name, ssoSessions.keys()) ??
          "Add that section to the AWS config file, or run `aws configure sso`",
      },
    );
  }
  for (const [setting, { value }] of section.settings) {
    const own = profile.settings.get(setting);
    if (own === undefined || own.value === value) continue;
    throw planFault(words, `its ${setting} differs from that of section [sso-session ${name}]`, {
      at: own,
      hint: "Remove it from the profile",
    });
  }
  return { words: `section [sso-session ${name}]`, settings: section.settings, at: section };
}
