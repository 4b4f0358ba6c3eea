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

/** The parameters of the login page. */
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
    // The plural is specific to AWS.
    scopes: ACCOUNT_SCOPE,
    code_challenge: challenge,
  });
  return `${page}?${parameters}`;
}
