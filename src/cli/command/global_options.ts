import { type Command, Option } from "commander";
import type { ConfigSelection } from "../../ports/config.ts";

/** What `--output` takes. Every command knows the first two; the others are drawings. */
export const OUTPUT_FORMATS = ["text", "json", "mermaid", "dot"] as const;

/** A value of `--output`. */
export type OutputFormat = typeof OUTPUT_FORMATS[number];

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly config?: readonly string[];
  readonly configPath?: readonly string[];
  /** `true` for the option without a name, until one was chosen. */
  readonly profile?: readonly string[] | true;
  readonly basePath?: string;
  readonly lenient?: true;
  readonly chdir?: string;
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly verbose?: true;
  readonly quiet?: true;
}

/** Adds the global options to the program. */
export function addGlobalOptions(program: Command): void {
  program
    .option("--config <file>", "read this file instead of looking for atmos.yaml (repeatable)", collect)
    .option("--config-path <dir>", "read atmos.yaml in this directory (repeatable)", collect)
    .option(
      "--profile [name]",
      "merge this profile over the configuration (repeatable, or a comma list); without a name, choose one",
      collect,
    )
    .option("--base-path <dir>", "the base path, which imports are relative to")
    .option("--lenient", "warn of imports that fail, and go on without them")
    .option("-C, --chdir <dir>", "work in this directory")
    .addOption(
      new Option("-o, --output <format>", "text for people, json for scripts; list also draws").choices(
        OUTPUT_FORMATS,
      )
        .default("text"),
    )
    .option("--no-color", "no colours")
    .option("-v, --verbose", "tell more on standard error")
    .option("-q, --quiet", "print nothing but errors");
}

/** The values of the global options, wherever they were given. */
export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** What the options say about where the configuration is. */
export function configSelection(options: GlobalOptions): ConfigSelection {
  return {
    configFiles: options.config ?? [],
    configDirectories: options.configPath ?? [],
    profiles: options.profile === true ? [] : options.profile ?? [],
    basePath: options.basePath,
    lenient: options.lenient === true,
  };
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, previous?: readonly string[] | true): readonly string[] {
  return previous === undefined || previous === true ? [value] : [...previous, value];
}
