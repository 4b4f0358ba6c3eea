import { validateAuth } from "../../domain/auth/validate/validate_auth.ts";
import type { MappingNode } from "../../domain/config/config_node.ts";
import { newProblem, type Problem, problemOfError, sortProblems } from "../../domain/config/problem.ts";
import { riskyDirectives } from "../../domain/trust/risky_directives.ts";
import { trustHint } from "../../domain/trust/trusted_files.ts";
import type { ConfigFileReport, LoadedConfig } from "../../ports/config.ts";
import { atmosDifferences, withoutErrors } from "./atmos_compat.ts";
import { evaluatedTree } from "./auth_section.ts";
import { type ConfigPorts, NO_FILE_HINT } from "./load_auth.ts";

/** The result of validation. */
export interface ValidatedConfig {
  /** Whether there are no errors; warnings do not count. */
  readonly valid: boolean;
  /** Sorted by position. */
  readonly problems: readonly Problem[];
  /** The files that were read and those that were not; if a file is so broken that the search failed, up to there. */
  readonly files: readonly ConfigFileReport[];
}

/** Finds all problems of the configuration. If it cannot be loaded, the reason is the only one. */
export async function validateConfig(ports: ConfigPorts): Promise<ValidatedConfig> {
  const { problems, files } = await findProblems(ports);
  return {
    valid: problems.every(({ severity }) => severity === "warning"),
    problems: sortProblems(problems),
    files,
  };
}

async function findProblems(
  { configurations, configSelection }: ConfigPorts,
): Promise<Pick<ValidatedConfig, "problems" | "files">> {
  const files: ConfigFileReport[] = [];
  try {
    // Lenient, so that a failed import does not hide other problems.
    const loaded = await configurations.load({ ...configSelection, lenient: true }, files);
    const problems = configSelection.lenient === true ? loaded.problems : loaded.problems.map(asStrict);
    if (!files.some(({ read }) => read)) return { problems: [...problems, NO_FILE], files };
    const tree = await evaluatedTree(loaded);
    const found = [...validateAuth(tree), ...await untrustedEndpoints(tree, loaded)];
    const compatibility = withoutErrors(await atmosDifferences(loaded, tree), found);
    return { problems: [...problems, ...found, ...compatibility], files };
  } catch (error) {
    const problem = problemOfError(error);
    if (problem === undefined) throw error;
    return { problems: [problem], files };
  }
}

/**
 * A failure that was downgraded to a warning, such as a failed import, is an error, unless `--lenient` is given; other warnings of the
 * loader stay warnings.
 */
function asStrict(problem: Problem): Problem {
  return problem.isForgiven === true ? { ...problem, severity: "error" } : problem;
}

/** What is only rejected when it is used: custom endpoints. */
async function untrustedEndpoints(tree: MappingNode, { isTrusted }: LoadedConfig): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { kind, effect, position } of riskyDirectives(tree)) {
    if (position === undefined || kind !== "endpoint") continue;
    if (await isTrusted({ kind: "file", ...position })) continue;
    problems.push(newProblem({
      severity: "error",
      code: "CONFIG_UNTRUSTED",
      message: `Cannot use this endpoint: it ${effect}, and "${position.file}" is not trusted`,
      hint: trustHint(position.file),
      position,
    }));
  }
  return problems;
}

const NO_FILE: Problem = newProblem({
  severity: "error",
  code: "CONFIG_NOT_FOUND",
  message: "Cannot find an atmos.yaml",
  hint: NO_FILE_HINT,
});
