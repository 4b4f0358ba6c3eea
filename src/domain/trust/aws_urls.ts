/**
 * Which URLs in a configuration lead to AWS, or to this machine, and so need no trust.
 *
 * @module
 */
import { type AwsService, isAccessPortalHost, isAwsServiceHost, isLoopbackHost } from "./aws_hosts.ts";

/** Host of an absolute URL without user information; the port is dropped. */
const URL_REGEXP = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?(?:[/?#]|$)/i;

/** Services that identities and providers call. */
const SERVICES: readonly AwsService[] = [
  "sts",
  "oidc",
  "portal.sso",
  "api.ecr",
  "ecr",
  "api.ecr-public",
  "ecr-public",
];

/** Whether requests to an endpoint reach AWS over https, or this machine. */
export function isAwsEndpoint(url: string): boolean {
  const { scheme, host } = partsOf(url);
  return host !== undefined &&
    (isLoopbackHost(host) || (scheme === "https" && isAwsServiceHost(host, SERVICES)));
}

/** Whether a start URL is an access portal of AWS, or on this machine. */
export function isAwsStartUrl(url: string): boolean {
  const { scheme, host } = partsOf(url);
  return host !== undefined &&
    (isLoopbackHost(host) || (scheme === "https" && isAccessPortalHost(host)));
}

/**
 * Whether an address is an https page of AWS on which a person logs in to IAM Identity Center: the access portal, or
 * `device.sso.<region>.<suffix>`, where the older device flow asks for its code.
 */
export function isAwsLoginPage(url: string): boolean {
  const { scheme, host } = partsOf(url);
  return scheme === "https" && host !== undefined &&
    (isAccessPortalHost(host) || isAwsServiceHost(host, ["device.sso"]));
}

function partsOf(url: string): { readonly scheme?: string; readonly host?: string } {
  const [, scheme, host] = URL_REGEXP.exec(url) ?? [];
  return scheme === undefined || host === undefined
    ? {}
    : { scheme: scheme.toLowerCase(), host: host.toLowerCase() };
}
