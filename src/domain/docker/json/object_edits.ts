/**
 * Changes of an object's members as edits of the text: each addition or removal is one contiguous edit that preserves every other byte.
 *
 * @module
 */

import type { JsonMember, JsonObject } from "./json_reader.ts";

/** A member to write. Only strings and objects of strings are ever added. */
export interface NewMember {
  readonly key: string;
  readonly value: string | readonly NewMember[];
}

/**
 * Removes and appends members of an object.
 *
 * @param object Not empty if members are appended: see {@linkcode replaceValue} and {@linkcode formatObject} for that.
 * @param change The members to remove, and those to add after the last one, in this order.
 */
export function changeMembers(
  text: string,
  object: JsonObject,
  { remove = new Set(), append = [] }: {
    readonly remove?: ReadonlySet<JsonMember>;
    readonly append?: readonly NewMember[];
  },
): readonly TextEdit[] {
  const [first] = object.members;
  const last = object.members.at(-1);
  if (first === undefined || last === undefined) return [];
  const lastKept = object.members.findLast((member) => !remove.has(member));
  if (lastKept === undefined && append.length === 0) {
    return [{ start: object.start + 1, end: object.end - 1, text: "" }];
  }
  const { lead, indent, colon, nested } = memberLayout(text, object, last);
  const added = append.map((member) => formatMember(member, colon, nested, indent)).join(`,${lead}`);
  if (lastKept === undefined) return [{ start: first.key.start, end: last.value.end, text: added }];
  const edits = removalsBefore(object, remove, lastKept);
  const [start, end] = [lastKept.value.end, last.value.end];
  if (added !== "" || end !== start) edits.push({ start, end, text: added === "" ? "" : `,${lead}${added}` });
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
  const { start, end } = member.value;
  return { start, end, text: formatValue(value, nested, indent) };
}

/** A whole object, as the outermost value of a file written by Docker. */
export function formatObject(members: readonly NewMember[]): string {
  return formatValue(members, DOCKER_LAYOUT, "");
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

function formatValue(value: NewMember["value"], layout: ObjectLayout, indent: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  const { lineEnd, padding, gap } = layout;
  const inner = indent + layout.unit;
  const members = value.map((member) => formatMember(member, layout.colon, layout, inner));
  return lineEnd === undefined
    ? `{${padding}${members.join(`,${gap}`)}${padding}}`
    : `{${lineEnd}${inner}${members.join(`,${lineEnd}${inner}`)}${lineEnd}${indent}}`;
}

function formatMember(
  { key, value }: NewMember,
  colon: string,
  layout: ObjectLayout,
  indent: string,
): string {
  return `${JSON.stringify(key)}${colon}${formatValue(value, layout, indent)}`;
}

/** The layout of a new object. */
interface ObjectLayout {
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
interface MemberLayout {
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
const DOCKER_LAYOUT: ObjectLayout = {
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
function memberLayout(text: string, object: JsonObject, last: JsonMember): MemberLayout {
  const [first] = object.members;
  const lead = spaceBefore(text, last.key.start);
  const lineEnd = lineEndIn(lead);
  const indent = lineEnd === undefined ? "" : lastLine(lead);
  const colon = colonOf(text, last);
  const gap = first === last ? usualGap(colon, lead) : lead;
  const own: ObjectLayout = {
    lineEnd,
    unit: unitBetween(lastLine(spaceBefore(text, object.end - 1)), indent),
    colon,
    gap,
    padding: text.slice(object.start + 1, first?.key.start),
  };
  return {
    lead: lineEnd === undefined ? gap : lead,
    indent,
    colon,
    nested: siblingLayout(text, object, indent) ?? own,
  };
}

/** The layout of the last member that is itself a non-empty object. */
function siblingLayout(text: string, object: JsonObject, indent: string): ObjectLayout | undefined {
  const sibling = object.members.findLast(({ value }) => value.kind === "object" && value.members.length > 0)
    ?.value;
  const [first, second] = sibling?.kind === "object" ? sibling.members : [];
  if (first === undefined) return undefined;
  const padding = spaceBefore(text, first.key.start);
  const colon = colonOf(text, first);
  return {
    lineEnd: lineEndIn(padding),
    unit: unitBetween(indent, lastLine(padding)),
    colon,
    gap: second === undefined ? usualGap(colon, padding) : spaceBefore(text, second.key.start),
    padding,
  };
}

/** The gap after a comma, where there is none to copy. */
function usualGap(colon: string, padding: string): string {
  return colon.endsWith(" ") || padding !== "" ? " " : "";
}

function lineEndIn(space: string): string | undefined {
  return LINE_END_REGEXP.exec(space)?.[0];
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
