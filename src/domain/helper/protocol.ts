/**
 * How the helper is called, what it reads and what it writes. Loaded on a cache hit.
 *
 * @module
 */
import { decodeText } from "../files/json_fields.ts";
import type { EcrToken } from "../token/ecr_token.ts";

/** The run mode, by the program's name and first argument. */
export type RunMode =
  /** The command line. */
  | { readonly kind: "cli" }
  /** Only the version: common in scripts, and does not need the command line. */
  | { readonly kind: "version" }
  /** Docker's credential helper. */
  | {
    readonly kind: "helper";
    /** Its name in usage and version lines: `docker-credential-atmos-ecr`, `atmos-ecr credential`. */
    readonly name: string;
    /** The arguments: normally the verb. */
    readonly args: readonly string[];
  }
  /** Kubernetes' image credential provider. */
  | { readonly kind: "kubelet"; readonly args: readonly string[] };

/**
 * Docker runs `docker-credential-<suffix>`, with the suffix in `credHelpers`; ours are `atmos-ecr` and, to replace
 * amazon-ecr-credential-helper, `ecr-login`. Reference: https://github.com/docker/docker-credential-helpers#usage
 */
const HELPER_NAME_REGEXP = /^docker-credential-.+$/;

/** With this flag, a launcher passes on its own name, as in `credential --called-as docker-credential-ecr-login get`. */
export const CALLED_AS = "--called-as";

/**
 * Selects the run mode. The name takes precedence over the arguments.
 *
 * @param argv0 The path or name of the program; empty if it does not matter.
 * @param args The arguments.
 */
export function selectRunMode(argv0: string, args: readonly string[]): RunMode {
  // Regular expressions only where they are needed: the first use of each takes a good part of a cache hit.
  const name = argv0 === "" ? "" : (argv0.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "");
  if (name !== "" && HELPER_NAME_REGEXP.test(name)) return { kind: "helper", name, args };
  const [command, ...rest] = args;
  // Help belongs to the command line, for every command.
  if (rest.some((arg) => arg === "-h" || arg === "--help")) return { kind: "cli" };
  if (command === "credential") {
    const [flag, given = "", ...verbs] = rest;
    return flag === CALLED_AS && HELPER_NAME_REGEXP.test(given)
      ? { kind: "helper", name: given, args: verbs }
      : { kind: "helper", name: "atmos-ecr credential", args: rest };
  }
  if (command === "kubelet") return { kind: "kubelet", args: rest };
  if (command === "--version" && rest.length === 0) return { kind: "version" };
  return { kind: "cli" };
}

/** The maximum size of a request in bytes, far above any host. */
export const MAX_REQUEST_BYTES = 4096;

/** The input on standard input. */
export type RequestInput =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" }
  | { readonly kind: "timeout" }
  /** The state is the system's reason, as the end of a sentence. */
  | { readonly kind: "failed"; readonly state: string };

/** The parsed request. */
export type HelperRequest =
  /** One line. */
  | { readonly kind: "line"; readonly text: string }
  /** Something else; the state is the reason, as the end of a sentence. */
  | { readonly kind: "invalid"; readonly state: string };

/**
 * Parses the single line of Docker's protocol: UTF-8, at most 4 KiB, without control characters, with or without a line end (LF or CRLF).
 * Spaces around it are dropped.
 *
 * Stricter than Docker's own library, which joins several lines into one: two programs that interpreted a host differently have led to
 * stolen git passwords (CVE-2020-5260, CVE-2024-52006).
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/credentials.go#L110
 */
export function readRequest(input: RequestInput): HelperRequest {
  if (input.kind === "timeout") return invalid("the input did not end in time");
  if (input.kind === "failed") return invalid(input.state);
  if (input.kind === "too-large" || input.bytes.length > MAX_REQUEST_BYTES) {
    return invalid("it is longer than 4 KiB");
  }
  let text: string;
  try {
    text = decodeText(input.bytes, { fatal: true, ignoreBOM: true });
  } catch {
    return invalid("it is not UTF-8");
  }
  const line = withoutLineEnd(text);
  if (line.includes("\r") || line.includes("\n")) return invalid("it is more than one line");
  let [start, end] = [0, line.length];
  for (const character of line) {
    // As `\p{Cc}` in a regular expression, whose first use takes longer than reading the request.
    if (character < " " || (character >= "\u007f" && character <= "\u009f")) {
      return invalid("it contains control characters");
    }
  }
  while (line[start] === " ") start++;
  while (end > start && line[end - 1] === " ") end--;
  return start === end ? invalid("it is empty") : { kind: "line", text: line.slice(start, end) };
}

function withoutLineEnd(text: string): string {
  if (!text.endsWith("\n")) return text;
  return text.slice(0, text.endsWith("\r\n") ? -2 : -1);
}

function invalid(state: string): HelperRequest {
  return { kind: "invalid", state };
}

/**
 * The sentence that makes clients continue without credentials. Any other text is an error for them.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/error.go
 */
export const NOT_FOUND = "credentials not found in native keychain";

/** The response to `get`: one line with a JSON object. @param serverUrl What was requested, as written. */
export function getReply(serverUrl: string, token: EcrToken): string {
  return JSON.stringify({
    ServerURL: serverUrl,
    Username: token.username,
    Secret: token.password.expose(),
  });
}

/** Standard output that cannot be written, as on a full disk. Not one of the error classes, which a cache hit does not load. */
export class UnwritableOutput extends Error {
  override readonly name = "UnwritableOutput";
  /** Stable identifier, listed in the README. */
  readonly code = "OUTPUT_UNWRITABLE";

  /** @param reason The system's error. */
  constructor(reason: string, cause: unknown) {
    super(`Cannot write to standard output: ${reason}`, { cause });
  }
}

/** The hint. */
export const UNWRITABLE_HINT = "Check the disk and the destination of standard output, then try again";
