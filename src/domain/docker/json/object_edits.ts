/**
 * Changes of an object's members as edits of the text: each addition or removal is one contiguous edit that preserves every other byte.
 *
 * @module
 */
import type { JsonMember, JsonNode, JsonObject } from "./json_node.ts";
import { DOCKER_LAYOUT, memberLayout, type ObjectLayout } from "./object_layout.ts";
import type { TextEdit } from "./text_edit.ts";

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
