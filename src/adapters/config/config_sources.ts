import { join, resolve } from "node:path";
import type { Problem } from "../../domain/config/problem.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFileReport, ConfigSelection } from "../../ports/configurations.ts";
import type { Environment } from "../../ports/environment.ts";
import type { ConfigFiles } from "./config_files.ts";

/** A file to read, with the reason why. */
export interface ConfigSource {
  /** Absolute. */
  readonly path: string;
  readonly reason: string;
}

/** What was found. */
export interface FoundSources {
  /** Lowest precedence first. */
  readonly sources: readonly ConfigSource[];
  /** Files that exist and are not read. */
  readonly skipped: readonly ConfigFileReport[];
  readonly problems: readonly Problem[];
}

/** The names of a configuration, of which the first that exists counts. */
const FILE_NAMES = ["atmos.yaml", "atmos.yml"] as const;

/** What else is looked for in the directories of `--config-path`. Reference: `pkg/config/load_config_args.go` of Atmos. */
const HIDDEN_FILE_NAMES = [".atmos.yaml", ".atmos.yml"] as const;

/**
 * Finds the files to read: those that flags or their variables name (files before directories), else the working directory's and, over
 * it, that of `ATMOS_CLI_CONFIG_PATH`. More places of discovery are added to the list at its beginning.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND` for a file or directory that a flag or its variable names and that is not there.
 */
export async function findSources(
  selection: ConfigSelection,
  { environment, files }: { readonly environment: Environment; readonly files: ConfigFiles },
): Promise<FoundSources> {
  const named = await namedSources(selection, { environment, files });
  if (named !== undefined) return named;
  const found = [await inDirectory(environment.cwd, { files, reason: "working directory" })];
  const problems: Problem[] = [];
  const extra = environment.get("ATMOS_CLI_CONFIG_PATH")?.trim() ?? "";
  if (extra !== "") {
    const directory = resolve(environment.cwd, extra);
    const result = await inDirectory(directory, { files, reason: "ATMOS_CLI_CONFIG_PATH" });
    if (result.sources.length === 0) problems.push(await emptyCliConfigPath(directory, extra, files));
    found.push(result);
  }
  return {
    // The same directory twice is one source, at the higher place.
    sources: found.flatMap(({ sources }) => sources).filter(({ path }, index, all) =>
      all.findLastIndex((other) => other.path === path) === index
    ),
    skipped: found.flatMap(({ skipped }) => skipped),
    problems,
  };
}

async function namedSources(
  selection: ConfigSelection,
  { environment, files }: { readonly environment: Environment; readonly files: ConfigFiles },
): Promise<FoundSources | undefined> {
  const configFiles = choose(selection.configFiles, "--config", environment.get("ATMOS_CONFIG"));
  const directories = choose(
    selection.configDirectories,
    "--config-path",
    environment.get("ATMOS_CONFIG_PATH"),
  );
  if (configFiles.values.length + directories.values.length === 0) return undefined;
  const sources: ConfigSource[] = [];
  const skipped: ConfigFileReport[] = [];
  for (const value of configFiles.values) {
    const path = resolve(environment.cwd, value);
    const kind = await files.kind(path);
    if (kind === "missing") {
      throw notFound(`Cannot find the configuration file "${escapeText(value)}"`, configFiles.name);
    }
    if (kind === "directory") {
      throw notFound(
        `Cannot read the configuration file "${escapeText(value)}": it is a directory`,
        configFiles.name,
      );
    }
    sources.push({ path, reason: configFiles.name });
  }
  for (const value of directories.values) {
    const directory = resolve(environment.cwd, value);
    const kind = await files.kind(directory);
    const shown = escapeText(value);
    if (kind === "missing") {
      throw notFound(`Cannot find the configuration directory "${shown}"`, directories.name);
    }
    if (kind !== "directory") {
      throw notFound(`Cannot use "${shown}" as a configuration directory: it is a file`, directories.name);
    }
    const found = await inDirectory(directory, {
      files,
      reason: directories.name,
      names: [...FILE_NAMES, ...HIDDEN_FILE_NAMES],
    });
    if (found.sources.length === 0) {
      throw notFound(`Cannot find ${FILE_NAMES.join(" or ")} in "${shown}"`, directories.name);
    }
    sources.push(...found.sources);
    skipped.push(...found.skipped);
  }
  return { sources, skipped, problems: [] };
}

/** A flag hides its variable; both hold comma lists; blanks do not count. */
function choose(
  flag: readonly string[],
  name: "--config" | "--config-path",
  variable: string | undefined,
): { readonly name: string; readonly values: string[] } {
  const split = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => text.split(",")).map((text) => text.trim()).filter((text) => text !== "");
  const values = split(flag);
  if (values.length > 0) return { name, values };
  const variableName = name === "--config" ? "ATMOS_CONFIG" : "ATMOS_CONFIG_PATH";
  return { name: variableName, values: split([variable ?? ""]) };
}

async function inDirectory(
  directory: string,
  { files, reason, names = FILE_NAMES }: {
    readonly files: ConfigFiles;
    readonly reason: string;
    readonly names?: readonly string[];
  },
): Promise<Omit<FoundSources, "problems">> {
  const present: string[] = [];
  for (const name of names) {
    if (await files.kind(join(directory, name)) !== "missing") present.push(name);
  }
  const [first, ...others] = present;
  return {
    sources: first === undefined ? [] : [{ path: join(directory, first), reason }],
    skipped: others.map((name) => ({
      path: files.shown(join(directory, name)),
      read: false,
      reason: `${reason}: ${first} goes before it`,
    })),
  };
}

async function emptyCliConfigPath(directory: string, written: string, files: ConfigFiles): Promise<Problem> {
  const kind = await files.kind(directory);
  const state = kind === "missing"
    ? "there is no such directory"
    : kind === "directory"
    ? `there is no ${FILE_NAMES.join(" or ")} in it`
    : "it is a file, not a directory";
  return {
    severity: "warning",
    code: "CONFIG_NOT_FOUND",
    message: `Ignoring ATMOS_CLI_CONFIG_PATH "${escapeText(written)}": ${state}`,
    hint: "Set it to the directory of an atmos.yaml, or unset it",
  };
}

function notFound(message: string, name: string): ConfigError {
  return new ConfigError("CONFIG_NOT_FOUND", message, { hint: `Correct ${name}, or leave it out` });
}
