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

/** What became of one registry, as scripts read it. */
export interface RegistrationJson extends TargetJson, StatusJson {
  readonly changed: boolean;
}

/** The JSON shape of `docker install` and `docker uninstall`. @param done What the status of a registry without an error is. */
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
 * One line for each registry without an error.
 *
 * @param done What was done, or would be; `nobody`: whose credentials are used where the target has no identity.
 */
export function registrationsText(
  registries: readonly WiredRegistry[],
  { done, nobody = "" }: { readonly done: string; readonly nobody?: string | undefined },
  styles: Styles,
): string {
  return registries.map(({ target, changed }) => {
    const who = asWhom(target) || nobody;
    return doneLine(
      `${done} ${styles("name", target.registry.host)}${who}${changed ? "" : " (no change)"}`,
      styles,
    );
  }).join("");
}

/** The same as outcomes, which tell the exit code and show what failed. */
export function registrationOutcomes({ registries }: RegistrationPlan): Outcome[] {
  return registries.map(({ target, error }) =>
    error === undefined ? { target, status: "ok" } : { target, status: "failed", error }
  );
}
