/**
 * Which URLs in a configuration lead to AWS, or to this machine, and so need no trust.
 *
 * @module
 */
import { PARTITIONS } from "../registry/partitions.ts";

/** Host of an absolute URL without user information; the port is dropped. */
const URL_REGEXP = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?(?:[/?#]|$)/i;

/** Hosts of this machine. */
const LOOPBACK_REGEXP = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Services that identities and providers call. A name below an AWS domain alone is not enough: `*.execute-api.<region>.amazonaws.com`
 * belongs to whoever rents it.
 *
 * Reference: https://docs.aws.amazon.com/general/latest/gr/sts.html, https://docs.aws.amazon.com/general/latest/gr/sso.html
 */
const SERVICE_REGEXP =
  /^(?:[a-z0-9-]+\.)?(?:sts|oidc|portal\.sso|api\.ecr|ecr|ecr-public)(?:-fips)?(?:\.[a-z0-9-]+)?(?:\.vpce)?$/;

/** What the names of dual-stack API endpoints end in. Reference: `dualStackDnsSuffix` in `partitions.json` of the AWS SDKs. */
const DUAL_STACK_SUFFIXES: readonly string[] = [
  "api.aws",
  "api.amazonwebservices.com.cn",
  "api.amazonwebservices.eu",
];

/**
 * Hosts of the access portal of IAM Identity Center.
 *
 * Reference: https://docs.aws.amazon.com/singlesignon/latest/userguide/howtochangeURL.html
 */
const PORTAL_REGEXP =
  /^(?:(?:[a-z0-9-]+\.){1,3}awsapps\.(?:com|cn)|[a-z0-9-]+\.portal\.[a-z0-9-]+\.app\.aws|identitycenter\.amazonaws\.(?:com|cn))$/;

/** Whether requests to an endpoint reach AWS over https, or this machine. */
export function isAwsEndpoint(url: string): boolean {
  const { scheme, host } = partsOf(url);
  if (host === undefined) return false;
  if (LOOPBACK_REGEXP.test(host)) return true;
  return scheme === "https" && isBelowAws(host, SERVICE_REGEXP);
}

/** Whether a start URL is an access portal of AWS, or on this machine. */
export function isAwsStartUrl(url: string): boolean {
  const { scheme, host } = partsOf(url);
  return host !== undefined &&
    (LOOPBACK_REGEXP.test(host) || (scheme === "https" && PORTAL_REGEXP.test(host)));
}

/** Where the older device flow asks for its code: `device.sso.<region>.<suffix>`. */
const DEVICE_PAGE_REGEXP = /^device\.sso\.[a-z0-9-]+$/;

/** Whether an address is an https page of AWS on which a person logs in to IAM Identity Center. */
export function isAwsLoginPage(url: string): boolean {
  const { scheme, host } = partsOf(url);
  return scheme === "https" && host !== undefined &&
    (PORTAL_REGEXP.test(host) || isBelowAws(host, DEVICE_PAGE_REGEXP));
}

/** Whether a host is below a domain of AWS, and what stands before that matches. */
function isBelowAws(host: string, labels: RegExp): boolean {
  return [...PARTITIONS.map(({ suffix }) => suffix), ...DUAL_STACK_SUFFIXES].some((suffix) =>
    host.endsWith(`.${suffix}`) && labels.test(host.slice(0, -suffix.length - 1))
  );
}

function partsOf(url: string): { readonly scheme?: string; readonly host?: string } {
  const [, scheme, host] = URL_REGEXP.exec(url) ?? [];
  return scheme === undefined || host === undefined
    ? {}
    : { scheme: scheme.toLowerCase(), host: host.toLowerCase() };
}
