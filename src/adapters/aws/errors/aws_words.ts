import { REDACTED, type Secret } from "../../../domain/secret.ts";
import { escapeText } from "../../../domain/text/escape.ts";
import type { AwsFault } from "../transport/aws_fault.ts";

/** Values that must not be shown, even if AWS repeats them. */
export type AwsSecrets = readonly (Secret | undefined)[];

/** The maximum length of a message by AWS that is shown. */
const MAX_LENGTH = 400;

/** From here on, a message repeats the signed request, including its session token. */
const CANONICAL_REGEXP = /\s*The (Canonical String|String-to-Sign)\b[\s\S]*$/i;

/** A header or field whose value must not be shown, because it may be a signature, a token or a key. */
const FIELD_REGEXP =
  /\b(authorization|signature|x-amz-security-token|security-?token|session-?token|access-?token|password|secret[\w-]*)(["']?\s*[=:]\s*["']?)(?:AWS4-HMAC-SHA256\s+.*|Bearer\s+\S+|Basic\s+\S+|[^\s"'&,;]+)/gi;

/** A text without white space that is too long for a name: an encoded token. */
const LONG_RUN_REGEXP = /[A-Za-z0-9+/=_-]{128,}/g;

/** The error as AWS reported it: `Code: message, request ID …`, on one line, without secrets; `HTTP 403` without a message. */
export function awsWords(fault: AwsFault, secrets: AwsSecrets): string {
  const { name, message, status, requestId, fromService } = fault;
  const id = requestId !== undefined && /^[\w-]{1,64}$/.test(requestId) ? `, request ID ${requestId}` : "";
  if (!fromService) return `HTTP ${status ?? "?"}${id}`;
  const said = foreignText(message, secrets);
  const code = foreignText(name, secrets);
  return `${code}${said === "" || said === "UnknownError" || said === "Unknown" ? "" : `: ${said}`}${id}`;
}

/** Prepares a text of AWS or the SDK for display: on one line, escaped, shortened, without secrets. */
export function foreignText(text: string, secrets: AwsSecrets = []): string {
  let shown = text;
  for (const secret of secrets) {
    const text = secret?.expose() ?? "";
    if (text.length >= 8) shown = shown.replaceAll(text, REDACTED);
  }
  shown = shown.replace(CANONICAL_REGEXP, "")
    .replaceAll(FIELD_REGEXP, `$1$2${REDACTED}`)
    .replaceAll(LONG_RUN_REGEXP, REDACTED)
    .replaceAll(/\s+/g, " ").trim();
  return escapeText(shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH)}…` : shown).replace(/\.$/, "");
}
