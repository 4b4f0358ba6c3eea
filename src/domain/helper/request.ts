/** The maximum size of a request in bytes, far above any host. */
export const MAX_REQUEST_BYTES = 4096;

/** The input on standard input. */
export type RequestInput =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" }
  | { readonly kind: "timeout" };

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
  if (input.kind === "too-large" || input.bytes.length > MAX_REQUEST_BYTES) {
    return invalid("it is longer than 4 KiB");
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input.bytes);
  } catch {
    return invalid("it is not UTF-8");
  }
  const line = text.replace(/\r?\n$/, "");
  if (/[\r\n]/.test(line)) return invalid("it is more than one line");
  if (Array.from(line).some(isControl)) return invalid("it contains control characters");
  const trimmed = line.replace(/^ +| +$/g, "");
  return trimmed === "" ? invalid("it is empty") : { kind: "line", text: trimmed };
}

/** As `\p{Cc}` in a regular expression, whose first use takes longer than reading the request. */
function isControl(character: string): boolean {
  return character < " " || (character >= "\u007f" && character <= "\u009f");
}

function invalid(state: string): HelperRequest {
  return { kind: "invalid", state };
}
