import { basename, dirname, join } from "node:path";
import type { MappingNode } from "../../../domain/config/config_node.ts";
import { functionsIn } from "../../../domain/config/config_tree.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import type { Problem } from "../../../domain/config/problem.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import { fileWarning } from "../files/file_problems.ts";
import { CHECKED_REGEXP, type Evaluation } from "../functions/evaluation.ts";

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
    if (await files.kind(directory) !== "directory") continue;
    const shown = files.shown(directory);
    const message = `Atmos cannot use "${shown}", which contains no YAML file, and all of its commands fail`;
    problems.push(fileWarning("CONFIG_INVALID", message, { hint: "Add a file, or remove the directory" }));
  }
  for (const { path } of sources) {
    // A name that Atmos tries before. Reference: `SupportedExts` in viper.
    const earlier = join(dirname(path), "atmos.toml");
    if (basename(path) !== "atmos.yaml" && basename(path) !== "atmos.yml") continue;
    if (await files.kind(earlier) === "missing") continue;
    const [read, file] = [files.shown(earlier), files.shown(path)];
    const message = `Atmos reads "${read}" instead of "${file}", as YAML, and all of its commands fail`;
    problems.push(fileWarning("CONFIG_INVALID", message, {
      hint: "Rename or remove it",
      position: { file, line: 1, column: 1 },
    }));
  }
  for (const [file, { directiveLine, unreadable }] of files.written) {
    const found = directiveLine === undefined
      ? unreadable
      : { line: directiveLine, what: "a YAML directive", hint: "Remove the line" };
    if (found === undefined) continue;
    const { line, what, hint } = found;
    const message = `Atmos cannot read ${what}: all of its commands fail, or it skips an imported file`;
    problems.push(fileWarning("CONFIG_INVALID", message, { hint, position: { file, line, column: 1 } }));
  }
  return problems;
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
        : fileWarning(
          "CONFIG_FUNCTION_FAILED",
          `Atmos requires the value of this "${tag}": all of its commands fail without it`,
          { hint: failure.message, position: positionOf(origin) },
        )
    );
  } catch (error) {
    // They are too many or too large to read for a warning.
    if (error instanceof ConfigError) return [];
    throw error;
  }
}
