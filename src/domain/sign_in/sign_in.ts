/**
 * The AWS sign-in service for command lines: the user logs in at the console's page, and the program gets the user's short-lived
 * credentials. `aws login` of the AWS CLI uses the same service.
 *
 * Reference: `pkg/auth/identities/aws/webflow*.go` of Atmos, and the model `signin-2023-01-01` of botocore.
 *
 * @module
 */
import { parseFields } from "../files/json_fields.ts";
import type { AwsCredentials } from "../identity/credentials.ts";
import type { Secret } from "../secret.ts";

/** The client for a browser on this machine. Reference: `ClientId` of the model. */
export const SAME_DEVICE_CLIENT = "arn:aws:signin:::devtools/same-device";

/** The client for a browser on another machine, which shows a code to copy. Reference: as {@linkcode SAME_DEVICE_CLIENT}. */
export const CROSS_DEVICE_CLIENT = "arn:aws:signin:::devtools/cross-device";

/** The lifetime of a login, in milliseconds: refreshing does not extend it. Reference: Atmos, as above. */
export const LOGIN_LIFE_MS = 12 * 3600 * 1000;

/** A login that expires within this time is not used, in milliseconds. */
const MARGIN_MS = 60_000;

/** The region of the global page. */
const GLOBAL_REGION = "us-east-1";

/** Host names of the sign-in service by region prefix, the commercial one last. */
const HOSTS: readonly (readonly [prefix: string, host: string])[] = [
  ["us-gov-", "signin.amazonaws-us-gov.com"],
  ["cn-", "signin.amazonaws.cn"],
  ["", "signin.aws.amazon.com"],
];

/** The page and service of a region, without a trailing slash. */
export function signInOrigin(region: string): string {
  const host = HOSTS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "";
  return region === GLOBAL_REGION ? `https://${host}` : `https://${region}.${host}`;
}

/** The address of the login page. @param page.challenge base64url of the SHA-256 of the verifier. */
export function signInUrl(
  { origin, clientId, redirectUri, state, challenge }: Readonly<
    Record<"origin" | "clientId" | "redirectUri" | "state" | "challenge", string>
  >,
): string {
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "openid",
    state,
    // The value is specific to AWS, not the `S256` of RFC 7636.
    code_challenge_method: "SHA-256",
    code_challenge: challenge,
  });
  return `${origin}/v1/authorize?${parameters}`;
}

/** Where the page for another machine redirects the browser, to show the code. */
export function confirmationPage(origin: string): string {
  return `${origin}/v1/sessions/confirmation`;
}

/**
 * Parses what the user copied from the page for another machine: base64 of `code=…&state=…`, or only the code.
 *
 * @returns Undefined if it belongs to another login, or is not a code.
 */
export function readCopiedCode(text: string, state: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[\w+/=.~-]{1,2048}$/.test(trimmed)) return undefined;
  const parameters = new URLSearchParams(decodeBase64(trimmed));
  const code = parameters.get("code");
  if (code === null || code === "") return trimmed.length <= 512 ? trimmed : undefined;
  return parameters.get("state") === state ? code : undefined;
}

function decodeBase64(text: string): string {
  try {
    return atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return "";
  }
}

/** A stored login, which provides new credentials without the user. */
export interface SignInLogin {
  readonly refreshToken: Secret;
  readonly region: string;
  readonly expiresAt: Date;
  /** The key that proves possession of the token: PKCS#8. Reference: RFC 9449. */
  readonly dpopKey: Secret;
}

/** Whether a login is still valid. */
export function isLoginUsable({ expiresAt }: SignInLogin, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > MARGIN_MS;
}

/** The service's tokens. */
export interface SignInTokens {
  readonly credentials: AwsCredentials;
  readonly refreshToken: Secret;
}

/** Decodes a stored login. @returns Undefined for anything else. */
export function decodeLogin(text: string, secret: (text: string) => Secret): SignInLogin | undefined {
  const { refreshToken, region, expiresAt, dpopKey } = parseFields(text) ?? {};
  const end = new Date(typeof expiresAt === "string" ? expiresAt : NaN);
  if (typeof refreshToken !== "string" || refreshToken === "") return undefined;
  if (typeof dpopKey !== "string" || dpopKey === "" || typeof region !== "string") return undefined;
  if (Number.isNaN(end.getTime())) return undefined;
  return { refreshToken: secret(refreshToken), region, expiresAt: end, dpopKey: secret(dpopKey) };
}

/** Encodes a login in Atmos' format. Reference: `webflow_cache.go` of Atmos. */
export function encodeLogin({ refreshToken, region, expiresAt, dpopKey }: SignInLogin): string {
  const fields = {
    refreshToken: refreshToken.expose(),
    region,
    expiresAt: expiresAt.toISOString(),
    dpopKey: dpopKey.expose(),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}
