import { EnvironmentError } from "../../../domain/errors/errors.ts";
import { parseAwsFile, type ParsedAwsFile } from "../../../domain/aws_files/parse_aws_file.ts";
import { setIniSection } from "../../../domain/ini/edit_ini.ts";
import type { StoredKeysOwner, UserKeysToKeep, UserKeyStore } from "../../../ports/sessions.ts";
import { rightsHint, stateOf } from "../../fs/file_error.ts";
import { updateLocked } from "../../fs/locked_update.ts";
import { ProfileUserKeys } from "./profile_user_keys.ts";

/** The maximum size of an AWS file. */
const MAX_BYTES = 1024 * 1024;

/** Names with which the AWS tools would read another section, or none. */
const NO_PROFILE_REGEXP = /[\]\p{Cc}]|^\s|\s$|^$/u;

/** Stores keys of users in the shared credentials file, each in the profile with the identity's name. The rest of the file is preserved. */
export class ProfileKeyStore extends ProfileUserKeys implements UserKeyStore {
  async keep({ name }: StoredKeysOwner, keys: UserKeysToKeep): Promise<string> {
    if (NO_PROFILE_REGEXP.test(name)) throw this.#refused("it is not a valid profile name");
    try {
      await updateLocked(this.path, (bytes) => this.#edit(bytes, name, keys), { maxBytes: MAX_BYTES });
    } catch (error) {
      // Why the file is not edited.
      if (error instanceof EnvironmentError) throw error;
      // Only a decoder of UTF-8 throws it here.
      throw this.#refused(error instanceof TypeError ? "it is not valid UTF-8" : stateOf(error));
    }
    return `profile "${name}" of "${this.path}"`;
  }

  #edit(bytes: Uint8Array | undefined, name: string, keys: UserKeysToKeep): Uint8Array {
    const text = bytes === undefined
      ? ""
      : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const before = parseAwsFile(text, this.path);
    if (before.fault !== undefined) {
      throw this.#refused(`line ${before.fault.line} ${before.fault.reason}: correct it first`);
    }
    // The second spelling of the section keeps its content, unless the profile has it.
    const section = before.sections.has(name) || !before.sections.has(name.toLowerCase())
      ? name
      : name.toLowerCase();
    const settings = {
      aws_access_key_id: keys.accessKeyId,
      aws_secret_access_key: keys.secretAccessKey.expose(),
      aws_session_token: undefined,
      aws_security_token: undefined,
    };
    const edited = setIniSection(text, { section, settings });
    if (!isOnlyThat(before, parseAwsFile(edited, this.path), section, settings)) {
      throw this.#refused("its format does not allow adding the keys");
    }
    return new TextEncoder().encode(edited);
  }

  #refused(state: string): EnvironmentError {
    return new EnvironmentError(
      "STATE_UNUSABLE",
      `Cannot store keys in the AWS file "${this.path}": ${state}`,
      { hint: `${rightsHint("the file")}, or omit --aws-profile-file to use a keyring` },
    );
  }
}

/** Whether a file contains the new settings in a section, and is otherwise unchanged. */
function isOnlyThat(
  before: ParsedAwsFile,
  after: ParsedAwsFile,
  section: string,
  settings: Readonly<Record<string, string | undefined>>,
): boolean {
  if (after.fault !== undefined) return false;
  const names = new Set([section, ...before.sections.keys(), ...after.sections.keys()]);
  return [...names].every((name) => {
    const old = before.sections.get(name)?.settings;
    const now = after.sections.get(name)?.settings;
    const wanted = name === section ? settings : {};
    const keys = new Set([...Object.keys(wanted), ...old?.keys() ?? [], ...now?.keys() ?? []]);
    return [...keys].every((key) =>
      now?.get(key)?.value === (Object.hasOwn(wanted, key) ? wanted[key] : old?.get(key)?.value)
    );
  });
}
