import { ConfigError } from "../errors/errors.ts";
import { nearest } from "../text/nearest.ts";
import {
  type ConfigNode,
  foldName,
  type FunctionNode,
  type MappingEntry,
  type MappingNode,
} from "./config_node.ts";
import { callsIn } from "./config_tree.ts";
import { positionOf } from "./origin.ts";
import { newProblem } from "./problem.ts";

/**
 * Evaluates one YAML function.
 *
 * @param path Its folded keys; indexes for lists.
 * @returns The value, or undefined to remove the key.
 * @throws {ConfigError} If it fails; the value then remains a function with the failure.
 */
export type FunctionEvaluator = (
  call: FunctionNode,
  path: readonly string[],
) => ConfigNode | undefined | Promise<ConfigNode | undefined>;

/** What is evaluated, and how. */
export interface EvaluationOptions {
  /** The top-level keys to evaluate; functions elsewhere are left unchanged. */
  readonly sections: readonly string[];
  /** Evaluators by tag. */
  readonly evaluators: ReadonlyMap<string, FunctionEvaluator>;
  /** Whether to defer a function; its path as in {@linkcode FunctionEvaluator}. */
  readonly putOff?: (call: FunctionNode, path: readonly string[]) => boolean | Promise<boolean>;
}

/** How often the result of a function may contain functions again. */
const MAX_ROUNDS = 10;

/**
 * Replaces the YAML functions under some keys with their values, and functions in these values, too. Each function is evaluated once, one
 * after another, even if aliases repeat it. A function that fails, is unknown or must not be used remains in the tree with its {@linkcode
 * FunctionNode.failure}, so that it only affects what needs it; it is not tried again.
 *
 * @throws {ConfigError} `CONFIG_LIMIT` only.
 */
export async function evaluateFunctions(
  tree: MappingNode,
  options: EvaluationOptions,
): Promise<MappingNode> {
  let current = tree;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = await evaluateRound(current, options);
    if (next === current) return next;
    current = next;
  }
  return current;
}

async function evaluateRound(
  tree: MappingNode,
  { sections, evaluators, putOff }: EvaluationOptions,
): Promise<MappingNode> {
  const values = new Map<FunctionNode, ConfigNode | undefined>();
  const entries = new Map<string, MappingEntry>(tree.entries);
  for (const key of sections.map(foldName)) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    for (const { call, path } of callsIn(entry.value, [key])) {
      if (call.failure !== undefined || values.has(call) || await putOff?.(call, path)) continue;
      values.set(call, await evaluate(call, path, evaluators));
    }
    if (values.size === 0) continue;
    const value = substitute(entry.value, values);
    if (value === undefined) entries.delete(key);
    else if (value !== entry.value) entries.set(key, { ...entry, value });
  }
  return values.size === 0 ? tree : { ...tree, entries };
}

async function evaluate(
  call: FunctionNode,
  path: readonly string[],
  evaluators: EvaluationOptions["evaluators"],
): Promise<ConfigNode | undefined> {
  try {
    const evaluator = evaluators.get(call.tag);
    if (evaluator === undefined) throw refusal(call);
    if (call.misapplied) throw functionFailure(call, "it accepts a string, not a list or mapping");
    const value = await evaluator(call, path);
    return value === undefined || call.overrides === undefined
      ? value
      : { ...value, overrides: call.overrides };
  } catch (error) {
    // A limit applies to the whole: continuing would defeat its purpose.
    if (!(error instanceof ConfigError) || error.code === "CONFIG_LIMIT") throw error;
    const { code, message, hint, position = positionOf(call.origin) } = error;
    return { ...call, failure: newProblem({ severity: "error", code, message, hint, position }) };
  }
}

/** The error of a function with an invalid argument, or that failed. Arguments are not shown: they may contain secrets. */
export function functionFailure(call: FunctionNode, state: string, hint?: string): ConfigError {
  return new ConfigError("CONFIG_FUNCTION_FAILED", `Cannot evaluate "${call.tag}": ${state}`, {
    hint,
    position: positionOf(call.origin),
  });
}

function refusal(call: FunctionNode): ConfigError {
  if (isAtmosFunction(call.tag)) {
    return functionFailure(
      call,
      "this Atmos function is not supported here",
      `Write the value literally, or pass it in a variable with "!env NAME"`,
    );
  }
  const near = nearest(call.tag, ATMOS_FUNCTION_TAGS);
  const known = `Known functions: ${ATMOS_FUNCTION_TAGS.join(" ")}`;
  return new ConfigError("CONFIG_TAG_UNKNOWN", `Cannot evaluate "${call.tag}": no such function`, {
    hint: near === undefined ? known : `Did you mean "${near}"? ${known}`,
    position: positionOf(call.origin),
  });
}

/** The key of `<<: !include FILE`: its mapping is merged into the surrounding one, whose own keys take precedence. */
const MERGE_KEY = "<<";

/** The tree with values instead of functions. Parts without functions are shared, not copied. */
function substitute(
  node: ConfigNode,
  values: ReadonlyMap<FunctionNode, ConfigNode | undefined>,
): ConfigNode | undefined {
  switch (node.kind) {
    case "function":
      return values.has(node) ? values.get(node) : node;
    case "scalar":
      return node;
    case "sequence": {
      const items = node.items.map((item) => substitute(item, values)).filter((item) => item !== undefined);
      return isSame(items, node.items) ? node : { ...node, items };
    }
    case "mapping": {
      const entries = new Map<string, MappingEntry>();
      const included: MappingNode[] = [];
      let changed = false;
      for (const [key, entry] of node.entries) {
        const value = substitute(entry.value, values);
        changed ||= value !== entry.value;
        if (key === MERGE_KEY && entry.value.kind === "function" && value?.kind === "mapping") {
          included.push(value);
        } else if (value !== undefined) entries.set(key, value === entry.value ? entry : { ...entry, value });
      }
      for (const { entries: more } of included) {
        for (const [key, entry] of more) if (!entries.has(key)) entries.set(key, entry);
      }
      return changed ? { ...node, entries } : node;
    }
  }
}

function isSame(a: readonly ConfigNode[], b: readonly ConfigNode[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/**
 * The tag of every YAML function of Atmos in `atmos.yaml`.
 *
 * Reference: `pkg/function/tag/tag.go` and `pkg/config/process_yaml.go` of Atmos, commit 0a1cb4480b.
 */
export const ATMOS_FUNCTION_TAGS = [
  "!env",
  "!exec",
  "!include",
  "!include.raw",
  "!repo-root",
  "!git.root",
  "!git.sha",
  "!git.ref",
  "!git.branch",
  "!git.repository",
  "!git.owner",
  "!git.name",
  "!git.host",
  "!git.url",
  "!cwd",
  "!random",
  "!unset",
] as const;

/** Whether Atmos has a function with that tag. */
export function isAtmosFunction(tag: string): boolean {
  return ATMOS_FUNCTION_TAGS.some((known) => known === tag);
}
