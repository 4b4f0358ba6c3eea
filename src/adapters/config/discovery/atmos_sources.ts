import { basename, dirname, join } from "node:path";
import { newProblem, type Problem } from "../../../domain/config/problem.ts";
import type { ConfigFiles } from "../files/config_files.ts";

/** A name that Atmos tries before `atmos.yaml` and reads as YAML. Reference: `SupportedExts` in viper. */
const EARLIER_NAME = "atmos.toml";

/** Warnings about how Atmos treats the files that were found, by their names and first lines. */
export async function checkAtmosSources(
  sources: readonly { readonly path: string }[],
  { files, fruitless }: {
    readonly files: ConfigFiles;
    /** Directories in which nothing was found. */
    readonly fruitless: readonly string[];
  },
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const directory of new Set(fruitless)) {
    if (await files.kind(directory) === "directory") problems.push(emptyDirectory(directory, files));
  }
  for (const { path } of sources) {
    const earlier = join(dirname(path), EARLIER_NAME);
    if (basename(path) !== "atmos.yaml" && basename(path) !== "atmos.yml") continue;
    if (await files.kind(earlier) === "missing") continue;
    problems.push(newProblem({
      severity: "warning",
      code: "CONFIG_INVALID",
      message: `Atmos reads "${files.shown(earlier)}" instead of "${
        files.shown(path)
      }", as YAML, and all of its commands fail`,
      hint: "Rename or remove it",
      position: { file: files.shown(path), line: 1, column: 1 },
    }));
  }
  for (const [file, { directiveLine: line }] of files.written) {
    if (line === undefined) continue;
    problems.push(newProblem({
      severity: "warning",
      code: "CONFIG_INVALID",
      message: "Atmos cannot read a YAML directive, and all of its commands fail",
      hint: "Remove the line",
      position: { file, line, column: 1 },
    }));
  }
  return problems;
}

/** A warning about a directory in which Atmos requires a file. */
function emptyDirectory(directory: string, files: ConfigFiles): Problem {
  return newProblem({
    severity: "warning",
    code: "CONFIG_INVALID",
    message: `Atmos cannot use "${
      files.shown(directory)
    }", which contains no YAML file, and all of its commands fail`,
    hint: "Add a file, or remove the directory",
  });
}
