import { type AwsFiles, type AwsProfile, settingText } from "../../aws_files/aws_files.ts";
import type { AwsSection } from "../../aws_files/parse_aws_file.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { PlannedSso } from "./ambient_plan.ts";
import { type FilePlace, planFault, profileWords } from "./plan_faults.ts";

/** Settings that each make a profile one of IAM Identity Center. Reference: `SSOProvider` in botocore's `credentials.py`. */
const PROFILE_SETTINGS = ["sso_account_id", "sso_role_name"] as const;

/**
 * The permission set of a profile; undefined for a profile with neither account nor role.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for a missing section or field, or contradictory ones.
 */
export function planSso(profile: AwsProfile, files: AwsFiles): PlannedSso | undefined {
  if (!PROFILE_SETTINGS.some((name) => profile.settings.has(name))) return undefined;
  const session = profile.settings.get("sso_session");
  const own = ownPlace(profile);
  const section = session === undefined ? undefined : sessionSection(profile, session.value, files);
  if (section !== undefined && session !== undefined) checkAgreement(profile, session.value, section);
  const home = section === undefined || session === undefined
    ? { settings: profile, words: profileWords(profile.name), at: own }
    : {
      settings: section,
      words: `section [sso-session ${session.value}]`,
      at: { file: section.file, line: section.line },
    };
  const need = (
    from: { readonly settings: AwsProfile["settings"] },
    name: string,
    words: string,
    at: FilePlace | undefined,
  ): string => {
    const text = settingText(from, name);
    if (text !== undefined && text !== "") return text;
    throw planFault(profileWords(profile.name), `${words} has no ${name}`, {
      at,
      hint: "Add it, or run `aws configure sso`",
    });
  };
  return {
    kind: "sso",
    profile: profile.name,
    startUrl: need(home.settings, "sso_start_url", home.words, home.at),
    region: need(home.settings, "sso_region", home.words, home.at),
    accountId: need(profile, "sso_account_id", profileWords(profile.name), own),
    roleName: need(profile, "sso_role_name", profileWords(profile.name), own),
    session: session?.value,
  };
}

function sessionSection(profile: AwsProfile, name: string, { ssoSessions }: AwsFiles): AwsSection {
  const section = ssoSessions.get(name);
  if (section !== undefined) return section;
  throw planFault(
    profileWords(profile.name),
    `its sso_session "${name}" is not defined: there is no section [sso-session ${name}]`,
    {
      at: profile.settings.get("sso_session"),
      hint: didYouMean(name, [...ssoSessions.keys()]) ??
        "Add that section to the AWS config file, or run `aws configure sso`",
    },
  );
}

function checkAgreement(profile: AwsProfile, name: string, section: AwsSection): void {
  for (const [setting, { value }] of section.settings) {
    const own = profile.settings.get(setting);
    if (own === undefined || own.value === value) continue;
    throw planFault(
      profileWords(profile.name),
      `its ${setting} differs from that of section [sso-session ${name}]`,
      { at: own, hint: "Remove it from the profile" },
    );
  }
}

function ownPlace({ config, credentials }: AwsProfile): FilePlace | undefined {
  return config ?? credentials;
}
