import { posix, resolve } from "node:path";
import { expandVariables } from "../../../domain/config/atmos_variables.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import type { PinnedConfiguration } from "../../../domain/helper/registry_pin.ts";
import type { ConfigSelection } from "../../../ports/config.ts";
import type { LoadScope } from "../files/load_scope.ts";
import {
  commaList,
  type ConfigSource,
  FILE_NAMES,
  type FoundSources,
  HIDDEN_FILE_NAMES,
  type LeftOut,
  lookInDirectory,
} from "./config_source.ts";

type NamingScope = Pick<LoadScope, "variable" | "cwd" | "files">;

/**
 * The files named by flags or their variables, files before directories; undefined if there are none. They replace discovery.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND` for a file or directory that does not exist.
 */
export async function namedSources(
  selection: ConfigSelection,
  context: NamingScope,
): Promise<FoundSources | undefined> {
  const configFiles = choose(selection.configFiles, ["--config", "ATMOS_CONFIG"], context);
  const directories = choose(selection.configDirectories, ["--config-path", "ATMOS_CONFIG_PATH"], context);
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

/**
 * The files of a pin, as they were found when it was created. Each must exist: without one, the others may resolve another principal.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND`; `CONFIG_UNTRUSTED` for a discovered file that now belongs to another user.
 */
export async function pinnedSources(
  { sources, named }: Pick<PinnedConfiguration, "sources" | "named">,
  { files, trust }: Pick<LoadScope, "files" | "trust">,
): Promise<FoundSources> {
  for (const { file } of sources) {
    const kind = await files.kind(file);
    if (kind !== "file") {
      const state = kind === "missing" ? "" : ": it is no longer a file";
      throw new ConfigError(
        "CONFIG_NOT_FOUND",
        `Cannot find the pinned configuration file "${file}"${state}`,
        {
          hint: "Restore it",
        },
      );
    }
    if (!named) await trust.requireOwner(file);
  }
  const candidates = sources.map(({ file, directory, imports, dropIns }) =>
    ({ read: true, path: file, reason: "pinned", directory, imports, dropIns }) as const
  );
  return { candidates, problems: [] };
}

async function namedFile(
  value: string,
  name: string,
  { cwd, files }: NamingScope,
): Promise<ConfigSource> {
  const path = resolve(cwd, value);
  const kind = await files.kind(path);
  if (kind === "missing") throw notFound(`Cannot find the configuration file "${value}"`, name);
  if (kind === "directory") {
    throw notFound(`Cannot read the configuration file "${value}": it is a directory`, name);
  }
  const directory = posix.dirname(value.replaceAll("\\", "/"));
  return { read: true, path, reason: name, directory, imports: true, dropIns: false };
}

async function namedDirectory(
  value: string,
  name: string,
  { cwd, files, variable }: NamingScope,
): Promise<(ConfigSource | LeftOut)[]> {
  const directory = resolve(cwd, expandVariables(value, variable));
  const kind = await files.kind(directory);
  if (kind === "missing") throw notFound(`Cannot find the configuration directory "${value}"`, name);
  if (kind !== "directory") {
    throw notFound(`Cannot use "${value}" as a configuration directory: it is a file`, name);
  }
  const names = [...FILE_NAMES, ...HIDDEN_FILE_NAMES];
  const { path, leftOut } = await lookInDirectory(directory, files, { reason: name, names });
  if (path === undefined) {
    throw notFound(`Cannot find ${FILE_NAMES.slice(1).join(" or ")} in "${value}"`, name);
  }
  return [...leftOut, { read: true, path, reason: name, directory: value, imports: true, dropIns: true }];
}

/** A flag overrides its variable; both are comma-separated lists; blanks are ignored. */
function choose(
  flag: readonly string[],
  [flagName, name]: readonly [flag: string, variable: string],
  { variable }: NamingScope,
): { readonly name: string; readonly values: string[] } {
  const values = commaList(flag);
  return values.length > 0 ? { name: flagName, values } : { name, values: commaList([variable(name) ?? ""]) };
}

function notFound(message: string, name: string): ConfigError {
  return new ConfigError("CONFIG_NOT_FOUND", message, { hint: `Correct or remove ${name}` });
}
