import { isAbsolutePath } from "../domain/files/app_directories.ts";
import type { AuthConfig } from "../domain/auth/auth_config.ts";
import { findIdentity } from "../domain/auth/names.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Target } from "../domain/login/target.ts";
import type { ConfigSelection, LoadedConfig } from "../ports/configurations.ts";
import type { Environment } from "../ports/environment.ts";

/** What a pin is made from, besides the target. */
export interface PinFacts {
  readonly auth: AuthConfig;
  /** The configuration that `auth` is from. */
  readonly config: Pick<LoadedConfig, "sources" | "profiles" | "realm">;
  /** What the command line said about it. */
  readonly selection: ConfigSelection;
  readonly environment: Environment;
}

/**
 * The pin that makes the identity of a target answer for its registry, wherever the helper runs: the top-level files that were read,
 * by absolute path. What they import they find by themselves.
 *
 * @returns Undefined for a target without an identity, which the environment answers for.
 */
export function pinOf(
  target: Target,
  { auth, config, selection, environment }: PinFacts,
): RegistryPin | undefined {
  if (target.identity === undefined) return undefined;
  const basePath = (selection.basePath ?? environment.get("ATMOS_BASE_PATH") ?? "").trim();
  return {
    host: target.registry.host,
    configFiles: config.sources,
    configDirectories: [],
    profiles: config.profiles,
    ...(basePath === ""
      ? {}
      : { basePath: isAbsolutePath(basePath) ? basePath : `${environment.cwd}/${basePath}` }),
    ...(target.integration === undefined ? {} : { integration: target.integration }),
    identity: target.identity,
    realm: config.realm.value,
    ambient: findIdentity(auth, target.identity).kind === "aws/ambient",
  };
}
