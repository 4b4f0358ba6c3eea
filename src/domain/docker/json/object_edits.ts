/**
 * Changes of an object's members as edits of the text: each addition or removal is one contiguous edit that preserves every other byte.
 *
 * @module
 */

import type { JsonMember, JsonNode, JsonObject } from "./json_reader.ts";

/** A member to write. Only strings and objects of strings are ever added. */
export interface NewMember {
  readonly key: string;
  readonly value: string | readonly NewMember[];
}

/** The changes of one object's members. */
export interface MemberChange {
  readonly remove?: ReadonlySet<JsonMember>;
  /** Added after the last member, in this order. */
  readonly append?: readonly NewMember[];
}

/**
 * Removes and appends members of an object.
 *
 * @param object Not empty if members are appended: see {@linkcode replaceValue} and {@linkcode formatObject} for that.
 */
export function changeMembers(text: string, object: JsonObject, change: MemberChange): readonly TextEdit[] {
  const removed = change.remove ?? new Set();
  const append = change.append ?? [];
  const first = object.members[0];
  const last = object.members.at(-1);
  if (first === undefined || last === undefined) return [];
  const lastKept = object.members.findLast((member) => !removed.has(member));
  if (lastKept === undefined && append.length === 0) {
    return [{ start: object.start + 1, end: object.end - 1, text: "" }];
  }
  const added = append.length === 0 ? "" : formatAppended(text, object, append);
  if (lastKept === undefined) {
    return [{ start: first.key.start, end: last.value.end, text: added }];
  }
  const edits = removalsBefore(object, removed, lastKept);
  const from = lastKept.value.end;
  if (added !== "" || last.value.end !== from) {
    const lead = added === "" ? "" : `,${memberLayout(text, object, last).lead}`;
    edits.push({ start: from, end: last.value.end, text: lead + added });
  }
  return edits;
}

/** Replaces the value of a member, in the layout of the members around it. */
export function replaceValue(
  text: string,
  parent: JsonObject,
  member: JsonMember,
  value: NewMember["value"],
): TextEdit {
  const last = parent.members.at(-1) ?? member;
  const { nested, indent } = memberLayout(text, parent, last);
  const { start, end }: JsonNode = member.value;
  return { start, end, text: formatValue(value, nested, indent) };
}

/** A whole object, as the outermost value of a file. @default {DOCKER_LAYOUT} */
export function formatObject(members: readonly NewMember[], layout: ObjectLayout = DOCKER_LAYOUT): string {
  return formatValue(members, layout, "");
}

/** One edit per run of removed members that is followed by a kept one: from the first key of the run to the kept key. */
function removalsBefore(
  object: JsonObject,
  removed: ReadonlySet<JsonMember>,
  lastKept: JsonMember,
): TextEdit[] {
  const edits: TextEdit[] = [];
  let runStart: number | undefined;
  for (const member of object.members) {
    if (removed.has(member)) {
      runStart ??= member.key.start;
      continue;
    }
    if (runStart !== undefined) edits.push({ start: runStart, end: member.key.start, text: "" });
    if (member === lastKept) break;
    runStart = undefined;
  }
  return edits;
}

function formatAppended(text: string, object: JsonObject, append: readonly NewMember[]): string {
  const last = object.members.at(-1);
  if (last === undefined) return "";
  const { lead, indent, colon, nested } = memberLayout(text, object, last);
  return append
    .map(({ key, value }) => `${JSON.stringify(key)}${colon}${formatValue(value, nested, indent)}`)
    .join(`,${lead}`);
}

function formatValue(value: NewMember["value"], layout: ObjectLayout, indent: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value.length === 0) return "{}";
  const inner = indent + layout.unit;
  const members = value.map((member) =>
    `${JSON.stringify(member.key)}${layout.colon}${formatValue(member.value, layout, inner)}`
  );
  if (layout.lineEnd === undefined) {
    return `{${layout.padding}${members.join(`,${layout.gap}`)}${layout.padding}}`;
  }
  const { lineEnd } = layout;
  return `{${lineEnd}${inner}${members.join(`,${lineEnd}${inner}`)}${lineEnd}${indent}}`;
}

