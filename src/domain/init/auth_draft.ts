import { isPrototypeName } from "../auth/decode/check_keys.ts";
import { foldName } from "../config/config_node.ts";

/** Keys with their values to write as YAML, in the order of the file. */
export interface YamlMapping {
  readonly [key: string]: string | boolean | YamlMapping;
}

/** A provider or integration of the draft. */
export interface DraftEntry {
  readonly name: string;
  readonly fields: YamlMapping;
}

/** An identity of the draft. */
export interface DraftIdentity extends DraftEntry {
  /** The comment above it in the file, one sentence per line; none if the fields are self-explanatory. */
  readonly comment?: string | undefined;
  /** Its account, 12 digits; undefined if only AWS knows it. */
  readonly account?: string | undefined;
  /** The region of its profile, if it comes from one. */
  readonly region?: string | undefined;
  /** The AWS profile that it was created from. */
  readonly profile?: string | undefined;
}

/** The section without its integrations. */
export interface AuthDraft {
  readonly providers: readonly DraftEntry[];
  /** Every identity, including those that others are based on, in the order of the file. */
  readonly identities: readonly DraftIdentity[];
  /** The names of the selected ones; the first is the default. */
  readonly chosen: readonly string[];
}

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
