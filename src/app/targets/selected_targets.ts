import type { AppContext } from "../../ports/context.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import type { Problem } from "../../domain/config/problem.ts";
import type { Target } from "../../domain/login/target.ts";
import type { ConfigFileReport, ConfigSelection, LoadedConfig } from "../../ports/config.ts";
import type { PinnedTargetPorts } from "./pinned_target.ts";

/** What resolving a selection needs. */
export interface SelectionPorts extends Pick<AppContext, "configurations" | "configSelection" | "prompter"> {
  /** The value of `ATMOS_IDENTITY`. */
  readonly identityVariable: string | undefined;
  /** Where to look up a host that the configuration does not name; nowhere if absent. */
  pinnedTargets?(): Promise<PinnedTargetPorts>;
}

/** The registries of a selection. */
export interface SelectedTargets {
  readonly targets: readonly Target[];
  /** The configuration; absent if only hosts were given that need none. */
  readonly facts?: {
    readonly auth: AuthConfig;
    readonly config: LoadedConfig;
    readonly selection: ConfigSelection;
  };
  /** The files that were searched; none without a configuration. */
  readonly files: readonly ConfigFileReport[];
  /** Warnings about the entries of these targets. */
  readonly problems: readonly Problem[];
  /** Additional notes for the user, as sentences. */
  readonly notes: readonly string[];
}
