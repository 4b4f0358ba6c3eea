import { dirname } from "node:path";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import {
  provisionedPath,
  provisionedYaml,
  type Provisioning,
} from "../../domain/sso/provisioned_identities.ts";
import type { ProvisionedIdentities } from "../../ports/sessions.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { rightsHint, stateOf } from "../fs/file_error.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { removeFile } from "../fs/guarded_directory.ts";

/** Stores them where Atmos searches: `<provider>/provisioned-identities.yaml`, mode 0600, replaced atomically. */
export class ProvisionedIdentityFiles implements ProvisionedIdentities {
  readonly #directory: string | undefined;

  /** @param directory See `provisionedDirectory`; undefined to store nothing. It need not exist. */
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
      throw unusable("write", path, error);
    }
  }

  async find(provider: string): Promise<string | undefined> {
    const path = this.#directory === undefined ? undefined : provisionedPath(this.#directory, provider);
    const info = path === undefined ? undefined : await Deno.lstat(path).catch(() => undefined);
    return info?.isFile === true ? path : undefined;
  }

  async remove(provider: string): Promise<boolean> {
    const path = await this.find(provider);
    if (path === undefined) return false;
    try {
      return await removeFile(path);
    } catch (error) {
      throw unusable("remove", path, error);
    }
  }
}

/** The error of a file that cannot be used. A bug is thrown. */
function unusable(verb: "write" | "remove", path: string, cause: unknown): EnvironmentError {
  return new EnvironmentError("STATE_UNUSABLE", `Cannot ${verb} "${path}": ${stateOf(cause)}`, {
    hint: rightsHint("the directory"),
    cause,
  });
}
