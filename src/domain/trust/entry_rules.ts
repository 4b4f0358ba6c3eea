import { type AwsService, isAwsEndpoint, isAwsStartUrl } from "./aws_hosts.ts";
import { isSecretName } from "../config/secret_keys.ts";

/** The effect of a value in an entry of `auth`. */
export interface ValueRule {
  /**
   * It runs something, or sends a secret or the user elsewhere: it must be a literal in a trusted file. The sentence describes the effect.
   */
  readonly risk?: string;
  /** It is sent to AWS, or to a host that AWS does not own: it must contain no secret of the environment. */
  readonly isSent: boolean;
  /** It determines the principal, or the endpoint. */
  readonly isDecisive: boolean;
}

/** The sections of `auth` with entries. */
export type EntrySection = "providers" | "identities" | "integrations";

/** The singular noun of each section. */
export const ENTRY_NOUNS: Readonly<Record<EntrySection, string>> = {
  providers: "provider",
  identities: "identity",
  integrations: "integration",
};

/** Paths whose values stay on this machine: switches, and variables for programs that run as the identity. */
const LOCAL_PATH_REGEXP =
  /^(?:kind|default|required|alias|env(?:\..*)?|emulator(?:\..*)?|auto_provision_identities|console\..*|session\.duration|credentials\.webflow_enabled|spec\.auto_provision|driver|download_browser_driver|browser_type|password)$/;

/** Keys, which sign requests and are not sent. */
const KEY_PATH_REGEXP = /^credentials\.(?:access_key_id|secret_access_key)$/;

const DECISIVE_PATH_REGEXP =
  /^(?:region|start_url|url|principal\.(?:assume_role|target_principal|task_policy_arn|name|region|mfa_serial|account(?:\.(?:id|name))?)|credentials\.(?:access_key_id|secret_access_key|mfa_arn|region)|spec\.(?:endpoint_url|registry\.(?:account_id|region))|via\.(?:identity|provider)|provider|identity)$/;

const ENDPOINT_PATH_REGEXP = /^(?:spec\.endpoint_url|(?:spec|credentials)\.aws\.resolver\.url)$/;

const PROGRAM_PATH_REGEXP =
  /^(?:saml_process|browser_executable_path|credential_process|(?:credentials|principal)\.(?:mfa_process|credential_process))$/;

/** Services whose endpoint a section's entries may set. */
const SERVICES: Readonly<Record<EntrySection, readonly AwsService[]>> = {
  providers: ["oidc", "portal.sso", "sts"],
  identities: ["sts", "portal.sso"],
  integrations: [],
};

/** The effect of a value. @param path The folded keys within the entry, joined by dots. */
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

/** A template or a shell variable, which is not expanded here. */
const TEMPLATE_REGEXP = /\{\{[\s\S]*?\}\}|\$\{([A-Za-z_][A-Za-z0-9_]*)[^}]*\}/;

/** The first template in a text, with the name of a variable if there is one. */
export function findTemplate(
  text: string,
): { readonly text: string; readonly variable?: string } | undefined {
  if (text.length > 4096) return undefined;
  const [found, variable] = TEMPLATE_REGEXP.exec(text) ?? [];
  if (found === undefined) return undefined;
  return { text: found, ...(variable === undefined ? {} : { variable }) };
}

/** Names of passwords, in addition to those of secrets. `PWD` is not one. */
const PASSWORD_REGEXP = /^(?!(?:OLD)?PWD$).*(?:pass|pw|phrase|(?:^|_)pin(?:$|_))/i;

/** Whether a variable may contain the password of a keyring, by its name: `HOME` is well known. */
export function isPasswordVariable(name: string): boolean {
  return isSecretName(name) || PASSWORD_REGEXP.test(name);
}
