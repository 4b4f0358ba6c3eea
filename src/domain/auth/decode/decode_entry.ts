import type { ConfigNode, MappingEntry, MappingNode } from "../../config/config_node.ts";
import { functionsIn } from "../../config/evaluate_functions.ts";
import { type Problem, sortProblems } from "../../config/problem.ts";
import type { Entry, Located } from "../model/auth_config.ts";
import { checkKeys, checkUnreadFunctions, isPrototypeName } from "./check_keys.ts";
import { FieldReader } from "./field_reader.ts";
import type { FieldTable } from "../model/known_fields.ts";
import { classifyKind, kindHint, type Kinds } from "../model/known_kinds.ts";
import { shown } from "./aws_values.ts";
import { tagsOf } from "../model/tags.ts";
import { createSubject, note, report, reportFunction, type Subject, typeName } from "../model/subject.ts";

/** What decoding one sort of entry needs. */
export interface EntrySort<T> {
  /** How messages call it: `identity`. */
  readonly noun: string;
  readonly kinds: Kinds;
  /** Known keys of the kinds that are ours. */
  readonly fields: ReadonlyMap<string, FieldTable>;
  /** Reads an entry of a kind of ours; undefined when something that it reports makes that impossible. */
  readonly decode: (kind: Located<string>, reader: FieldReader, entry: MappingEntry) => T | undefined;
  /** Reads an entry of a kind that is left alone. */
  readonly decodeOther: (kind: Located<string>, reader: FieldReader, entry: MappingEntry) => T;
}

/** Reads a named entry of `auth`. Its value is undefined when any of its problems is an error. */
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

/** Why values in an entry are refused, or warned of. */
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

/** Whether `default: true` stands in an entry, however little else of it can be read. */
function isMarkedDefault(node: ConfigNode): boolean {
  if (node.kind !== "mapping") return false;
  const marked = node.entries.get("default")?.value;
  return marked?.kind === "scalar" && marked.value === true;
}

/** Whether something in an entry is evaluated only when the entry is needed. */
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
  // Until the kind is known, the fields of any kind are.
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
      // As long as it is pending, its name, its links and that it is the default are all there is to know.
      const value = isPending(node)
        ? sort.decodeOther(kind, reader, entry)
        : sort.decode(kind, reader, entry);
      // Also where nobody asked for the value: a refused one reads as if it were absent.
      for (const refusal of refusalsIn(node)) note(subject, refusal);
      if (fields !== undefined) checkKeys(subject, node, { fields });
      checkUnreadFunctions(subject, node);
      return value;
    }
  }
}
