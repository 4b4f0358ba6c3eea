import { AtmosEcrError } from "../errors/errors.ts";
import { REPORT_HINT } from "../errors/report_place.ts";
import { formatPosition } from "../errors/source_position.ts";

/** What is examined. The names are stable: scripts match on them. */
export type CheckId =
  | "executable"
  | "helper-programs"
  | "docker-config"
  | "docker-config-mode"
  | "docker-keys"
  | "container-logins"
  | "short-path"
  | "last-failure"
  | "docker-auth-config"
  | "auths"
  | "wiring"
  | "pins"
  | "state-directory"
  | "cache-directory"
  | "configuration"
  | "aws-endpoints"
  | "aws-profile"
  | "cache-variables"
  | "atmos-variables"
  | "tls-variables"
  | "clock";

/** What came of one examination. */
export interface Check {
  readonly id: CheckId;
  /** `warn` does not keep anything from working. */
  readonly status: "ok" | "warn" | "fail";
  /** What was found; safe to show. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Something that is as it should be. @param hint What to know all the same. */
export function ok(id: CheckId, message: string, hint?: string): Check {
  return { id, status: "ok", message, ...(hint === undefined ? {} : { hint }) };
}

/** Something that surprises, now or later. */
export function warn(id: CheckId, message: string, hint: string): Check {
  return { id, status: "warn", message, hint };
}

/** Something that keeps logins from working. */
export function fail(id: CheckId, message: string, hint: string): Check {
  return { id, status: "fail", message, hint };
}

/** A failure that was met on the way, as a check; a defect only by its kind, as its text might hold anything. */
export function failureCheck(id: CheckId, error: unknown): Check {
  if (!(error instanceof AtmosEcrError)) {
    const kind = error instanceof Error ? error.name : "failure";
    return fail(id, `Check failed: unexpected ${kind}`, REPORT_HINT);
  }
  const where = error.position === undefined ? "" : `${formatPosition(error.position)}: `;
  const check: Check = { id, status: "fail", message: where + error.message };
  return error.hint === undefined ? check : { ...check, hint: error.hint };
}

/** Things in a sentence: the first five, and how many more. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
