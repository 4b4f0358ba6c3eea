/**
 * What Docker does not accept in its configuration, although it is JSON and its logins have the expected types. Docker then continues with a
 * warning, without the logins in the file; other programs that use its library end with an error.
 *
 * Reference: `ConfigFile` and `LoadFromReader`, https://github.com/docker/cli/blob/v29.6.2/cli/config/configfile/file.go#L52
 *
 * @module
 */
import { isDockerAuth } from "./auth_entry.ts";
import { type DockerConfigShape, findMember, foldField, membersOf, stringOf } from "./docker_config_shape.ts";
import type { JsonNode } from "./json/json_reader.ts";

/** The type that Docker expects of a value; `null` is always accepted. */
type Expected = "string" | "strings" | { readonly each: Expected } | {
  /** The fields that are strings, in lower case. */
  readonly fields: readonly string[];
};

const STRING_MAP: Expected = { each: "string" };

const STRINGS =
  "psFormat imagesFormat networksFormat pluginsFormat volumesFormat statsFormat detachKeys serviceInspectFormat " +
  "servicesFormat tasksFormat secretFormat configFormat nodesFormat currentContext";

/** The fields of the root besides those for logins, which every version since 23.0 has, with their types. */
const FIELDS: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  ...STRINGS.split(" ").map((name): [string, Expected] => [foldField(name), "string"]),
  ["prunefilters", "strings"],
  ["clipluginsextradirs", "strings"],
  ["httpheaders", STRING_MAP],
  ["aliases", STRING_MAP],
  ["features", STRING_MAP],
  ["plugins", { each: STRING_MAP }],
  ["proxies", { each: { fields: ["httpproxy", "httpsproxy", "noproxy", "ftpproxy", "allproxy"] } }],
]);

/** What Docker does not accept, as the end of a sentence: `"features.buildkit" is not a string`. Undefined if it accepts everything. */
export function rejectionOf({ root, auths }: DockerConfigShape): string | undefined {
  for (const { key, value } of root.members) {
    const expected = FIELDS.get(foldField(key.value));
    const state = expected === undefined ? undefined : mismatch(key.value, value, expected);
    if (state !== undefined) return state;
  }
  for (const { key, value } of membersOf(auths)) {
    const auth = value.kind === "object" ? stringOf(findMember(value, "auth")) : undefined;
    if (auth && !isDockerAuth(auth)) {
      return `the "auth" of ${JSON.stringify(key.value)} is not a user name and a password in base64`;
    }
  }
  return undefined;
}

/** What a rejection means, as a sentence. @param path Docker's configuration, as shown. */
export function rejectionSentence(path: string, rejection: string): string {
  return `Docker ignores logins in ${path}: ${rejection}`;
}

function mismatch(path: string, value: JsonNode, expected: Expected): string | undefined {
  if (value.kind === "null") return undefined;
  const wrong = (type: string): string => `${JSON.stringify(path)} is not ${type}`;
  if (expected === "string") return value.kind === "string" ? undefined : wrong("a string");
  if (expected === "strings") {
    if (value.kind !== "array") return wrong("a list");
    return value.items.flatMap((item, index) => mismatch(`${path}[${index}]`, item, "string") ?? [])[0];
  }
  if (value.kind !== "object") return wrong("an object");
  return value.members.flatMap(({ key, value: inner }) => {
    if ("fields" in expected && !expected.fields.includes(foldField(key.value))) return [];
    return mismatch(`${path}.${key.value}`, inner, "each" in expected ? expected.each : "string") ?? [];
  })[0];
}
