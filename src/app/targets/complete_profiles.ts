import { type AwsFiles, type AwsProfile, settingText } from "../../domain/aws_files/aws_files.ts";
import type { Candidate } from "./complete_names.ts";

/** The AWS profiles, described by their role, or their account and permission set, if the files contain these. */
export function completeProfiles({ profiles }: AwsFiles): Candidate[] {
  return [...profiles.values()].map((profile) => {
    const description = principalOf(profile);
    return description === undefined ? { value: profile.name } : { value: profile.name, description };
  });
}

function principalOf(profile: AwsProfile): string | undefined {
  const setting = (key: string): string | undefined => settingText(profile, key);
  const role = setting("role_arn");
  if (role !== undefined) return role;
  const parts = [setting("sso_account_id"), setting("sso_role_name")].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" ");
}
