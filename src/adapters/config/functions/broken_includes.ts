import type { MappingNode } from "../../../domain/config/config_node.ts";
import { functionsIn } from "../../../domain/config/evaluate_functions.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { newProblem, type Problem } from "../../../domain/config/problem.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { CHECKED_REGEXP, type Evaluation } from "./evaluation.ts";

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
