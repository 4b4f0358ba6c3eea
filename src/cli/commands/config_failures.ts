import type { CommandIo } from "../command/define_command.ts";
import { authProblems } from "../../app/config/auth_section.ts";
import type { ConfigFileReport, LoadedConfig } from "../../ports/config.ts";
import type { CliContext } from "../command/context.ts";
import { configSelection } from "../command/global_options.ts";
import { errorJson, exitCodeFor } from "../output/errors.ts";
import type { Writer } from "../output/writer.ts";

/** A file as `-o json` shows it. */
export function fileJson({ path, read, broken, reason }: ConfigFileReport): Record<string, unknown> {
  return { path, read, ...(broken === true ? { broken } : {}), reason };
}

/** What a command needs to report a configuration that cannot be loaded. */
export interface FailureContext {
  readonly writer: Writer;
  /** Shows the files in text mode; by default on standard error. */
  readonly show?: (files: readonly ConfigFileReport[]) => void;
}

/**
 * Runs work that loads a configuration. On failure, reports the files that were searched: with `-o json` beside the error, which is then
 * written; otherwise before the error, which is thrown again.
 *
 * @param work Fills the list.
 * @returns The result of the work; the exit code if the failure was written.
 */
export async function withFiles<T extends object>(
  work: (files: ConfigFileReport[]) => Promise<T>,
  { writer, show = (files) => writer.files(files) }: FailureContext,
): Promise<T | number> {
  const files: ConfigFileReport[] = [];
  try {
    return await work(files);
  } catch (error) {
    if (!writer.json) {
      show(files);
      throw error;
    }
    writer.data({ error: errorJson(error), files: files.map(fileJson) });
    return exitCodeFor(error);
  }
}

/** Loads a configuration, and writes the problems of its `auth` section to standard error; returns the exit code if it cannot be loaded. */
export async function loadShown(
  { writer, global }: CommandIo,
  context: CliContext,
): Promise<LoadedConfig | number> {
  const loaded = await withFiles(async (files) => {
    const config = await context.configurations().load(configSelection(global), files);
    return { config, problems: await authProblems(config) };
  }, { writer });
  if (typeof loaded === "number") return loaded;
  writer.configuration(loaded.config.files, loaded.problems, loaded.config.logsLevel?.value);
  return loaded.config;
}
