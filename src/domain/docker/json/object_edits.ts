/**
 * Changes of an object's members as edits of the text: each addition or removal is one contiguous edit that preserves every other byte.
 *
 * @module
 */
import type { JsonMember, JsonObject } from "./json_reader.ts";
import { DOCKER_LAYOUT, memberLayout, type ObjectLayout } from "./object_layout.ts";
import type { TextEdit } from "./text_edit.ts";

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
