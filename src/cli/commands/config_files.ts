import { authProblems } from "../../app/config/auth_section.ts";
import type { ConfigFileReport, LoadedConfig } from "../../ports/config.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo } from "../command/define_command.ts";
import { errorJson, exitCodeFor } from "../output/errors.ts";
import type { Writer } from "../output/writer.ts";

/** Loads a configuration, and writes the problems of its `auth` section to standard error; returns the exit code if it cannot be loaded. */
export async function loadShown(
  { writer, configSelection }: CommandIo,
  context: CliContext,
): Promise<LoadedConfig | number> {
  const loaded = await withFiles(async (files) => {
    const config = await context.configurations().load(configSelection, files);
    return { config, problems: await authProblems(config) };
  }, writer);
  if (typeof loaded === "number") return loaded;
  const { config, problems } = loaded;
  writer.configuration({ files: config.files, problems, config });
  return config;
}

/**
 * Runs work that loads a configuration. On failure, reports the files that were searched: with `-o json` beside the error, which is then
 * written; otherwise before the error, which is thrown again.
 *
 * @param work Fills the list.
 * @param show Shows the files in text mode; by default on standard error.
 * @returns The result of the work; the exit code if the failure was written.
 */
export async function withFiles<T extends object>(
  work: (files: ConfigFileReport[]) => Promise<T>,
  writer: Writer,
  show = (files: readonly ConfigFileReport[]): void => writer.files(files),
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

/** A file as `-o json` shows it. */
export function fileJson({ path, read, broken, reason }: ConfigFileReport): object {
  return { path, read, ...(broken === true ? { broken } : {}), reason };
}
