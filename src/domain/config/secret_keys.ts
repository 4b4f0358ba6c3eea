import { foldName, type FunctionNode } from "./config_node.ts";

/** Replaces a secret whenever a configuration is shown. */
export const MASK = "***";

/** Keys that look like those of a secret. */
const SECRET_KEY_REGEXP = /secret|token|passw|private|credential/;

/** The sections of `auth` whose keys are freely chosen names. */
const NAMED_SECTIONS: readonly string[] = ["providers", "identities", "integrations"];

/** User information in a URL. */
const USER_INFORMATION_REGEXP = /(?<=:\/\/)[^/?#@\s]*(?=@)/g;

/** One parameter of the query or fragment of a URL. */
const PARAMETER_REGEXP = /([?&#;])([^?&#;=\s]+)=([^&#;\s]+)/g;

/** Parameters that contain a secret, in addition to the key pattern: `X-Amz-Signature`, `sig`, `apikey`, … */
const SECRET_PARAMETER_REGEXP = /^(?:.*signature|.*[-_]?key|sig|auth|authorization|code|pw|pwd|jwt)$/;

/** Values that are never secret, by key. Without the key, a password could look like them. */
const PUBLIC_VALUES: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [/^(?:.*_)?region$/, /^[a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2}$/],
  [/^(?:.*_)?(?:arn|role)$/, /^arn:[a-z-]+:/],
  [/^(?:account_id|account|id)$/, /^\d{12}$/],
  [/^(?:start_)?url$/, /^https?:\/\/[^?#@\s]*$/],
];

/** The keys of a value, from the root of the configuration. */
export type KeyPath = readonly string[];

/**
 * Whether the value at a path is hidden: below `credentials`, and below any key that looks like a secret's. Names of providers, identities
 * and integrations do not count: `private/ecr` is not a secret.
 */
export function isSecretPath(path: KeyPath): boolean {
  return path.some((key, index) => SECRET_KEY_REGEXP.test(foldName(key)) && !isChosenName(path, index));
}

/** Whether the text under `key` means that the text beside it, under `value`, is hidden: variables in an `env` list. */
export function isSecretName(name: string): boolean {
  return SECRET_KEY_REGEXP.test(foldName(name)) || /(^|_)key($|_)/.test(foldName(name));
}

/** A text without user information in URLs, and without secrets in their queries. */
export function maskUrls(text: string): string {
  if (!text.includes("://")) return text;
  return text.replaceAll(USER_INFORMATION_REGEXP, MASK).replaceAll(
    PARAMETER_REGEXP,
    (whole, mark: string, name: string) => isSecretParameter(name) ? `${mark}${name}=${MASK}` : whole,
  );
}

/** Whether a value is of a kind that users need to see, such as a region, whatever its source. */
export function isPublicValue(path: KeyPath, text: string): boolean {
  const key = foldName(path.at(-1) ?? "");
  return PUBLIC_VALUES.some(([keys, values]) => keys.test(key) && values.test(text));
}

function isSecretParameter(name: string): boolean {
  return isSecretName(name) || SECRET_PARAMETER_REGEXP.test(foldName(name));
}

function isChosenName(path: KeyPath, index: number): boolean {
  return index === 2 && foldName(path[0] ?? "") === "auth" &&
    NAMED_SECTIONS.includes(foldName(path[1] ?? ""));
}

/** Variables in a command. */
const VARIABLE_REGEXP = /\$\{?(\w+)/g;

/** Words in commands that print secrets, such as `get-secret-value`, `print-access-token`, `vault`, `op read`. */
const SECRET_COMMAND_REGEXP = /secret|token|passw|\b(?:vault|gopass|op read)\b/i;

/** Whether a command looks as if it printed a secret. */
export function printsSecret({ argument }: FunctionNode): boolean {
  return SECRET_COMMAND_REGEXP.test(argument) ||
    argument.matchAll(VARIABLE_REGEXP).some(([, name = ""]) => isSecretName(name));
}
