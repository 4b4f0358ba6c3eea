/**
 * The parts of Docker's configuration that affect logins, located in the text and checked for the types that Docker expects. Everything
 * else is ignored.
 *
 * @module
 */
import { type DockerConfigPlace, invalidDockerConfig } from "./invalid_docker_config.ts";
import { JsonError, type JsonMember, type JsonNode, type JsonObject, parseJson } from "./json/json_reader.ts";

/** Fields of an entry of `auths` that Docker reads as text, in lower case. */
const ENTRY_FIELDS: ReadonlySet<string> = new Set([
  "auth",
  "username",
  "password",
  "email",
  "serveraddress",
  "identitytoken",
  "registrytoken",
]);

const ROOT_FIELDS: ReadonlySet<string> = new Set(["auths", "credhelpers", "credsstore"]);

/** A file: what {@linkcode invalidDockerConfig} needs besides an offset. */
type Source = Omit<DockerConfigPlace, "offset">;

/** The positions of the parts. A member with the value `null` is present; Docker treats it as absent. */
export interface DockerConfigShape {
  readonly root: JsonObject;
  readonly auths?: JsonMember | undefined;
  readonly credHelpers?: JsonMember | undefined;
  readonly credsStore?: JsonMember | undefined;
}

/**
 * Locates and checks the parts in a non-blank text.
 *
 * @throws {DockerError} `DOCKER_CONFIG_INVALID` if the text is not JSON, a part has the wrong type, or a key that matters appears twice.
 */
export function readShape(source: Source, start: number): DockerConfigShape {
  let root: JsonNode;
  try {
    root = parseJson(source.text, start);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw invalidDockerConfig({ ...source, offset: error.offset }, error.message, error);
  }
  if (root.kind !== "object") throw invalid(source, root, "expected an object");
  refuseDuplicates(source, root, ROOT_FIELDS);
  const auths = findMember(root, "auths");
  const credHelpers = findMember(root, "credHelpers");
  const credsStore = findMember(root, "credsStore");
  for (const member of objectMembers(source, auths)) {
    for (const field of objectMembers(source, member, ENTRY_FIELDS)) {
      if (ENTRY_FIELDS.has(foldField(field.key.value))) requireString(source, field);
    }
  }
  for (const member of objectMembers(source, credHelpers)) requireString(source, member);
  if (credsStore !== undefined) requireString(source, credsStore);
  return { root, auths, credHelpers, credsStore };
}

/** The members of a member's object; none if it is absent or `null`. */
export function membersOf(member: JsonMember | undefined): readonly JsonMember[] {
  return member?.value.kind === "object" ? member.value.members : [];
}

/**
 * Finds a member by name. Docker matches its own field names case-insensitively, like Go's JSON decoder.
 *
 * Reference: https://pkg.go.dev/encoding/json#Unmarshal ("preferring an exact match but also accepting a case-insensitive match")
 */
export function findMember(object: JsonObject, name: string): JsonMember | undefined {
  const field = foldField(name);
  return object.members.find(({ key }) => foldField(key.value) === field);
}

/** A field's name as Go compares it: without case, and with the long s, which folds to an ASCII letter, as one. */
export function foldField(name: string): string {
  return name.toLowerCase().replaceAll("\u017f", "s");
}

/** The text of a string member; undefined if it is absent or `null`. */
export function stringOf(member: JsonMember | undefined): string | undefined {
  return member?.value.kind === "string" ? member.value.value : undefined;
}

function objectMembers(
  source: Source,
  member: JsonMember | undefined,
  fields: ReadonlySet<string> = new Set(),
): readonly JsonMember[] {
  if (member === undefined || member.value.kind === "null") return [];
  if (member.value.kind !== "object") throw invalid(source, member.value, "expected an object or null");
  refuseDuplicates(source, member.value, fields);
  return member.value.members;
}

function requireString(source: Source, { value }: JsonMember): void {
  if (value.kind !== "string" && value.kind !== "null") {
    throw invalid(source, value, "expected a string or null");
  }
}

/** Rejects a key that appears twice, and two spellings of one field: an edit of one would leave the other in effect. */
function refuseDuplicates(source: Source, object: JsonObject, fields: ReadonlySet<string>): void {
  if (object.members.length < 2) return;
  const seen = new Set<string>();
  for (const { key } of object.members) {
    const folded = fields.size === 0 ? key.value : foldField(key.value);
    const name = fields.has(folded) ? folded : key.value;
    if (seen.has(name)) throw invalid(source, key, "this key appears twice in the same object");
    seen.add(name);
  }
}

function invalid(source: Source, node: JsonNode, state: string): Error {
  return invalidDockerConfig({ ...source, offset: node.start }, state);
}
