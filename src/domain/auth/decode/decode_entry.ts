import type { ConfigNode, MappingEntry, MappingNode } from "../../config/config_node.ts";
import { functionsIn } from "../../config/evaluate_functions.ts";
import { type Problem, sortProblems } from "../../config/problem.ts";
import type { Entry, Located, Via } from "../model/auth_config.ts";
import { classifyKind, type FieldTable, kindHint, type Kinds } from "../model/known_fields.ts";
import {
  createSubject,
  note,
  report,
  reportFunction,
  type Subject,
  typeName,
} from "../model/problem_list.ts";
import { tagsOf } from "../model/filter_entries.ts";
import { shown } from "./aws_values.ts";
import { checkKeys, checkUnreadFunctions, isPrototypeName } from "./check_keys.ts";
import { FieldReader } from "./field_reader.ts";

/** How to decode one sort of entry. */
export interface EntrySort<T> {
  /** Its noun in messages: `identity`. */
  readonly noun: string;
  readonly kinds: Kinds;
  /** Known keys of the supported kinds. */
  readonly fields: ReadonlyMap<string, FieldTable>;
  /** Decodes an entry of a supported kind; undefined if a reported problem makes that impossible. */
  readonly decode: (kind: Located<string>, reader: FieldReader, entry: MappingEntry) => T | undefined;
  /** Decodes an entry of an unsupported kind. */
  readonly decodeOther: (kind: Located<string>, reader: FieldReader, entry: MappingEntry) => T;
}

/** Decodes a named entry of `auth`. Its value is undefined if any of its problems is an error. */
export function decodeEntry<T>(entry: MappingEntry, sort: EntrySort<T>): Entry<T> {
  const subject = createSubject(`${sort.noun} "${entry.key}"`);
  const value = readEntry(subject, entry, sort);
  const problems = sortProblems(subject.problems);
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
  if (node.kind !== "mapping") return false;
  const marked = node.entries.get("default")?.value;
  return marked?.kind === "scalar" && marked.value === true;
}

/** Whether something in an entry is only evaluated when the entry is needed. */
function isPending(node: ConfigNode): boolean {
  return functionsIn(node).some(({ failure }) => failure === undefined);
}

function readEntry<T>(subject: Subject, entry: MappingEntry, sort: EntrySort<T>): T | undefined {
  const at = entry.keyOrigin;
  if (isPrototypeName(entry.key)) {
    report(subject, {
      message: `Cannot use ${subject.label}: this name is not allowed`,
      hint: "Choose another name",
      at,
    });
    return undefined;
  }
  const node = entry.value;
  if (node.kind === "function") {
    reportFunction(subject, node, entry.key);
    return undefined;
  }
  if (node.kind !== "mapping") {
    const state = node.kind === "scalar" && node.value === null
      ? "it is empty"
      : `it must be a mapping, not ${typeName(node)}`;
    report(subject, { message: `Cannot use ${subject.label}: ${state}`, hint: "Add a kind", at });
    return undefined;
  }
  return readMapping(subject, node, { entry, sort });
}

function readMapping<T>(
  subject: Subject,
  node: MappingNode,
  { entry, sort }: { readonly entry: MappingEntry; readonly sort: EntrySort<T> },
): T | undefined {
  const at = entry.keyOrigin;
  // As long as the kind is unknown, the fields of every kind are known.
  const [anyKind = {}] = sort.fields.values();
  const kind = new FieldReader(subject, node, { path: "", fields: anyKind, at })
    .requiredText("kind", `Add kind: ${sort.kinds.ours.join(", or ")}`);
  if (kind === undefined) return undefined;
  const fields = sort.fields.get(kind.value);
  const reader = new FieldReader(subject, node, { path: "", fields: fields ?? anyKind, at });
  switch (classifyKind(kind.value, sort.kinds)) {
    case "other":
      return sort.decodeOther(kind, reader, entry);
    case "unknown":
      reader.wrong("kind", `is "${shown(kind.value)}", which is unknown`, kindHint(kind.value, sort.kinds));
      return undefined;
    case "ours": {
      // While it is pending, only its name, its links and `default` are known.
      const value = isPending(node)
        ? sort.decodeOther(kind, reader, entry)
        : sort.decode(kind, reader, entry);
      // Even if the value is not used: a rejected value reads as if it were absent.
      for (const refusal of refusalsIn(node)) note(subject, refusal);
      if (fields !== undefined) checkKeys(subject, node, { fields });
      checkUnreadFunctions(subject, node);
      return value;
    }
  }
}

/** The hint for a `via`. */
const HINT = "Add via: {identity: NAME} or via: {provider: NAME}";

/** What an entry is based on: exactly one of `via.identity` and `via.provider`. Both, or none if one is required, are reported. */
export function readVia(reader: FieldReader, { required }: { readonly required: boolean }): Via | undefined {
  const via = reader.section("via");
  const identity = via.text("identity");
  const provider = via.text("provider");
  if (identity !== undefined && provider !== undefined) {
    reader.wrong("via", "specifies both an identity and a provider", "Keep one of them");
    return undefined;
  }
  if (identity !== undefined) return { kind: "identity", name: identity.value, origin: identity.origin };
  if (provider !== undefined) return { kind: "provider", name: provider.value, origin: provider.origin };
  if (required) via.missing(["identity", "provider"], HINT);
  return undefined;
}
