import type { JsonMember, JsonObject } from "./json_node.ts";

/** How a new object is written. */
export interface ObjectLayout {
  /** Line end between members; undefined for an object on one line. */
  readonly lineEnd: string | undefined;
  /** What each level adds to the indentation. */
  readonly unit: string;
  /** What stands between key and value, the colon included. */
  readonly colon: string;
  /** What follows a comma, where members share a line. */
  readonly gap: string;
  /** What stands inside the braces, where members share a line. */
  readonly padding: string;
}

/** How the members of an existing object stand. */
export interface MemberLayout {
  /** What stands before the key of a member that follows another one. */
  readonly lead: string;
  /** Indentation of the line that a member begins on; empty where members share a line. */
  readonly indent: string;
  readonly colon: string;
  /** How a new object among these members is written. */
  readonly nested: ObjectLayout;
}

/**
 * How Docker writes a new file.
 *
 * Reference: `json.MarshalIndent(configFile, "", "\t")`,
 * https://github.com/docker/cli/blob/0b4503c57f21/cli/config/configfile/file.go#L166
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
 * Reads the layout off an object, so that what is added looks like what is there. In this order: the last member tells how
 * members begin; the last member that is an object with members tells how an object is laid out; else the object's own form.
 *
 * @param object With at least one member: an empty object has no layout of its own.
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

/** The layout of the last member that is itself an object with members. */
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
  // A colon with a line break around it is an oddity of that member, not a style.
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