/** The layout of a new object. */
export interface ObjectLayout {
  /** Line end between members; undefined for an object on one line. */
  readonly lineEnd: string | undefined;
  /** The indentation per level. */
  readonly unit: string;
  /** The text between key and value, including the colon. */
  readonly colon: string;
  /** The text after a comma if members share a line. */
  readonly gap: string;
  /** The text inside the braces if members share a line. */
  readonly padding: string;
}

/** The layout of an existing object's members. */
export interface MemberLayout {
  /** The text before the key of a member that follows another one. */
  readonly lead: string;
  /** The indentation of a member's line; empty if members share a line. */
  readonly indent: string;
  readonly colon: string;
  /** The layout of a new object among these members. */
  readonly nested: ObjectLayout;
}

/**
 * The layout of a file written by Docker.
 *
 * Reference: `json.MarshalIndent(configFile, "", "\t")`, https://github.com/docker/cli/blob/0b4503c57f21/cli/config/configfile/file.go#L166
 */
export const DOCKER_LAYOUT: ObjectLayout = {
  lineEnd: "\n",
  unit: "\t",
  colon: ": ",
  gap: " ",
  padding: "",
};

const LINE_END_REGEXP = /\r\n|\r|\n/;
const SPACE_BEFORE_REGEXP = /[ \t\r\n]/;

/**
 * Derives the layout from an object, so that additions look like existing members. In this order: the last member determines how members
 * start; the last member that is a non-empty object determines the layout of an object; otherwise, the object's own form.
 *
 * @param object With at least one member: an empty object has no layout.
 */
export function memberLayout(text: string, object: JsonObject, last: JsonMember): MemberLayout {
  const before = spaceBefore(text, last.key.start);
  const colon = colonOf(text, last);
  const lineEnd = LINE_END_REGEXP.exec(before)?.[0];
  const alone = object.members[0] === last;
  const gap = alone ? (colon.endsWith(" ") || before !== "" ? " " : "") : before;
  const indent = lineEnd === undefined ? "" : lastLine(before);
  const own: ObjectLayout = {
    lineEnd,
    unit: unitBetween(lastLine(spaceBefore(text, object.end - 1)), indent),
    colon,
    gap,
    padding: text.slice(object.start + 1, object.members[0]?.key.start),
  };
  return {
    lead: lineEnd === undefined ? gap : before,
    indent,
    colon,
    nested: siblingLayout(text, object, indent) ?? own,
  };
}

/** The layout of the last member that is itself a non-empty object. */
function siblingLayout(text: string, object: JsonObject, indent: string): ObjectLayout | undefined {
  const sibling = object.members.findLast(({ value }) => value.kind === "object" && value.members.length > 0)
    ?.value;
  if (sibling?.kind !== "object") return undefined;
  const [first, second] = sibling.members;
  if (first === undefined) return undefined;
  const padding = spaceBefore(text, first.key.start);
  const lineEnd = LINE_END_REGEXP.exec(padding)?.[0];
  const colon = colonOf(text, first);
  const gap = second === undefined
    ? (colon.endsWith(" ") || padding !== "" ? " " : "")
    : spaceBefore(text, second.key.start);
  return { lineEnd, unit: unitBetween(indent, lastLine(padding)), colon, gap, padding };
}

function colonOf(text: string, member: JsonMember): string {
  const colon = text.slice(member.key.end, member.value.start);
  // A line break beside a colon is an oddity of that member, not a style.
  return LINE_END_REGEXP.test(colon) ? ": " : colon;
}

function unitBetween(outer: string, inner: string): string {
  return inner.startsWith(outer) ? inner.slice(outer.length) : DOCKER_LAYOUT.unit;
}

/** The white space directly before an offset. */
function spaceBefore(text: string, end: number): string {
  let start = end;
  while (SPACE_BEFORE_REGEXP.test(text[start - 1] ?? "")) start--;
  return text.slice(start, end);
}

function lastLine(space: string): string {
  return space.slice(Math.max(space.lastIndexOf("\n"), space.lastIndexOf("\r")) + 1);
}

/** Replaces a range of a text. An empty range inserts, an empty text removes. */
export interface TextEdit {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly text: string;
}

/**
 * Applies edits computed for the same text, in any order.
 *
 * @throws {RangeError} If two of them overlap: a bug of the caller, caught before it can damage a file.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at || edit.end < edit.start) {
      throw new RangeError(`Cannot apply edits: they overlap at offset ${edit.start}`);
    }
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}
