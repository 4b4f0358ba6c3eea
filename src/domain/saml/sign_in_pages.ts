/**
 * Where AWS receives SAML responses: `https://HOST/saml` and, for encrypted responses, `https://HOST/saml/acs/ID`; HOST may start with a
 * region.
 *
 * Reference: https://docs.aws.amazon.com/general/latest/gr/signin-service.html and "AWS sign-in endpoints" for GovCloud and China.
 */
const SIGN_IN_HOSTS: readonly string[] = [
  "signin.aws.amazon.com",
  "signin.amazonaws-us-gov.com",
  "signin.amazonaws.cn",
];

/** `us-east-1.` before one of the hosts. */
const REGION_REGEXP = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;

const PATH_REGEXP = /^\/saml(?:\/acs\/[A-Za-z0-9-]{1,64})?$/;

/** Whether a page is AWS' own for SAML responses: https, the standard port, no user, an exact host. */
export function isSignInPage(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "https:" || url.port !== "") return false;
  if (url.username !== "" || url.password !== "" || !PATH_REGEXP.test(url.pathname)) return false;
  return SIGN_IN_HOSTS.some((host) =>
    url.hostname === host ||
    (url.hostname.endsWith(`.${host}`) && REGION_REGEXP.test(url.hostname.slice(0, -host.length - 1)))
  );
}

/**
 * The response in the body of a form that a browser posts to AWS.
 *
 * @param body `application/x-www-form-urlencoded`.
 * @returns Undefined if there is none, or more than one.
 */
export function samlResponseOf(body: string): string | undefined {
  const values = new URLSearchParams(body).getAll("SAMLResponse");
  return values.length === 1 && values[0] !== "" ? values[0] : undefined;
}
