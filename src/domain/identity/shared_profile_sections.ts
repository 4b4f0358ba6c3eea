import { headerName, readIniSections } from "../ini/ini_sections.ts";

/**
 * Settings that make a profile a source of credentials; one that has only a region is none.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 */
const SOURCE_SETTINGS: ReadonlySet<string> = new Set([
  "aws_access_key_id",
  "credential_process",
  "credential_source",
  "login_session",
  "role_arn",
  "source_profile",
  "sso_account_id",
  "sso_session",
  "sso_start_url",
  "web_identity_token_file",
]);

/** Whether the text of a shared file of the AWS tools gives a profile a source of credentials. */
export function hasCredentialSource(text: string, profile: string): boolean {
  for (const [header, settings] of readIniSections(text)) {
    if (header !== profile && headerName(header, "profile") !== profile) continue;
    if (settings.keys().some((key) => SOURCE_SETTINGS.has(key.toLowerCase()))) return true;
  }
  return false;
}
