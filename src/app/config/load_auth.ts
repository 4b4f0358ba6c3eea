import { decodeAuth } from "../../domain/auth/decode/decode_auth.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import type { MappingNode } from "../../domain/config/config_node.ts";
import { type Problem, problemError } from "../../domain/config/problem.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import type { ConfigFileReport, ConfigSelection, LoadedConfig } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";

/** Where a configuration is loaded from. */
export interface ConfigPorts extends Pick<AppContext, "configurations" | "configSelection"> {
  /** Called with the warnings of a configuration: if a name is not found in it, they may be the reason. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
}

/** The `auth` section, and information about its files. */
export interface LoadedAuth {
  readonly auth: AuthConfig;
  /** Warnings about the configuration outside its entries. */
  readonly problems: readonly Problem[];
  readonly files: readonly ConfigFileReport[];
  /** The rest of the configuration, including the realm and the profiles. */
  readonly config: LoadedConfig;
  /** How it was selected, including a profile that the user chose. */
  readonly selection: ConfigSelection;
}

/**
 * Loads the `auth` section, or reports that there is none. Functions that run or fetch something are only evaluated in integrations;
 * {@linkcode withIdentities} evaluates the identities that are needed in the end.
 *
 * @param integrations The names of those that are needed; default all.
 */
export async function loadAuth(
  { configurations, configSelection: selection, onProblems }: ConfigPorts,
  integrations: readonly string[] | "all" = "all",
): Promise<LoadedAuth> {
  const config = await configurations.load(selection);
  const loaded = decoded({ config, selection }, await config.evaluate({ integrations }));
  onProblems?.(loaded.problems);
  return loaded;
}

/**
 * The same section, with everything evaluated that some identities and their bases need. Call it with the identities of the targets, before
 * their chains are resolved.
 */
export async function withIdentities(loaded: LoadedAuth, identities: readonly string[]): Promise<LoadedAuth> {
  const { config, auth } = loaded;
  const isPending = [auth.identities, auth.providers].some((entries) =>
    [...entries.values()].some(({ pending }) => pending)
  );
  return isPending ? decoded(loaded, await config.evaluate({ identities })) : loaded;
}

/** The same section, with everything evaluated that a provider needs. */
export async function withProvider(loaded: LoadedAuth, provider: string): Promise<LoadedAuth> {
  return decoded(loaded, await loaded.config.evaluate({ providers: [provider] }));
}

function decoded(
  { config, selection }: Pick<LoadedAuth, "config" | "selection">,
  tree: MappingNode,
): LoadedAuth {
  const auth = decodeAuth(tree);
  const error = auth.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) throw problemError(error);
  return { auth, problems: [...config.problems, ...auth.problems], files: config.files, config, selection };
}

/** The hint if nothing is configured. */
export const NO_FILE_HINT: string =
  "Create one with `atmos-ecr init`, run the command in a project that has one, or use --config FILE or ATMOS_CLI_CONFIG_PATH";

/**
 * As {@linkcode loadAuth}, for work that requires a file.
 *
 * @param need `instead`: what can be done without a file, as the beginning of the hint.
 * @throws {ConfigError} `CONFIG_NOT_FOUND`.
 */
export async function requireAuth(
  ports: ConfigPorts,
  { integrations = "all", instead }: {
    readonly integrations?: readonly string[] | "all";
    readonly instead?: string;
  } = {},
): Promise<LoadedAuth> {
  const loaded = await loadAuth(ports, integrations);
  if (loaded.files.some(({ read }) => read)) return loaded;
  const [reason] = loaded.problems;
  throw new ConfigError("CONFIG_NOT_FOUND", "Cannot find an atmos.yaml", {
    // A skipped file is the most likely cause.
    hint: reason !== undefined
      ? `${reason.message}. ${reason.hint ?? ""}`.trimEnd()
      : instead === undefined
      ? NO_FILE_HINT
      : `${instead}, run the command in a project that has one, or use --config FILE or ATMOS_CLI_CONFIG_PATH`,
  });
}
