import { isAwsLoginPage } from "../trust/aws_urls.ts";

/** The longest code that a person is asked to compare; those of AWS have nine characters. */
const USER_CODE_REGEXP = /^[\x21-\x7e]{1,32}$/;

/** Nothing that a terminal, a shell or a browser could take for anything but the address. */
const PLAIN_URL_REGEXP = /^[A-Za-z0-9\-._~:/?#@!$&*+,;=%]{1,2048}$/;

const ORIGIN_REGEXP = /^https?:\/\/[^/?#]+/i;

/**
 * Whether an address that came over the network may be shown to a person as the page to log in on: an https page of AWS, or one of the
 * same origin as the start URL, which the configuration names and has been judged before.
 */
export function isLoginPage(url: string, startUrl: string): boolean {
  if (!PLAIN_URL_REGEXP.test(url)) return false;
  return isAwsLoginPage(url) || originOf(url) === originOf(startUrl);
}

/** Whether a text can be shown as the code to compare. */
export function isUserCode(text: string): boolean {
  return USER_CODE_REGEXP.test(text);
}

function originOf(url: string): string | undefined {
  return ORIGIN_REGEXP.exec(url)?.[0].toLowerCase();
}
