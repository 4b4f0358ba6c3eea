/**
 * The changes of Docker's configuration, as edits of its text.
 *
 * @module
 */
import { type DockerConfigShape, findMember, membersOf, stringOf } from "./docker_config_shape.ts";
import type { JsonMember, JsonObject } from "./json/json_reader.ts";
import { changeMembers, formatObject, type NewMember, replaceValue } from "./json/object_edits.ts";
import type { TextEdit } from "./json/text_edit.ts";

/**
 * Tokens that Docker prefers to user name and password: left from an earlier login, they would override the new one.
 *
 * Reference: https://github.com/docker/cli/blob/7e1255c3d66a/cli/config/types/authconfig.go
 */
const STALE_FIELDS = ["identitytoken", "registrytoken"] as const;

/** The parts with one member per host. */
export type HostPart = "auths" | "credHelpers";

/** The value of a host: the `auth` of its entry, or the name of its helper. */
export type ValueByHost = ReadonlyMap<string, string>;

/** A configuration as text, and its shape. */
export interface ShapedText {
  readonly text: string;
  readonly shape: DockerConfigShape;
}

/** A whole new file, as Docker writes it. */
export function formatNewConfig(part: HostPart, values: ValueByHost): string {
  return formatObject([newPart(part, values)]);
}

/** Sets the value of each host in one part, which is added if it is missing. */
export function setEdits(
  { text, shape }: ShapedText,
  part: HostPart,
  values: ValueByHost,
): readonly TextEdit[] {
  const { root } = shape;
  const added = newPart(part, values);
  const member = shape[part];
  if (member === undefined) {
    return root.members.length > 0
      ? changeMembers(text, root, { append: [added] })
      : [{ start: root.start, end: root.end, text: formatObject([added]) }];
  }
  if (member.value.kind !== "object" || member.value.members.length === 0) {
    return [replaceValue(text, root, member, added.value)];
  }
  const object = member.value;
  const missing = new Map(values);
  const edits: TextEdit[] = [];
  for (const existing of object.members) {
    const value = missing.get(existing.key.value);
    if (value === undefined) continue;
    missing.delete(existing.key.value);
    edits.push(
      ...(part === "auths" ? authEdits(text, object, existing, value) : stringEdits(existing, value)),
    );
  }
  if (missing.size === 0) return edits;
  return [...edits, ...changeMembers(text, object, { append: newMembers(part, missing) })];
}

/**
 * Removes the members of these keys from one part. `credHelpers` is removed with its last member, so that uninstalling leaves nothing; an
 * empty `auths` is kept, as by `docker logout`.
 */
export function removeEdits(
  { text, shape }: ShapedText,
  part: HostPart,
  keys: ReadonlySet<string>,
): readonly TextEdit[] {
  const member = shape[part];
  const object = member?.value;
  if (member === undefined || object?.kind !== "object") return [];
  const remove = new Set(object.members.filter(({ key }) => keys.has(key.value)));
  if (remove.size === 0) return [];
  return part === "credHelpers" && remove.size === object.members.length
    ? changeMembers(text, shape.root, { remove: new Set([member]) })
    : changeMembers(text, object, { remove });
}

/** Sets `auth` in an existing entry. */
function authEdits(text: string, auths: JsonObject, entry: JsonMember, auth: string): readonly TextEdit[] {
  if (entry.value.kind !== "object" || membersOf(entry).length === 0) {
    return [replaceValue(text, auths, entry, [{ key: "auth", value: auth }])];
  }
  const fields = entry.value;
  const stale = STALE_FIELDS.map((name) => findMember(fields, name)).filter((field) => field !== undefined);
  const remove = new Set(stale);
  const current = findMember(fields, "auth");
  if (current === undefined) {
    return changeMembers(text, fields, { remove, append: [{ key: "auth", value: auth }] });
  }
  const edits = stringEdits(current, auth);
  return remove.size === 0 ? edits : [...edits, ...changeMembers(text, fields, { remove })];
}

function stringEdits(member: JsonMember, value: string): readonly TextEdit[] {
  if (stringOf(member) === value) return [];
  const { start, end } = member.value;
  return [{ start, end, text: JSON.stringify(value) }];
}

function newPart(part: HostPart, values: ValueByHost): NewMember & { readonly value: readonly NewMember[] } {
  return { key: part, value: newMembers(part, values) };
}

function newMembers(part: HostPart, values: ValueByHost): readonly NewMember[] {
  return Array.from(values, ([key, value]) => ({
    key,
    value: part === "auths" ? [{ key: "auth", value }] : value,
  }));
}
