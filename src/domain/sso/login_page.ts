import { isAwsLoginPage } from "../trust/aws_hosts.ts";

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
