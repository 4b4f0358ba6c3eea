import { type AwsService } from "./aws_hosts.ts";
import { isSecretName } from "../config/secret_keys.ts";
import { isAwsEndpoint, isAwsStartUrl } from "./aws_urls.ts";

/** What a value within an entry of `auth` does. */
export interface ValueRule {
  /**
   * It runs something, or sends a secret or a person elsewhere: it must be written out in a trusted file. The sentence says what it
   * does.
   */
  readonly risk?: string;
  /** It reaches AWS, or a host that AWS does not own: no secret of the environment may be in it. */
  readonly isSent: boolean;
  /** It decides which principal is used, or where it is asked for. */
  readonly isDecisive: boolean;
}

/** The sections of `auth` that have entries. */
export type EntrySection = "providers" | "identities" | "integrations";

/** What each section is called in the singular. */
export const ENTRY_NOUNS: Readonly<Record<EntrySection, string>> = {
  providers: "provider",
  identities: "identity",
  integrations: "integration",
};

/** Paths whose values stay on this machine: switches, and variables for programs that run as the identity. */
const LOCAL_PATH_REGEXP =
  /^(?:kind|default|required|alias|env(?:\..*)?|emulator(?:\..*)?|auto_provision_identities|console\..*|session\.duration|credentials\.webflow_enabled|spec\.auto_provision|driver|download_browser_driver|browser_type|password)$/;

/** Keys: what is signed with them is sent, they are not. */
const KEY_PATH_REGEXP = /^credentials\.(?:access_key_id|secret_access_key)$/;

const DECISIVE_PATH_REGEXP =
  /^(?:region|start_url|url|principal\.(?:assume_role|target_principal|task_policy_arn|name|region|mfa_serial|account(?:\.(?:id|name))?)|credentials\.(?:access_key_id|secret_access_key|mfa_arn|region)|spec\.(?:endpoint_url|registry\.(?:account_id|region))|via\.(?:identity|provider)|provider|identity)$/;

const ENDPOINT_PATH_REGEXP = /^(?:spec\.endpoint_url|(?:spec|credentials)\.aws\.resolver\.url)$/;

const PROGRAM_PATH_REGEXP =
  /^(?:saml_process|browser_executable_path|credential_process|(?:credentials|principal)\.(?:mfa_process|credential_process))$/;

/** Services whose endpoint a section's entries may name. */
const SERVICES: Readonly<Record<EntrySection, readonly AwsService[]>> = {
  providers: ["oidc", "portal.sso", "sts"],
  identities: ["sts", "portal.sso"],
  integrations: [],
};

/**
 * What a value does.
 *
 * @param path The folded keys within the entry, joined by dots.
 */
export function valueRule(section: EntrySection, path: string, text: string): ValueRule {
  const risk = riskOf(section, path, text);
  return {
    ...(risk === undefined ? {} : { risk }),
    isSent: !LOCAL_PATH_REGEXP.test(path) && !KEY_PATH_REGEXP.test(path),
    isDecisive: DECISIVE_PATH_REGEXP.test(path),
  };
}

function riskOf(section: EntrySection, path: string, text: string): string | undefined {
  if (section === "integrations") return undefined;
  if (PROGRAM_PATH_REGEXP.test(path)) return "it runs a program";
  if (ENDPOINT_PATH_REGEXP.test(path) && !isAwsEndpoint(text, SERVICES[section])) {
    return "it sends requests to a host other than AWS";
  }
  if (path === "start_url" && section === "providers" && !isAwsStartUrl(text)) {
    return "it is not an https:// address of AWS";
  }
  if (section === "identities" && /^env\.\d+\.key$/.test(path)) {
    return "it sets a variable for programs that run as the identity";
  }
  return undefined;
}

/** A template or a shell's variable, which nothing here expands. */
const TEMPLATE_REGEXP = /\{\{[\s\S]*?\}\}|\$\{([A-Za-z_][A-Za-z0-9_]*)[^}]*\}/;

/** The first template in a text; with the name of a variable where there is one. */
export function findTemplate(
  text: string,
): { readonly text: string; readonly variable?: string } | undefined {
  if (text.length > 4096) return undefined;
  const [found, variable] = TEMPLATE_REGEXP.exec(text) ?? [];
  if (found === undefined) return undefined;
  return { text: found, ...(variable === undefined ? {} : { variable }) };
}

/** Names of passwords, besides those of secrets. The working directory is none. */
const PASSWORD_REGEXP = /^(?!(?:OLD)?PWD$).*(?:pass|pw|phrase|(?:^|_)pin(?:$|_))/i;

/** Whether a variable may hold the password of a keyring, by its name: `HOME` is one that everybody knows. */
export function isPasswordVariable(name: string): boolean {
  return isSecretName(name) || PASSWORD_REGEXP.test(name);
}
