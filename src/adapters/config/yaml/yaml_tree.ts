import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import {
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
} from "../../../domain/config/config_node.ts";
import { isFunctionTag, offsetOf, plainValue, weigh } from "./yaml_nodes.ts";
import { taggedText } from "./standard_tags.ts";
import { formatOrigin, type Origin } from "../../../domain/config/origin.ts";
import { overLimit, tooDeep, YamlFault } from "./yaml_failures.ts";

/** A tree and its size. */
export interface Built<T extends ConfigNode = ConfigNode> {
  readonly node: T;
  /** Values in it; those repeated by aliases count each time. */
  readonly size: number;
  readonly height: number;
}

/** How far before a value its tag is searched. */
const MAX_TAG_DISTANCE = 300;

/** Converts the parser's nodes to ours: resolves aliases and merge keys (`<<`), keeps functions, and records every position. */
export class TreeBuilder {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  /** Anchors by name, in order; undefined while the anchored node is being built. */
  readonly #anchors = new Map<string, Built | undefined>();
  #values = 0;
  #aliases = 0;

  constructor(source: { readonly file: string; readonly text: string; readonly lines: LineCounter }) {
    this.#file = source.file;
    this.#text = source.text;
    this.#lines = source.lines;
  }

  /** Builds one node. @throws {YamlFault} */
  build(node: unknown, depth = 0): Built {
    if (isAlias(node)) return this.#resolve(node, depth);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const built = this.#buildPlain(node, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return built;
  }

  /** The position of an offset in the file. */
  origin(offset: number): Origin {
    const { line, col } = this.#lines.linePos(offset);
    return { kind: "file", file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #buildPlain(node: unknown, depth: number): Built {
    const offset = offsetOf(node);
    if (depth > CONFIG_LIMITS.depth) throw tooDeep(offset);
    this.#count(1, offset);
    if (isMap(node)) return this.#buildTagged(node, () => this.#buildMapping(node, depth));
    if (isSeq(node)) return this.#buildTagged(node, () => this.#buildSequence(node, depth));
    return { node: this.#buildScalar(node), size: 1, height: 1 };
  }

  #buildScalar(node: unknown): ConfigNode {
    if (!isScalar(node)) {
      return { kind: "scalar", value: null, raw: "", quoted: false, origin: this.origin(offsetOf(node)) };
    }
    if (isFunctionTag(node.tag)) {
      const origin = this.#tagOrigin(node, node.tag);
      return { kind: "function", tag: node.tag, argument: (node.source ?? "").trim(), origin };
    }
    const text = taggedText(node, offsetOf(node));
    return {
      kind: "scalar",
      value: plainValue(node, text.raw),
      ...text,
      origin: this.origin(offsetOf(node)),
    };
  }

  /** A list or mapping with a tag is a misspelt function: its content must not count as a value. */
  #buildTagged(node: YAMLMap | YAMLSeq, build: () => Built): Built {
    const { tag } = node;
    const built = build();
    if (!isFunctionTag(tag)) return built;
    const origin = this.#tagOrigin(node, tag);
    return { ...built, node: { kind: "function", tag, argument: "", misapplied: true, origin } };
  }

