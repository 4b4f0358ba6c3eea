import type { WiredRegistry, WiringPlan } from "../../app/docker/helper_wiring.ts";
import type { Outcome } from "../../domain/login/outcome.ts";
import { type ErrorJson, errorJson } from "./errors.ts";
import { asWhom } from "./outcomes.ts";
import type { Styles } from "./styles.ts";

/** What became of one registry, as scripts read it. */
export interface WiringJson {
  readonly registry: string;
  readonly integration: string | null;
  readonly identity: string | null;
  readonly aws_profile?: string;
  readonly status: "ok" | "failed" | "planned";
  readonly changed: boolean;
  readonly error?: ErrorJson;
}

/** The JSON shape of `docker install` and `docker uninstall`. @param done What the status of a registry without an error is. */
export function wiringsJson({ registries }: WiringPlan, done: "ok" | "planned"): readonly WiringJson[] {
  return registries.map(({ target, changed, error }) => ({
    registry: target.registry.host,
    integration: target.integration ?? null,
    identity: target.identity ?? null,
    ...(target.awsProfile === undefined ? {} : { aws_profile: target.awsProfile }),
    status: error === undefined ? done : "failed",
    changed,
    ...(error === undefined ? {} : { error: errorJson(error) }),
  }));
}

/**
 * One line for each registry without an error.
 *
 * @param done What was done, or would be; `nobody`: whose credentials are used where the target has no identity.
 */
export function wiringsText(
  registries: readonly WiredRegistry[],
  { done, nobody = "" }: { readonly done: string; readonly nobody?: string | undefined },
  styles: Styles,
): string {
  return registries.map(({ target, changed }) =>
    `${styles("success", "✓")} ${done} ${styles("name", target.registry.host)}${asWhom(target) || nobody}${
      changed ? "" : " (no change)"
    }\n`
  ).join("");
}

/** The same as outcomes, which tell the exit code and show what failed. */
export function wiringOutcomes({ registries }: WiringPlan): Outcome[] {
  return registries.map(({ target, error }) =>
    error === undefined ? { target, status: "ok" } : { target, status: "failed", error }
  );
}
