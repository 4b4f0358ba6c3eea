/**
 * A configuration as a tree in which every value has its origin.
 *
 * @module
 */
import type { Origin, ValueSource } from "./origin.ts";
import type { Problem } from "./problem.ts";

/** A single value. */
export interface ScalarNode {
  readonly kind: "scalar";
  /** The value by YAML 1.2's core schema. */
  readonly value: string | number | boolean | null;
  /** The text as written, without quotes, for unquoted account IDs. */
  readonly raw: string;
  /** Whether it was written in quotes or as a block, and is therefore intended as a text. */
  readonly quoted: boolean;
  /** Why it must not be used, or a warning about its use. The problem only matters if the value is needed. */
  readonly refusal?: Problem;
  /** For an endpoint: whether its file is trusted. */
  readonly trusted?: boolean;
  /** If it is not: the file that led to it and prevents trust, if it is that one. */
  readonly leader?: string | undefined;
  /** Its source, if it is not a literal. */
  readonly source?: ValueSource;
  /** Set on the value of a variable or command whose name looks like a secret's: it is not shown. */
  readonly secret?: true;
  /** The environment variable that an empty value comes from, so that it can be named as the cause. */
  readonly emptyVariable?: string;
  readonly origin: Origin;
  /** What it overrode when files were merged, nearest first. */
  readonly overrides?: readonly ConfigNode[];
}

/** A list. Lists are replaced as a whole, never merged. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly ConfigNode[];
  readonly origin: Origin;
  readonly overrides?: readonly ConfigNode[];
}

/** One key of a mapping with its value. */
export interface MappingEntry {
  /** The key as written in its last definition. */
  readonly key: string;
  readonly keyOrigin: Origin;
  readonly value: ConfigNode;
  /** The merge key (`<<`) that brought the entry here from another mapping. */
  readonly mergedBy?: Origin;
  /** The alias (`*name`) of the value. */
  readonly alias?: Origin;
}

/** A mapping. Its keys are case-insensitive: look them up with {@linkcode foldName}. */
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
  /** The text after the tag, trimmed. */
  readonly argument: string;
  /** Whether the argument is a list or mapping, which no function accepts. */
  readonly misapplied?: boolean;
  /** Why it could not be evaluated. The problem only matters if the value is needed. */
  readonly failure?: Problem;
  readonly origin: Origin;
  readonly overrides?: readonly ConfigNode[];
}

/** Any value in a configuration. */
export type ConfigNode = ScalarNode | SequenceNode | MappingNode | FunctionNode;

/** A configuration without any key. */
export const EMPTY_CONFIG: MappingNode = { kind: "mapping", entries: new Map(), origin: { kind: "default" } };

/** The form in which names are compared: case-insensitively, as in Atmos. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** The value of a key, compared case-insensitively; undefined if there is none or `node` is not a mapping. */
export function child(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node?.kind === "mapping" ? node.entries.get(foldName(key))?.value : undefined;
}

/** A text node, as if written in quotes. */
export function textNode(value: string, origin: Origin): ScalarNode {
  return { kind: "scalar", value, raw: value, quoted: true, origin };
}

const NO_ENTRIES: ReadonlyMap<string, MappingEntry> = new Map();

/** The entries of a mapping; none of anything else. */
export function entriesOf(node: ConfigNode | undefined): ReadonlyMap<string, MappingEntry> {
  return node?.kind === "mapping" ? node.entries : NO_ENTRIES;
}

/** The text of a scalar as written; undefined for `null`, an empty one, and anything else. */
export function writtenText(node: ConfigNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null && node.raw !== "" ? node.raw : undefined;
}
