import type { AppContext } from "../../ports/context.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import type { Problem } from "../../domain/config/problem.ts";
import type { Target } from "../../domain/login/target.ts";
import type { ConfigFileReport, ConfigSelection, LoadedConfig } from "../../ports/config.ts";
import type { PinnedTargetPorts } from "./pinned_target.ts";

/** What a selection is resolved with. */
export interface SelectionPorts extends Pick<AppContext, "configurations" | "configSelection" | "prompter"> {
  /** The value of `ATMOS_IDENTITY`. */
  readonly identityVariable: string | undefined;
  /** Where a host is looked up that the configuration does not name; nowhere when absent. */
  pinnedTargets?(): Promise<PinnedTargetPorts>;
}

/** The registries that a selection means. */
export interface SelectedTargets {
  readonly targets: readonly Target[];
  /** The configuration; absent when everything was given by hand, so that none was needed. */
  readonly facts?: {
    readonly auth: AuthConfig;
    readonly config: LoadedConfig;
    readonly selection: ConfigSelection;
  };
  /** The files that were looked at; none when everything was given by hand. */
  readonly files: readonly ConfigFileReport[];
  /** Warnings about the configuration on the way to these targets. */
  readonly problems: readonly Problem[];
  /** What else the user should know, as sentences. */
  readonly notes: readonly string[];
}
