import { parseAwsFile } from "../../../domain/aws_files/parse_aws_file.ts";
import { fileFault } from "../../../domain/identity/ambient/plan_faults.ts";
import { planKeysOfSection } from "../../../domain/identity/ambient/plan_keys.ts";
import type { StoredKeys, StoredKeysOwner, StoredUserKeys } from "../../../ports/sessions.ts";
import { readAwsFile } from "../shared_files/read_aws_files.ts";

/** The long-lived keys in the profile with the identity's name, in the shared credentials file. */
export class ProfileUserKeys implements StoredUserKeys {
  protected readonly path: string;

  /** @param path Absolute, see `sharedFilePaths`. */
  constructor(path: string) {
    this.path = path;
  }

  /** @throws {AwsError} `AWS_PROFILE_INVALID` for a file that the AWS CLI rejects, or keys with invalid characters. */
  async find({ name }: StoredKeysOwner): Promise<StoredKeys> {
    const { file, text = "", unreadable } = await readAwsFile(this.path);
    if (unreadable !== undefined) throw fileFault({ file, line: 0, reason: unreadable });
    const { sections, fault } = parseAwsFile(text, file);
    if (fault !== undefined) throw fileFault(fault);
    const profile = [name, name.toLowerCase()].find((one) => sections.has(one));
    const section = profile === undefined ? undefined : sections.get(profile);
    if (profile === undefined || section === undefined) return { kind: "none" };
    const has = (setting: string): boolean => section.settings.has(setting);
    const place = `profile "${profile}" of "${this.path}"`;
    if (!has("aws_access_key_id") && !has("aws_secret_access_key")) return { kind: "none" };
    if (has("aws_session_token") || has("aws_security_token")) {
      return { kind: "none", why: `The keys in ${place} are temporary session keys, not IAM user keys` };
    }
    if (!has("aws_access_key_id") || !has("aws_secret_access_key")) {
      return { kind: "none", why: `Set both keys in ${place}, or neither` };
    }
    const keys = planKeysOfSection(profile, section);
    if (keys === undefined) return { kind: "none" };
    const { accessKeyId, secretAccessKey } = keys;
    return { kind: "keys", accessKeyId, secretAccessKey, from: place };
  }
}
