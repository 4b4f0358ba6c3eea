import { isPrototypeName } from "../auth/decode/check_keys.ts";
import { foldName } from "../config/config_node.ts";

/**
 * Gives each entry of a section a unique name that `atmos.yaml` can have. Atmos compares names case-insensitively, so a difference in case
 * is not enough.
 */
export class DraftNames {
  readonly #taken = new Set<string>();

  /** Whether a name is taken. */
  has(name: string): boolean {
    return this.#taken.has(foldName(name));
  }

  /** The name, or the name with the lowest free number appended: `dev`, `dev-2`, `dev-3`, …; `constructor-2`, as that name is not allowed. */
  take(name: string): string {
    let free = name;
    for (let number = 2; this.has(free) || isPrototypeName(free); number++) free = `${name}-${number}`;
    this.#taken.add(foldName(free));
    return free;
  }
}

/** A name in the usual style: lower case, words joined with hyphens. `AWSAdministratorAccess` becomes `aws-administrator-access`. */
export function slug(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/**
 * The name of a provider, from its start URL: `https://acme.awsapps.com/start` becomes `acme-sso`. AWS' own directory names
 * (`d-0123456789`, `ssoins-…`) are meaningless to a reader: `sso`.
 */
export function providerName(startUrl: string): string {
  const label = /^https?:\/\/([^./:]+)/i.exec(startUrl)?.[1] ?? "";
  const isTelling = /\.awsapps\./i.test(startUrl) && !/^(?:d-[0-9a-z]{10}|ssoins-|start$)/i.test(label);
  return isTelling ? `${slug(label)}-sso` : "sso";
}
