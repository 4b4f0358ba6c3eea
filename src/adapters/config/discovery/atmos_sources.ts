import { basename, dirname, join } from "node:path";
import type { MappingNode } from "../../../domain/config/config_node.ts";
import { functionsIn } from "../../../domain/config/evaluate_functions.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { newProblem, type Problem } from "../../../domain/config/problem.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import { CHECKED_REGEXP, type Evaluation } from "../functions/evaluation.ts";

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

/** Failures that Atmos does not have: it reads Terraform files, and an expression that finds nothing gives null. */
const FINE_REGEXP = /: (?:Terraform files are not supported here|".+" is not in ".+")$/;

/**
 * Warns about broken includes outside `auth`, and functions for which there is no repository: this program does not need them, but every
 * command of Atmos fails. Fetches and runs nothing.
 *
 * Reference: `pkg/config/process_yaml.go` of Atmos, which evaluates all functions of a file.
 */
export async function brokenIncludes(tree: MappingNode, evaluation: Evaluation): Promise<Problem[]> {
  try {
    return functionsIn(await evaluation.elsewhere(tree)).flatMap(({ tag, origin, failure }) =>
      failure === undefined || failure.code === "CONFIG_UNTRUSTED" || !CHECKED_REGEXP.test(tag) ||
        FINE_REGEXP.test(failure.message)
        ? []
        : [
          newProblem({
            severity: "warning",
            code: "CONFIG_FUNCTION_FAILED",
            message: `Atmos requires the value of this "${tag}": all of its commands fail without it`,
            hint: failure.message,
            position: positionOf(origin),
          }),
        ]
    );
  } catch (error) {
    // They are too many or too large to read for a warning.
    if (error instanceof ConfigError) return [];
    throw error;
  }
}
