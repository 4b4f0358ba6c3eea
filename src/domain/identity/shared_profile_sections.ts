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

/** Reference: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
const HEADER_REGEXP = /^\s*\[\s*(?:profile\s+)?(?<quote>["']?)(?<name>[^\]]+?)\k<quote>\s*\]/;
const SETTING_REGEXP = /^(?<key>[A-Za-z0-9_-]+)\s*=\s*\S/;

/** Whether the text of a shared file of the AWS tools gives a profile a source of credentials. */
export function hasCredentialSource(text: string, profile: string): boolean {
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const header = HEADER_REGEXP.exec(line)?.groups?.["name"];
    if (header !== undefined) inside = header === profile;
    else if (inside && SOURCE_SETTINGS.has(SETTING_REGEXP.exec(line)?.groups?.["key"]?.toLowerCase() ?? "")) {
      return true;
    }
  }
  return false;
}
