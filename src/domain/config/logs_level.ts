import { child, type MappingNode } from "./config_node.ts";
import { positionOf } from "./origin.ts";
import { newProblem, type Problem } from "./problem.ts";
import type { VariableValue } from "./promoted_variables.ts";

/** The log level as written: `ATMOS_LOGS_LEVEL`, also from the `env` section, otherwise `logs.level`. */
export function logsLevel(
  tree: MappingNode,
  { variable, promoted }: {
    readonly variable: (name: string) => string | undefined;
    readonly promoted: ReadonlyMap<string, VariableValue>;
  },
): VariableValue | undefined {
  const name = "ATMOS_LOGS_LEVEL";
  const value = variable(name);
  if (value !== undefined && value !== "") return { value, origin: { kind: "variable", name } };
  const set = promoted.get(name);
  if (set !== undefined && set.value !== "") return set;
  const node = child(child(tree, "logs"), "level");
  return node?.kind === "scalar" && node.value !== null && node.raw !== ""
    ? { value: node.raw, origin: node.origin }
    : undefined;
}

/** Reference: `pkg/logger/log_utils.go` of Atmos, which ignores case. */
const LEVEL_REGEXP = /^(?:trace|debug|info|warn|warning|error|off)$/i;

/** The problem of the effective level: Atmos fails for an unknown one. Undefined if it is valid. */
export function logsLevelProblem({ value, origin }: VariableValue): Problem | undefined {
  if (LEVEL_REGEXP.test(value.trim())) return undefined;
  const name = origin.kind === "variable" ? origin.name : "the log level";
  return newProblem({
    severity: "error",
    code: "CONFIG_INVALID",
    message: `Cannot use ${name}: "${value.slice(0, 100)}" is not a log level`,
    hint: `Valid values: Trace, Debug, Info, Warning, Error, Off${
      origin.kind === "variable" ? ", or unset the variable" : ""
    }`,
    position: positionOf(origin),
  });
}
