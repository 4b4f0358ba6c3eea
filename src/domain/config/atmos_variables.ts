import { child, type MappingNode, writtenText } from "./config_node.ts";
import { type Origin, positionOf, type ValueSource } from "./origin.ts";
import { newProblem, type Problem } from "./problem.ts";

/** A text with its origin. */
export interface VariableValue {
  readonly value: string;
  readonly origin: Origin;
  /** The source of the value, if the file contains no literal. */
  readonly source?: ValueSource;
}

/** The variable that turns off the root of the git repository as a place of configuration. Reference: `pkg/config/load.go` of Atmos. */
export const GIT_ROOT_VARIABLE = "ATMOS_GIT_ROOT_BASEPATH";

/** Variables that select the files to read: it is too late to set them in one of these files. */
const SELECTORS: readonly string[] = [
  "ATMOS_CLI_CONFIG_PATH",
  "ATMOS_CONFIG",
  "ATMOS_CONFIG_PATH",
  "ATMOS_BASE_PATH",
  "ATMOS_CHDIR",
  GIT_ROOT_VARIABLE,
];

/** Whether the `env` section can set a variable for this program. */
export function isPromotable(key: string): boolean {
  return key.startsWith("ATMOS_");
}

/** Reads a variable of the real environment. */
type Variable = (name: string) => string | undefined;

/**
 * The `ATMOS_*` variables that the `env` section sets, by name as written. The real environment overrides it, even with an empty value.
 * Variables that select files are skipped with a warning, because they would be found too late; those of this program, because they grant
 * trust.
 *
 * Reference: `pkg/env/promote.go` of Atmos.
 */
export function promoteVariables(
  tree: MappingNode,
  variable: Variable,
): { readonly variables: ReadonlyMap<string, VariableValue>; readonly problems: readonly Problem[] } {
  const section = child(tree, "env");
  const variables = new Map<string, VariableValue>();
  const problems: Problem[] = [];
  if (section?.kind !== "mapping") return { variables, problems };
  for (const { key, keyOrigin, value } of section.entries.values()) {
    if (!isPromotable(key)) continue;
    const refused = key.startsWith("ATMOS_ECR_")
      ? "a file cannot grant itself trust"
      : SELECTORS.includes(key)
      ? "the files are selected before any of them is read"
      : value.kind === "function" && value.failure !== undefined
      ? "its function could not be evaluated"
      : undefined;
    if (refused !== undefined) {
      problems.push(newProblem({
        severity: "warning",
        code: "CONFIG_INVALID",
        message: `Ignoring "env.${key}": ${refused}`,
        hint: "Set it in the environment instead",
        position: positionOf(keyOrigin),
      }));
      continue;
    }
    if (value.kind !== "scalar" || value.value === null || variable(key) !== undefined) continue;
    const { source, origin } = value;
    const text = typeof value.value === "string" ? value.value : value.raw;
    variables.set(key, { value: text, origin, ...(source === undefined ? {} : { source }) });
  }
  return { variables, problems };
}

/** The log level as written: `ATMOS_LOGS_LEVEL`, also from the `env` section, otherwise `logs.level`. */
export function logsLevel(
  tree: MappingNode,
  { variable, promoted }: {
    readonly variable: Variable;
    readonly promoted: ReadonlyMap<string, VariableValue>;
  },
): VariableValue | undefined {
  const name = "ATMOS_LOGS_LEVEL";
  const value = variable(name);
  if (value !== undefined && value !== "") return { value, origin: { kind: "variable", name } };
  const set = promoted.get(name);
  if (set !== undefined && set.value !== "") return set;
  const level = child(child(tree, "logs"), "level");
  const text = writtenText(level);
  return level === undefined || text === undefined ? undefined : { value: text, origin: level.origin };
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

/** Whether the root of the git repository is not searched, and imports do not start there. */
export function ignoresGitRoot(variable: Variable): boolean {
  return variable(GIT_ROOT_VARIABLE) === "false";
}

/**
 * Expands `$NAME` and `${NAME}` in a directory; unset ones are empty. `~` is kept, as in Atmos: the shell expands it.
 *
 * Reference: `os.ExpandEnv` of Go, which viper calls for each directory that it searches.
 */
export function expandVariables(text: string, variable: Variable): string {
  return text.replaceAll(
    /\$(?:\{([^{}]*)\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, plain?: string) => variable(braced ?? plain ?? "") ?? "",
  );
}
