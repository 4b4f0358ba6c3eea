import { type ConfigNode, entriesOf, type FunctionNode, type MappingNode } from "../../config/config_node.ts";
import { ATMOS_AUTH, type FieldTable, type Shape } from "../model/known_fields.ts";
import { TOP_LEVEL } from "./atmos_schema.ts";
import { isGoCount, isGoFlag } from "./go_values.ts";

/** Maps and lists that Atmos reads in another way. */
const SPECIAL: readonly string[] = ["env", "commands"];

/** A call and the dotted path of its key. */
export interface EarlyCall {
  readonly call: FunctionNode;
  readonly path: string;
}

/**
 * The first function of a file that makes Atmos drop all imports of the file, silently: before it imports, it decodes the file with the
 * arguments of functions in place of their values, and an argument is no number, no truth value and no mapping.
 *
 * Reference: `mergeImports` in `pkg/config/load.go` of Atmos, commit 0a1cb4480b; measured.
 *
 * @param evaluated Files whose functions are evaluated by then, and override those of the file: its drop-ins.
 */
export function earlyCall(tree: MappingNode, evaluated: readonly MappingNode[]): EarlyCall | undefined {
  const shape: FieldTable = { ...TOP_LEVEL, auth: ATMOS_AUTH };
  for (const found of undecodable(tree, shape, [])) {
    // An argument does not replace a mapping either.
    const isOverridden = evaluated.some((other) =>
      ["function", "mapping"].includes(nodeAt(other, found.path.split("."))?.kind ?? "")
    );
    if (!isOverridden) return found;
  }
  return undefined;
}

function* undecodable(node: ConfigNode, shape: Shape, path: readonly string[]): Generator<EarlyCall> {
  if (node.kind === "function") {
    const isRead = node.misapplied || SPECIAL.includes(path.join(".")) || isDecodable(node.argument, shape);
    if (!isRead) yield { call: node, path: path.join(".") };
  } else if (node.kind === "mapping" && typeof shape === "object") {
    for (const [key, { value }] of node.entries) {
      const inner = isNamed(shape) ? shape[0] : Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (inner !== undefined) yield* undecodable(value, inner, [...path, key]);
    }
  }
}

/** Whether Atmos can read the argument of a function where it expects a value. */
function isDecodable(raw: string, shape: Shape): boolean {
  switch (shape) {
    case "flag":
      return isGoFlag({ value: raw, raw, quoted: true });
    case "number":
      return isGoCount({ value: raw, raw });
    case "map":
    case "structures":
      return false;
    default:
      return typeof shape === "string";
  }
}

function isNamed(shape: FieldTable | readonly [Shape]): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function nodeAt(node: ConfigNode | undefined, [key, ...rest]: readonly string[]): ConfigNode | undefined {
  return key === undefined ? node : nodeAt(entriesOf(node).get(key)?.value, rest);
}
