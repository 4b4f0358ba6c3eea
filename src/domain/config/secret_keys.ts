import { foldName } from "./config_node.ts";

/** What stands in place of a secret in everything that is shown of a configuration. */
export const MASK = "***";

/** Keys that look as if a secret stood under them. */
const SECRET_KEY_REGEXP = /secret|token|passw|private|credential/;

/** The sections of `auth` whose keys are names that anybody may choose. */
const NAMED_SECTIONS: readonly string[] = ["providers", "identities", "integrations"];

/** User information in a URL. */
const USER_INFORMATION_REGEXP = /(?<=:\/\/)[^/?#@\s]*(?=@)/g;

/** The keys that lead to a value, from the root of the configuration. */
export type KeyPath = readonly string[];

/**
 * Whether what stands at a path is not shown: below `credentials`, and below any key that looks like a secret's. The names of
 * providers, identities and integrations do not count: `private/ecr` is no secret.
 */
export function isSecretPath(path: KeyPath): boolean {
  return path.some((key, index) => SECRET_KEY_REGEXP.test(foldName(key)) && !isChosenName(path, index));
}

/** Whether the text under `key` says that the text beside it, under `value`, is not shown: variables in an `env` list. */
export function isSecretName(name: string): boolean {
  return SECRET_KEY_REGEXP.test(foldName(name)) || /(^|_)key($|_)/.test(foldName(name));
}

/** A text without the user information of URLs in it. */
export function maskUrls(text: string): string {
  return text.replaceAll(USER_INFORMATION_REGEXP, MASK);
}

function isChosenName(path: KeyPath, index: number): boolean {
  return index === 2 && foldName(path[0] ?? "") === "auth" &&
    NAMED_SECTIONS.includes(foldName(path[1] ?? ""));
}