  #buildSequence(node: YAMLSeq, depth: number): Built {
    const items = node.items.map((item) => this.build(item, depth + 1));
    return {
      node: { kind: "sequence", items: items.map((item) => item.node), origin: this.origin(offsetOf(node)) },
      ...weigh(items),
    };
  }

  #buildMapping(node: YAMLMap, depth: number): Built<MappingNode> {
    const entries = new Map<string, MappingEntry>();
    const hidden: MappingEntry[] = [];
    const places = new Map<string, Origin>();
    const merged: Built<MappingNode>[] = [];
    let mergeOrigin: Origin | undefined;
    const children: Built[] = [];
    for (const pair of node.items) {
      const { key, keyOrigin, isMerge } = this.#buildKey(pair, offsetOf(node));
      const first = places.get(key);
      if (first !== undefined) throw duplicate(key, first, offsetOf(pair.key));
      places.set(key, keyOrigin);
      const value = this.build(pair.value, depth + 1);
      children.push(value);
      if (isMerge && value.node.kind !== "function") {
        merged.push(...this.#mergeSources(value, offsetOf(pair.value)));
        mergeOrigin = keyOrigin;
        continue;
      }
      const old = entries.get(foldName(key));
      if (old !== undefined) hidden.push(old);
      entries.set(foldName(key), {
        key,
        keyOrigin,
        value: value.node,
        ...isAlias(pair.value) ? { alias: this.origin(offsetOf(pair.value)) } : {},
      });
    }
    for (const { node: source } of merged) {
      for (const [key, entry] of source.entries) {
        if (!entries.has(key)) entries.set(key, { ...entry, mergedBy: mergeOrigin ?? entry.keyOrigin });
      }
    }
    return {
      node: {
        kind: "mapping",
        entries,
        ...(hidden.length === 0 ? {} : { hidden }),
        origin: this.origin(offsetOf(node)),
      },
      ...weigh([...children, ...merged]),
    };
  }

  #buildKey({ key }: Pair, parent: number): { key: string; keyOrigin: Origin; isMerge: boolean } {
    const offset = offsetOf(key, parent);
    const node = isAlias(key) ? this.#resolve(key, 0).node : undefined;
    if (node?.kind === "scalar") return { key: node.raw, keyOrigin: this.origin(offset), isMerge: false };
    if (node !== undefined || isMap(key) || isSeq(key)) {
      throw new YamlFault("a list or mapping is used as a key", { offset, hint: "Use a string as the key" });
    }
    if (isScalar(key) && key.anchor !== undefined) this.build(key);
    const raw = isScalar(key) ? key.source ?? "" : "";
    const isMerge = raw === "<<" && isScalar(key) && key.type === "PLAIN" && !isFunctionTag(key.tag);
    return { key: raw, keyOrigin: this.origin(offset), isMerge };
  }

  /** The mappings of a merge key: one, or a list of them, of which the earlier takes precedence. */
  #mergeSources({ node, size, height }: Built, offset: number): Built<MappingNode>[] {
    const nodes = node.kind === "sequence" ? node.items : [node];
    return nodes.map((source) => {
      if (source.kind === "mapping") return { node: source, size, height };
      throw new YamlFault('the merge key "<<" needs a mapping', {
        offset,
        hint: "Use an anchor of a mapping: <<: *name",
      });
    });
  }

  #resolve(alias: Alias, depth: number): Built {
    const offset = offsetOf(alias);
    const name = alias.source.slice(0, 100);
    if (!this.#anchors.has(alias.source)) {
      const hint = `Define &${name} above`;
      throw new YamlFault(`there is no anchor "&${name}" before this alias`, { offset, hint });
    }
    const built = this.#anchors.get(alias.source);
    if (built === undefined) throw new YamlFault(`the anchor "&${name}" contains itself`, { offset });
    if (++this.#aliases > CONFIG_LIMITS.aliases) {
      throw overLimit(`it contains more than ${CONFIG_LIMITS.aliases.toLocaleString("en")} aliases`, offset);
    }
    if (depth + built.height - 1 > CONFIG_LIMITS.depth) throw tooDeep(offset);
    this.#count(built.size, offset);
    return built;
  }

  #count(values: number, offset: number): void {
    this.#values += values;
    if (this.#values > CONFIG_LIMITS.values) {
      throw overLimit(`it contains more than ${CONFIG_LIMITS.values.toLocaleString("en")} values`, offset);
    }
  }

  /** The parser gives the position of a value; for a function, the position of its tag is more useful. */
  #tagOrigin(node: Scalar | YAMLMap | YAMLSeq, tag: string): Origin {
    const end = offsetOf(node);
    const start = Math.max(0, end - MAX_TAG_DISTANCE);
    const index = this.#text.slice(start, end).lastIndexOf(tag);
    return this.origin(index < 0 ? end : start + index);
  }
}

function duplicate(key: string, first: Origin, offset: number): YamlFault {
  return new YamlFault(`the key "${key.slice(0, 100)}" appears twice in one mapping`, {
    offset,
    hint: `Remove one of them; the first is at ${formatOrigin(first)}`,
  });
}
