import { Secret } from "../../domain/secret.ts";
import type { AuthorizationCallback, CallbackAnswer } from "../../ports/browser.ts";

/** Much longer than a code of AWS, and short enough for a request. */
const CODE_REGEXP = /^[\x21-\x7e]{1,8192}$/;

/** Reference: RFC 6749, section 4.1.2.1. */
const ERROR_REGEXP = /^[\x20-\x7e]{1,100}$/;

/**
 * Judges a request. The host must be the address itself, or a web page could reach the server under another name (DNS rebinding); each
 * parameter must occur exactly once, and the state must be the one that only the browser received.
 *
 * @returns The HTTP status for anything but the expected browser.
 */
export function readCallback(
  request: Request,
  { redirectUri, state }: Pick<AuthorizationCallback, "redirectUri" | "state">,
): CallbackAnswer | number {
  const redirect = new URL(redirectUri);
  const url = new URL(request.url);
  if (request.headers.get("host") !== redirect.host) return 421;
  if (url.pathname !== redirect.pathname) return 404;
  if (request.method !== "GET") return 405;
  const only = (name: string): string | undefined => {
    const values = url.searchParams.getAll(name);
    return values.length === 1 ? values[0] : undefined;
  };
  if (only("state") !== state) return 400;
  const error = only("error");
  if (error !== undefined) {
    return { kind: "refused", error: ERROR_REGEXP.test(error) ? error : "an error that cannot be shown" };
  }
  const code = only("code");
  return code !== undefined && CODE_REGEXP.test(code) ? { kind: "code", code: new Secret(code) } : 400;
}
