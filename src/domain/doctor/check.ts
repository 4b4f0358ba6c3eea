import { AtmosEcrError, CancelledError, formatPosition } from "../errors/errors.ts";
import { REPORT_HINT } from "../errors/error_codes.ts";

/** What is examined. The names are stable: scripts rely on them. */
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

/** The result of a check. */
export interface Check {
  readonly id: CheckId;
  /** `warn` does not prevent anything from working. */
  readonly status: "ok" | "warn" | "fail";
  /** What was found; safe to show. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** A success. @param hint What to know anyway. */
export function ok(id: CheckId, message: string, hint?: string): Check {
  return { id, status: "ok", message, ...(hint === undefined ? {} : { hint }) };
}

/** An unexpected state, which may cause a problem. */
export function warn(id: CheckId, message: string, hint: string): Check {
  return { id, status: "warn", message, hint };
}

/** A problem that prevents logins. */
export function fail(id: CheckId, message: string, hint: string): Check {
  return { id, status: "fail", message, hint };
}

/** A failure of a check, as a check; for a bug, only its kind, since its text might contain anything. */
export function failureCheck(id: CheckId, error: unknown): Check {
  if (error instanceof CancelledError) throw error;
  if (!(error instanceof AtmosEcrError)) {
    const kind = error instanceof Error ? error.name : "failure";
    return fail(id, `Check failed: unexpected ${kind}`, REPORT_HINT);
  }
  const where = error.position === undefined ? "" : `${formatPosition(error.position)}: `;
  const check: Check = { id, status: "fail", message: where + error.message };
  return error.hint === undefined ? check : { ...check, hint: error.hint };
}

/** A list in a sentence: the first five items, and how many more. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
