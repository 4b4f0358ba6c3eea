import { isAlias, isMap, isScalar, isSeq, type Scalar } from "yaml";
import type { ScalarNode } from "../../../domain/config/config_node.ts";
import { STANDARD_TAG_PREFIX } from "./standard_tags.ts";

/** Whether a tag names a function of Atmos, or an unknown one. */
export function isFunctionTag(tag: string | undefined): tag is string {
  return tag !== undefined && tag !== "!" && !tag.startsWith(STANDARD_TAG_PREFIX);
}

/** The value of a scalar; other values count as its text. */
export function plainValue({ value }: Scalar, raw: string): ScalarNode["value"] {
  switch (typeof value) {
    case "number":
    case "boolean":
      return value;
    default:
      return value === null ? null : raw;
  }
}

/** Where a node starts in the text. */
export function offsetOf(node: unknown, fallback = 0): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? node.range?.[0] ?? fallback
    : fallback;
}

/** The number of values in a list or mapping, including nested ones. */
export function weigh(
  children: readonly { readonly size: number; readonly height: number }[],
): { readonly size: number; readonly height: number } {
  let size = 1;
  let height = 1;
  for (const child of children) {
    size += child.size;
    height = Math.max(height, child.height + 1);
  }
  return { size, height };
}
