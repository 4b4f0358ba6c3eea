import type { JsonMember, JsonObject } from "./json_reader.ts";

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
