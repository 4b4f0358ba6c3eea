import { posix, resolve } from "node:path";
import { expandVariables } from "../../../domain/config/atmos_variables.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import type { PinnedConfiguration } from "../../../domain/helper/registry_pin.ts";
import type { ConfigSelection } from "../../../ports/config.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import type { FileTrust } from "../trust/file_trust.ts";
import {
  type ConfigSource,
  FILE_NAMES,
  type FoundSources,
  HIDDEN_FILE_NAMES,
  type LeftOut,
  lookInDirectory,
} from "./config_source.ts";

/** The context of variables and relative paths. */
export interface NamingContext {
  /** Reads a variable of the real environment. */
  readonly variable: (name: string) => string | undefined;
  readonly cwd: string;
  readonly files: ConfigFiles;
}

/**
 * The files named by flags or their variables, files before directories; undefined if there are none. They replace discovery.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND` for a file or directory that does not exist.
 */
export async function namedSources(
  selection: ConfigSelection,
  context: NamingContext,
): Promise<FoundSources | undefined> {
  const configFiles = choose(selection.configFiles, "--config", context.variable("ATMOS_CONFIG"));
  const directories = choose(
    selection.configDirectories,
    "--config-path",
    context.variable("ATMOS_CONFIG_PATH"),
  );
  if (configFiles.values.length + directories.values.length === 0) return undefined;
  const candidates: (ConfigSource | LeftOut)[] = [];
  for (const value of configFiles.values) {
    candidates.push(await namedFile(value, configFiles.name, context));
  }
  for (const value of directories.values) {
    candidates.push(...await namedDirectory(value, directories.name, context));
  }
  return { candidates, problems: [] };
}

async function namedFile(
  value: string,
  name: string,
  { cwd, files }: NamingContext,
): Promise<ConfigSource> {
  const path = resolve(cwd, value);
  const kind = await files.kind(path);
  if (kind === "missing") {
    throw notFound(`Cannot find the configuration file "${value}"`, name);
  }
  if (kind === "directory") {
    throw notFound(`Cannot read the configuration file "${value}": it is a directory`, name);
  }
  const directory = posix.dirname(value.replaceAll("\\", "/"));
  return { read: true, path, reason: name, directory, imports: true, dropIns: false };
}

async function namedDirectory(
  value: string,
  name: string,
  { cwd, files, variable }: NamingContext,
): Promise<(ConfigSource | LeftOut)[]> {
  const expanded = expandVariables(value, variable);
  const directory = resolve(cwd, expanded);
  const kind = await files.kind(directory);
  if (kind === "missing") throw notFound(`Cannot find the configuration directory "${value}"`, name);
  if (kind !== "directory") {
    throw notFound(`Cannot use "${value}" as a configuration directory: it is a file`, name);
  }
  const { path, leftOut } = await lookInDirectory(directory, {
    files,
    reason: name,
    names: [...FILE_NAMES, ...HIDDEN_FILE_NAMES],
  });
  if (path === undefined) {
    throw notFound(`Cannot find ${FILE_NAMES.slice(1).join(" or ")} in "${value}"`, name);
  }
  return [...leftOut, { read: true, path, reason: name, directory: value, imports: true, dropIns: true }];
}

/** A flag overrides its variable; both are comma-separated lists; blanks are ignored. */
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

function notFound(message: string, name: string): ConfigError {
  return new ConfigError("CONFIG_NOT_FOUND", message, { hint: `Correct or remove ${name}` });
}

/**
 * The files of a pin, as they were found when it was created. Each must exist: without one, the others may resolve another principal.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND`; `CONFIG_UNTRUSTED` for a discovered file that now belongs to another user.
 */
export async function pinnedSources(
  { sources, named }: Pick<PinnedConfiguration, "sources" | "named">,
  { files, trust }: { readonly files: ConfigFiles; readonly trust: FileTrust },
): Promise<FoundSources> {
  for (const { file } of sources) {
    const kind = await files.kind(file);
    if (kind !== "file") {
      throw new ConfigError(
        "CONFIG_NOT_FOUND",
        `Cannot find the pinned configuration file "${file}"${
          kind === "missing" ? "" : ": it is no longer a file"
        }`,
        { hint: "Restore it" },
      );
    }
    const fault = named ? undefined : await trust.ownerFault(file);
    if (fault !== undefined) throw trust.foreign(file, fault);
  }
  const candidates = sources.map(({ file, directory, imports, dropIns }) =>
    ({ read: true, path: file, reason: "pinned", directory, imports, dropIns }) as const
  );
  return { candidates, problems: [] };
}
