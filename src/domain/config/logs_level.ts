import { child, type MappingNode } from "./config_node.ts";
import type { VariableValue } from "./promoted_variables.ts";

/** The level of logging as written: `ATMOS_LOGS_LEVEL`, also from the `env` section, else `logs.level`. */
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
