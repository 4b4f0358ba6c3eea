/** The login pages of IAM Identity Center: the one that the program opens, and those that AWS names in the device flow. @module */
import { isAwsLoginPage } from "../trust/aws_hosts.ts";

/** The path of the callback. */
export const CALLBACK_PATH = "/oauth/callback";

/**
 * The registered redirect URI. AWS accepts it with any port, as RFC 8252 section 7.3 requires.
 *
 * Reference: `awscli/customizations/sso/utils.py` and `botocore/utils.py` of the AWS CLI, which use the same value.
 */
export const REGISTERED_REDIRECT_URI = `http://127.0.0.1${CALLBACK_PATH}`;

/** The scope of every access token: the accounts of the user. Reference: IAM Identity Center user guide, "Access scopes". */
export const ACCOUNT_SCOPE = "sso:account:access";

/** The address of the login page with its parameters; the challenge is that of PKCE, by method S256. */
export function authorizeUrl(
  page: string,
  { clientId, redirectUri, state, challenge }: Readonly<
    Record<"clientId" | "redirectUri" | "state" | "challenge", string>
  >,
): string {
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge_method: "S256",
    // The plural is specific to AWS.
    scopes: ACCOUNT_SCOPE,
    code_challenge: challenge,
  });
  return `${page}?${parameters}`;
}

/** The maximum length of a code that the user compares; those of AWS have nine characters. */
const USER_CODE_REGEXP = /^[\x21-\x7e]{1,32}$/;

/** Characters that a terminal, a shell or a browser cannot interpret as anything but the address. */
const PLAIN_URL_REGEXP = /^[A-Za-z0-9\-._~:/?#@!$&*+,;=%]{1,2048}$/;

const ORIGIN_REGEXP = /^https?:\/\/[^/?#]+/i;

/**
 * Whether an address from the network may be shown to the user as the login page: an https page of AWS, or one with the same origin as the
 * configured start URL, which was judged before.
 */
export function isLoginPage(url: string, startUrl: string): boolean {
  if (!PLAIN_URL_REGEXP.test(url)) return false;
  return isAwsLoginPage(url) || originOf(url) === originOf(startUrl);
}

/** Whether a text may be shown as the code to compare. */
export function isUserCode(text: string): boolean {
  return USER_CODE_REGEXP.test(text);
}

function originOf(url: string): string | undefined {
  return ORIGIN_REGEXP.exec(url)?.[0].toLowerCase();
}
