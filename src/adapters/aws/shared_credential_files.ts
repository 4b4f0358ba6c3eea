import { homeDirectory } from "../../domain/files/app_directories.ts";
import { sharedFilePaths } from "../../domain/identity/ambient_sources.ts";
import { hasCredentialSource } from "../../domain/identity/shared_profile_sections.ts";
import type { Environment } from "../../ports/environment.ts";
import type { SharedProfiles } from "../../ports/shared_profiles.ts";

/** Longer files are not read: nobody has them, and a device has no end. */
const MAX_BYTES = 1024 * 1024;

/** The shared files of the AWS tools that an environment names. */
export function sharedCredentialFiles(environment: Environment): SharedCredentialFiles {
  return new SharedCredentialFiles(sharedCredentialPaths(environment));
}

/** The paths of the config file and of the credentials file that an environment names. */
export function sharedCredentialPaths(
  environment: Environment,
): readonly [config: string, credentials: string] {
  const variable = (name: string): string | undefined => environment.get(name);
  const home = homeDirectory(environment);
  const { configFile, credentialsFile } = sharedFilePaths(variable, { home, cwd: environment.cwd });
  return [configFile, credentialsFile];
}

/**
 * The shared files of the AWS tools. Only looked at: what they say is the SDK's to find out. Without `node:` modules, because this may
 * be on the way to a warm answer.
 */
export class SharedCredentialFiles implements SharedProfiles {
  readonly #paths: readonly string[];

  /** @param paths Absolute, see `sharedFilePaths`. */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  async hasCredentials(profile: string): Promise<boolean> {
    const texts = await Promise.all(this.#paths.map(readSharedFile));
    return texts.some((text) => hasCredentialSource(text, profile));
  }
}

/** The text of a shared file; empty for one that is missing, cannot be read, or has no end. */
export async function readSharedFile(path: string): Promise<string> {
  try {
    const { isFile, size } = await Deno.stat(path);
    return isFile && size <= MAX_BYTES ? await Deno.readTextFile(path) : "";
  } catch {
    return "";
  }
}
