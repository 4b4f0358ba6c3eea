/**
 * A configuration as a tree in which every value knows where it came from.
 *
 * @module
 */
import type { Origin } from "./origin.ts";
import type { Problem } from "./problem.ts";
import type { ValueSource } from "./value_source.ts";

/** A single value. */
export interface ScalarNode {
  readonly kind: "scalar";
  /** The value by YAML 1.2's core schema. */
  readonly value: string | number | boolean | null;
  /** The text as written, without quotes: what an unquoted account id is read from. */
  readonly raw: string;
  /** Whether it was written in quotes or as a block, and is therefore a text by intent. */
  readonly quoted: boolean;
  /** Why it may not be used, or as a warning why it may not do what is expected. The problem counts only where the value is needed. */
  readonly refusal?: Problem;
  /** For an endpoint: whether its file is trusted. */
  readonly trusted?: boolean;
  /** Where it came from, when it is not written out where it stands. */
  readonly source?: ValueSource;
  /** Set on what comes from a variable or command whose name looks like a secret's: it is not shown. */
  readonly secret?: true;
  /** The environment variable that an empty value was taken from, so that it can be named as the cause. */
  readonly emptyVariable?: string;
  readonly origin: Origin;
  /** What it replaced when files were merged, nearest first. */
  readonly overrides?: readonly ConfigNode[];
}

/** A list. Lists are replaced whole, never merged. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly ConfigNode[];
  readonly origin: Origin;
  readonly overrides?: readonly ConfigNode[];
}

/** One key of a mapping with its value. */
export interface MappingEntry {
  /** The key as written where it was last defined. */
  readonly key: string;
  readonly keyOrigin: Origin;
  readonly value: ConfigNode;
  /** The merge key (`<<`) by which the entry came here from another mapping. */
  readonly mergedBy?: Origin;
  /** The alias (`*name`) that stands for the value. */
  readonly alias?: Origin;
}

/** A mapping. Its keys compare without regard to case: look up with {@linkcode foldName}. */
export interface MappingNode {
  readonly kind: "mapping";
  /** Entries by folded key, in the order in which they were first written. */
  readonly entries: ReadonlyMap<string, MappingEntry>;
  /** Entries that a later one of the same mapping hides, because their keys differ only in case. */
  readonly hidden?: readonly MappingEntry[];
  readonly origin: Origin;
  readonly overrides?: readonly ConfigNode[];
}

/** A YAML function that is not evaluated yet, such as `!env NAME`. */
export interface FunctionNode {
  readonly kind: "function";
  /** The tag with its exclamation mark. */
  readonly tag: string;
  /** What follows the tag, trimmed. */
  readonly argument: string;
  /** Whether a list or mapping was written where the argument belongs. No function takes one. */
  readonly misapplied?: boolean;
  /** Why it could not be evaluated. The problem counts only where the value is needed. */
  readonly failure?: Problem;
  readonly origin: Origin;
  readonly overrides?: readonly ConfigNode[];
}

/** Any value in a configuration. */
export type ConfigNode = ScalarNode | SequenceNode | MappingNode | FunctionNode;

/** The form in which names are compared: Atmos ignores case, and so do we. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** The value under a key, compared without regard to case; undefined where there is none or `node` is no mapping. */
export function child(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node?.kind === "mapping" ? node.entries.get(foldName(key))?.value : undefined;
}
