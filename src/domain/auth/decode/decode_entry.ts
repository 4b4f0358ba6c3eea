import { child, type ConfigNode, type MappingEntry } from "../../config/config_node.ts";
import { functionsIn } from "../../config/config_tree.ts";
import type { Problem } from "../../config/problem.ts";
import type { Entry, Located, Via } from "../model/auth_config.ts";
import { tagsOf } from "../model/filter_entries.ts";
import { classifyKind, kindHint, type Kinds } from "../model/known_fields.ts";
import { Subject, typeName } from "../model/problem_list.ts";
import { shown } from "./aws_values.ts";
import { checkKeys, checkUnreadFunctions, isPrototypeName } from "./check_keys.ts";
import { FieldReader } from "./field_reader.ts";

/** How to decode one sort of entry. */
export interface EntrySort<T> {
  /** Its noun in messages: `identity`. */
  readonly noun: string;
  readonly kinds: Kinds;
  /** Decodes an entry of a supported kind; undefined if a reported problem makes that impossible. */
  readonly decode: (kind: Located<string>, reader: FieldReader, entry: MappingEntry) => T | undefined;
  /** Decodes an entry of an unsupported kind. */
  readonly decodeOther: (kind: Located<string>, reader: FieldReader, entry: MappingEntry) => T;
}

/** Decodes a named entry of `auth`. Its value is undefined if any of its problems is an error. */
export function decodeEntry<T>(entry: MappingEntry, sort: EntrySort<T>): Entry<T> {
  const subject = new Subject(`${sort.noun} "${entry.key}"`);
  const value = readEntry(subject, entry, sort);
  const problems = subject.sorted();
  const tags = tagsOf(entry.value);
  const broken = problems.some(({ severity }) => severity === "error");
  return {
    name: entry.key,
    origin: entry.keyOrigin,
    problems,
    ...(isPending(entry.value) ? { pending: true as const } : {}),
    ...(value === undefined ? {} : broken ? { draft: value } : { value }),
    ...(isMarkedDefault(entry.value) ? { marked: true as const } : {}),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** What an entry is based on: exactly one of `via.identity` and `via.provider`. Both, or none if one is required, are reported. */
export function readVia(reader: FieldReader, { required }: { readonly required: boolean }): Via | undefined {
  const via = reader.section("via");
  const identity = via.text("identity");
  const provider = via.text("provider");
  if (identity !== undefined && provider !== undefined) {
    return reader.wrong("via", "specifies both an identity and a provider", "Keep one of them");
  }
  if (identity !== undefined) return { kind: "identity", name: identity.value, origin: identity.origin };
  if (provider !== undefined) return { kind: "provider", name: provider.value, origin: provider.origin };
  if (!required) return undefined;
  return via.missing(["identity", "provider"], "Add via: {identity: NAME} or via: {provider: NAME}");
}

function readEntry<T>(
  subject: Subject,
  entry: MappingEntry,
  { kinds, ...sort }: EntrySort<T>,
): T | undefined {
  const { key, keyOrigin: at, value: node } = entry;
  if (isPrototypeName(key)) return subject.refuse("this name is not allowed", at, "Choose another name");
  if (node.kind === "function") return subject.refuseFunction(node, key);
  if (node.kind !== "mapping") {
    const isEmpty = node.kind === "scalar" && node.value === null;
    const state = isEmpty ? "it is empty" : `it must be a mapping, not ${typeName(node)}`;
    return subject.refuse(state, at, "Add a kind");
  }
  // As long as the kind is unknown, the fields of every kind are known.
  const [anyKind = {}] = kinds.ours.values();
  const kind = new FieldReader(subject, node, { path: "", fields: anyKind, at })
    .requiredText("kind", `Add kind: ${[...kinds.ours.keys()].join(", or ")}`);
  if (kind === undefined) return undefined;
  const fields = kinds.ours.get(kind.value) ?? anyKind;
  const reader = new FieldReader(subject, node, { path: "", fields, at });
  switch (classifyKind(kind.value, kinds)) {
    case "other":
      return sort.decodeOther(kind, reader, entry);
    case "unknown":
      return reader.wrong("kind", `is "${shown(kind.value)}", which is unknown`, kindHint(kind.value, kinds));
    case "ours": {
      // While it is pending, only its name, its links and `default` are known.
      const value = isPending(node)
        ? sort.decodeOther(kind, reader, entry)
        : sort.decode(kind, reader, entry);
      // Even if the value is not used: a rejected value reads as if it were absent.
      subject.add(...refusalsIn(node));
      checkKeys(subject, node, { fields });
      checkUnreadFunctions(subject, node);
      return value;
    }
  }
}

/** Why values in an entry are rejected, or cause warnings. */
function refusalsIn(node: ConfigNode): readonly Problem[] {
  switch (node.kind) {
    case "scalar":
      return node.refusal === undefined ? [] : [node.refusal];
    case "sequence":
      return node.items.flatMap(refusalsIn);
    case "mapping":
      return [...node.entries.values()].flatMap(({ value }) => refusalsIn(value));
    case "function":
      return [];
  }
}

/** Whether an entry contains `default: true`, even if the rest cannot be read. */
function isMarkedDefault(node: ConfigNode): boolean {
  const marked = child(node, "default");
  return marked?.kind === "scalar" && marked.value === true;
}

/** Whether something in an entry is only evaluated when the entry is needed. */
function isPending(node: ConfigNode): boolean {
  return functionsIn(node).some(({ failure }) => failure === undefined);
}
