import { type Check, type CheckId, listed, ok, warn } from "./check.ts";

/** The variables of the process. */
export interface Variables {
  readonly names: readonly string[];
  get(name: string): string | undefined;
}

/** Names of variables whose value may be a secret. */
const SECRET_NAME_REGEXP = /KEY|SECRET|TOKEN|PASS|CREDENTIAL|AUTH(?!_REALM)/i;

/** The names of the variables that are not empty, sorted. */
export function setNames(variables: Variables): string[] {
  return variables.names.filter((name) => (variables.get(name) ?? "") !== "").toSorted();
}

/** A variable with its value, unless that may be a secret. */
export function shownVariable(name: string, variables: Variables): string {
  const value = variables.get(name) ?? "";
  const isSecret = SECRET_NAME_REGEXP.test(name) || /[@?]/.test(value) || value.length > 200;
  return isSecret ? name : `${name}=${value}`;
}

/** Variables that affect logins, as one check: a warning if any is set. @param words For none, and for some. */
export function variablesCheck(
  id: CheckId,
  variables: Variables,
  { isMeant, words: [none, some], hint }: {
    readonly isMeant: (name: string) => boolean;
    readonly words: readonly [none: string, some: string];
    readonly hint: string;
  },
): Check {
  const names = setNames(variables).filter(isMeant);
  return names.length === 0
    ? ok(id, none)
    : warn(id, `${some}: ${listed(names.map((name) => shownVariable(name, variables)))}`, hint);
}
