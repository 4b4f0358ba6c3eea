import { ConfigError } from "../errors/errors.ts";
import { nearest } from "../text/nearest.ts";
import { ATMOS_FUNCTION_TAGS, isAtmosFunction } from "./atmos_functions.ts";
import {
  type ConfigNode,
  foldName,
  type FunctionNode,
  type MappingEntry,
  type MappingNode,
} from "./config_node.ts";
import { positionOf } from "./origin.ts";
import { newProblem, type Problem } from "./problem.ts";

/**
 * Carries out one YAML function.
 *
 * @param path The folded keys that lead to it, those of lists being their indexes.
 * @returns The value, or undefined to remove the key.
 * @throws {ConfigError} When it cannot; the value then stays a function with the failure noted on it.
 */
export type FunctionEvaluator = (
  call: FunctionNode,
  path: readonly string[],
) => ConfigNode | undefined | Promise<ConfigNode | undefined>;

/** What is evaluated, and how. */
export interface EvaluationOptions {
  /** The top-level keys to look under; functions elsewhere are left alone. */
  readonly sections: readonly string[];
  /** Evaluators by tag. */
  readonly evaluators: ReadonlyMap<string, FunctionEvaluator>;
  /**
   * Whether a function is left as it is for now.
   *
   * @param path The folded keys that lead to it, those of lists being their indexes.
   */
  readonly putOff?: (call: FunctionNode, path: readonly string[]) => boolean | Promise<boolean>;
}

/** How often a function may give something that holds functions again. */
const MAX_ROUNDS = 10;

/**
 * Replaces the YAML functions under some keys by their values, and functions in these values likewise. Each function is evaluated
 * once, one after another, however often aliases repeat it. A function that fails, is unknown or may not be used stays in the tree
 * with its {@linkcode FunctionNode.failure}, so that it spoils only what needs it; it is not tried again.
 *
 * @throws {ConfigError} `CONFIG_LIMIT` alone.
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

/** Every function in a tree with the keys that lead to it, below `path`. */
export function* callsIn(
  node: ConfigNode,
  path: readonly string[] = [],
): Generator<{ readonly call: FunctionNode; readonly path: readonly string[] }> {
  switch (node.kind) {
    case "function":
      yield { call: node, path };
      return;
    case "scalar":
      return;
    case "sequence":
      for (const [index, item] of node.items.entries()) yield* callsIn(item, [...path, String(index)]);
      return;
    case "mapping":
      for (const [key, { value }] of node.entries) {
        if (value.kind !== "scalar") yield* callsIn(value, [...path, key]);
      }
  }
}

/** Every function in a tree, in the order in which it is written. */
export function functionsIn(node: ConfigNode): FunctionNode[] {
  switch (node.kind) {
    case "function":
      return [node];
    case "scalar":
      return [];
    case "sequence":
      return node.items.flatMap(functionsIn);
    case "mapping":
      return [...node.entries.values()].flatMap(({ value }) => functionsIn(value));
  }
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
    // A limit is about the whole: to go on would be what it is there to prevent.
    if (!(error instanceof ConfigError) || error.code === "CONFIG_LIMIT") throw error;
    return { ...call, failure: problemOf(error, call) };
  }
}

/** The error of a function that was called wrongly or could not do its work. Arguments are not shown: they may hold secrets. */
export function functionFailure(call: FunctionNode, state: string, hint?: string): ConfigError {
  return new ConfigError("CONFIG_FUNCTION_FAILED", `Cannot evaluate "${call.tag}": ${state}`, {
    hint,
    position: positionOf(call.origin),
  });
}

function refusal(call: FunctionNode): ConfigError {
  const position = positionOf(call.origin);
  if (isAtmosFunction(call.tag)) {
    return functionFailure(
      call,
      "this Atmos function is not supported here",
      `Write the value literally, or pass it in a variable with "!env NAME"`,
    );
  }
  const near = nearest(call.tag, ATMOS_FUNCTION_TAGS);
  const known = `Known functions: ${ATMOS_FUNCTION_TAGS.join(" ")}`;
  return new ConfigError(
    "CONFIG_TAG_UNKNOWN",
    `Cannot evaluate "${call.tag}": no such function`,
    {
      hint: near === undefined ? known : `Did you mean "${near}"? ${known}`,
      position,
    },
  );
}

function problemOf(error: ConfigError, call: FunctionNode): Problem {
  return newProblem({
    severity: "error",
    code: error.code as Problem["code"],
    message: error.message,
    hint: error.hint,
    position: error.position ?? positionOf(call.origin),
  });
}

/** What `<<: !include FILE` stands under: its mapping belongs to the one around it, whose own keys win. */
const MERGE_KEY = "<<";

/** The tree with values in place of functions. What holds no function is shared, not copied. */
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
