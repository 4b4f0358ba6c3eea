/** The path that the browser comes back to. */
export const CALLBACK_PATH = "/oauth/callback";

/**
 * The redirect URI that the program is registered with. AWS accepts it with any port, as RFC 8252 section 7.3 asks for.
 *
 * Reference: `awscli/customizations/sso/utils.py` and `botocore/utils.py` of the AWS CLI, whose value this is.
 */
export const REGISTERED_REDIRECT_URI = `http://127.0.0.1${CALLBACK_PATH}`;

/** What every access token is for: the accounts of the person. Reference: IAM Identity Center user guide, "Access scopes". */
export const ACCOUNT_SCOPE = "sso:account:access";

/** What the login page must know. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE, by method S256. */
  readonly challenge: string;
}

/** The address of the login page with its parameters. */
export function authorizeUrl(
  page: string,
  { clientId, redirectUri, state, challenge }: AuthorizationRequest,
): string {
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge_method: "S256",
    // The plural is AWS' own.
    scopes: ACCOUNT_SCOPE,
    code_challenge: challenge,
  });
  return `${page}?${parameters}`;
}
