import { dirname } from "node:path";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import {
  provisionedPath,
  provisionedYaml,
  type Provisioning,
} from "../../domain/sso/provisioned_identities.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ProvisionedIdentities } from "../../ports/provisioned_identities.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { FileError } from "../fs/file_error.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { isSystemError, systemErrorCode } from "../fs/system_error.ts";

/** Files where Atmos looks for them: `<provider>/provisioned-identities.yaml`, mode 0600, replaced whole. */
export class ProvisionedIdentityFiles implements ProvisionedIdentities {
  readonly #directory: string | undefined;

  /** @param directory See `provisionedDirectory`; undefined to keep nothing. It need not exist. */
  constructor(directory: string | undefined) {
    this.#directory = directory;
  }

  async write(provisioning: Provisioning): Promise<void> {
    if (this.#directory === undefined) return;
    const path = provisionedPath(this.#directory, provisioning.center.name);
    if (path === undefined) return;
    try {
      await ensurePrivateDirectory(dirname(path));
      await replaceFile(path, new TextEncoder().encode(provisionedYaml(provisioning)));
    } catch (error) {
      if (!(error instanceof FileError) && !isSystemError(error)) throw error;
      const state = error instanceof FileError ? error.message : systemErrorCode(error) ?? error.name;
      throw new EnvironmentError(
        "STATE_UNUSABLE",
        `Cannot write "${escapeText(path)}": ${escapeText(state)}`,
        {
          hint: "Check the owner and mode of the directory",
          cause: error,
        },
      );
    }
  }
}
