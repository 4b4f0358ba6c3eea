import type { RegistrationPlan, WiredRegistry } from "../../app/docker/helper_registration.ts";
import type { Outcome } from "../../domain/login/outcome.ts";
import {
  asWhom,
  doneLine,
  statusFields,
  type StatusJson,
  targetFields,
  type TargetJson,
} from "./result_lines.ts";
import type { Styles } from "./styles.ts";

/** The result for one registry, as JSON. */
export interface RegistrationJson extends TargetJson, StatusJson {
  readonly changed: boolean;
}

/** The JSON of `docker install` and `docker uninstall`. @param done The status of a registry without an error. */
export function registrationsJson(
  { registries }: RegistrationPlan,
  done: "ok" | "planned",
): readonly RegistrationJson[] {
  return registries.map(({ target, changed, error }) => ({
    ...targetFields(target),
    ...statusFields(error, done),
    changed,
  }));
}

/**
 * One line per registry without an error.
 *
 * @param done What was done, or would be; `fallback`: which credentials a target without an identity uses.
 */
export function registrationsText(
  registries: readonly WiredRegistry[],
  { done, fallback = "" }: { readonly done: string; readonly fallback?: string | undefined },
  styles: Styles,
): string {
  return registries.map(({ target, changed }) => {
    const who = asWhom(target) || fallback;
    return doneLine(
      `${done} ${styles("name", target.registry.host)}${who}${changed ? "" : " (no change)"}`,
      styles,
    );
  }).join("");
}

/** The same as outcomes, which determine the exit code and show failures. */
export function registrationOutcomes({ registries }: RegistrationPlan): Outcome[] {
  return registries.map(({ target, error }) =>
    error === undefined ? { target, status: "ok" } : { target, status: "failed", error }
  );
}
