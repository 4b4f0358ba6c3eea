/**
 * Which URLs in a configuration belong to AWS, and thus need no trust.
 *
 * @module
 */
import { type AwsService, isAccessPortalHost, isAwsServiceHost } from "./aws_hosts.ts";

/** Host of an absolute URL without user information; the port is dropped. */
const URL_REGEXP = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?(?:[/?#]|$)/i;

/** Services that identities and providers call, whose endpoint a file may set. */
const SERVICES: readonly AwsService[] = ["sts", "oidc", "portal.sso"];

/**
 * Whether an endpoint is the AWS host of a service in a real region, over https. Loopback is not: any local program may listen there.
 *
 * @param services The services called there; default any that an identity or provider calls.
 */
export function isAwsEndpoint(url: string, services: readonly AwsService[] = SERVICES): boolean {
  const { scheme, host } = partsOf(url);
  return host !== undefined && scheme === "https" && isAwsServiceHost(host, services);
}

/** Whether a start URL is an access portal of AWS. */
export function isAwsStartUrl(url: string): boolean {
  const { scheme, host } = partsOf(url);
  return host !== undefined && scheme === "https" && isAccessPortalHost(host);
}

/**
 * Whether an address is an https page of AWS for IAM Identity Center logins: the access portal, or `device.sso.<region>.<suffix>`, where
 * the older device flow asks for its code.
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
