import type { AuthConfig } from "../domain/auth/auth_config.ts";
import { decodeAuth } from "../domain/auth/decode_auth.ts";
import { type Problem, problemError } from "../domain/config/problem.ts";
import { ConfigError } from "../domain/errors/errors.ts";
import type { ConfigFileReport, ConfigSelection, Configurations } from "../ports/configurations.ts";

/** The `auth` section, with what there is to say about the files it came from. */
export interface LoadedAuth {
  readonly auth: AuthConfig;
  /** Warnings about the configuration outside of its entries. */
  readonly problems: readonly Problem[];
  /** What was read, and what was not. */
  readonly files: readonly ConfigFileReport[];
}

/** Reads the `auth` section, or says that there is none. Nothing is fetched or run for it. */
export async function loadAuth(
  configurations: Configurations,
  selection: ConfigSelection,
): Promise<LoadedAuth> {
  const { tree, files, problems } = await configurations.load(selection);
  const auth = decodeAuth(tree);
  const error = auth.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) throw problemError(error);
  return { auth, problems: [...problems, ...auth.problems], files };
}

/**
 * As {@linkcode loadAuth}, for work that cannot be done without a file.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND`.
 */
export async function requireAuth(
  configurations: Configurations,
  selection: ConfigSelection,
): Promise<LoadedAuth> {
  const loaded = await loadAuth(configurations, selection);
  if (loaded.files.some(({ read }) => read)) return loaded;
  throw new ConfigError("CONFIG_NOT_FOUND", "Cannot find an atmos.yaml", {
    hint:
      "Run this where one is, name it with --config FILE or ATMOS_CLI_CONFIG_PATH, or log in without one: --registry HOST",
  });
}
