import { readBoundedBody } from "../http/bounded_body.ts";

/** The endpoint's response. */
export type IdTokenAnswer =
  | { readonly kind: "token"; readonly token: string }
  /** It gives this job no token. */
  | { readonly kind: "refused"; readonly status: number }
  /** It may give a token later. */
  | { readonly kind: "down"; readonly status: number }
  /** It is not the endpoint, or is faulty; the state ends a sentence. */
  | { readonly kind: "unusable"; readonly state: string };

/** The maximum size of a response in bytes; a token has about 2 KiB. */
const MAX_BYTES = 64 * 1024;

/** Three parts of base64url. Reference: RFC 7519 */
const JWT_REGEXP = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Reads a response, and consumes its body. Its content is never repeated, since it may be the token. */
export async function readIdToken(response: Response): Promise<IdTokenAnswer> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    if (status === 429 || status >= 500) return { kind: "down", status };
    if (status >= 400) return { kind: "refused", status };
    return { kind: "unusable", state: `it has the HTTP status ${status}, and redirects are not followed` };
  }
  const bytes = await readBoundedBody(response, MAX_BYTES);
  if (bytes === undefined) return { kind: "unusable", state: "it is larger than 64 KiB" };
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return { kind: "unusable", state: "it is not JSON" };
  }
  const value = typeof answer === "object" && answer !== null && "value" in answer ? answer.value : undefined;
  return typeof value === "string" && JWT_REGEXP.test(value)
    ? { kind: "token", token: value }
    : { kind: "unusable", state: "it contains no token" };
}
