import type { ConfigSelection } from "../../ports/config.ts";
import type { OutputOptions } from "../output/output_options.ts";

/** Options of every command, before or after its name. */
export interface GlobalOptions extends OutputOptions {
  readonly config?: readonly string[];
  readonly configPath?: readonly string[];
  /** `true` for the option without a name, until a profile is selected. */
  readonly profile?: readonly string[] | true;
  readonly basePath?: string;
  readonly lenient?: true;
  readonly chdir?: string;
}

/** Where the options say that the configuration is. */
export function configSelection(options: GlobalOptions): ConfigSelection {
  return {
    configFiles: options.config ?? [],
    configDirectories: options.configPath ?? [],
    profiles: options.profile === true ? [] : options.profile ?? [],
    basePath: options.basePath,
    lenient: options.lenient === true,
  };
}
