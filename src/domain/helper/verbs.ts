import { escapeText } from "../text/escape.ts";

/** The verbs of Docker's credential helper protocol. */
export const HELPER_VERBS = ["store", "get", "erase", "list", "version"] as const;

/** One of {@linkcode HELPER_VERBS}. */
export type HelperVerb = typeof HELPER_VERBS[number];

/** The flags for the version: `-v` as in amazon-ecr-credential-helper, `--version` as in Docker's own helpers. */
const VERSION_FLAGS: readonly string[] = ["-v", "--version"];

/** The flags for the usage, as in Docker's own library. */
const HELP_FLAGS: readonly string[] = ["-h", "--help"];

/** Whether a command line only asks for the usage. */
export function isHelpRequest(args: readonly string[]): boolean {
  const [word = "", more] = args;
  return more === undefined && HELP_FLAGS.includes(word);
}

/** The verb of a command line; undefined unless it is exactly one known word. */
export function helperVerb(args: readonly string[]): HelperVerb | undefined {
  const [word, more] = args;
  if (word === undefined || more !== undefined) return undefined;
  return VERSION_FLAGS.includes(word) ? "version" : HELPER_VERBS.find((verb) => verb === word);
}

/** The reply to an unknown verb, with the text of Docker's own library. */
export function helperUsage(name: string, args: readonly string[]): string {
  const [action] = args;
  return args.length === 1 && action !== undefined && action.length < 100
    ? `${name}: unknown action: ${escapeText(action)}`
    : `Usage: ${name} <${HELPER_VERBS.join("|")}>`;
}

/** The reply to `list`: user names by URL, sorted. */
export function listReply(logins: readonly { readonly host: string; readonly username: string }[]): string {
  const entries = logins.map(({ host, username }) => [`https://${host}`, username] as const);
  return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => a < b ? -1 : 1)));
}

/** The reply to `version`, in the form of Docker's own helpers: name, package, version. */
export function versionReply(name: string, version: string): string {
  return `${name} (@atmos/ecr) ${version}`;
}

/** What Docker wants to store, as far as it matters here: nothing of it is stored. */
export type StoreRequest =
  | { readonly kind: "login"; readonly serverUrl: string }
  /** Not according to the protocol; the messages are those of Docker's own library. */
  | { readonly kind: "invalid"; readonly message: string };

/** The maximum size of a login: identity tokens of other registries have several kilobytes. */
export const MAX_STORE_BYTES = 64 * 1024;

/**
 * Parses the input of `store`.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/credentials.go#L88
 */
export function readStoreRequest(bytes: Uint8Array): StoreRequest {
  if (bytes.length > MAX_STORE_BYTES) return invalid("the login is longer than 64 KiB");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return invalid("the login is not JSON");
  }
  const { ServerURL, Username }: { ServerURL?: unknown; Username?: unknown } = Object(value);
  if (typeof ServerURL !== "string" || ServerURL.trim() === "") return invalid("no credentials server URL");
  if (typeof Username !== "string" || Username === "") return invalid("no credentials username");
  return { kind: "login", serverUrl: ServerURL.trim() };
}

function invalid(message: string): StoreRequest {
  return { kind: "invalid", message };
}
