/**
 * How every result is shown: `✓ Logged in to HOST`, or `✗ HOST: why [CODE]` with the hint below; in JSON, a status and an error.
 *
 * @module
 */
import type { Target } from "../../domain/login/target.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { type ErrorJson, errorJson, errorSentence, hintText } from "./errors.ts";
import type { Styles } from "./styles.ts";

/** A target, as JSON. */
export interface TargetJson {
  readonly registry: string;
  readonly integration: string | null;
  readonly identity: string | null;
  readonly aws_profile?: string;
}

/** The status of a result; `planned` for `--dry-run`. */
export interface StatusJson {
  readonly status: "ok" | "failed" | "planned";
  readonly error?: ErrorJson;
}

/** A success. @param text Safe for a terminal. */
export function doneLine(text: string, styles: Styles): string {
  return `${styles("success", "✓")} ${text}\n`;
}

/** A failure and its cause. @param subject Safe for a terminal. */
export function failedLine(subject: string, error: unknown, styles: Styles): string {
  const { code, hint } = errorJson(error);
  const advice = hint === null ? "" : `  ${hintText(hint, styles)}\n`;
  return `${styles("failure", "✗")} ${subject}: ${errorSentence(error)} [${code}]\n${advice}`;
}

/** A target as JSON. */
export function targetFields(target: Target): TargetJson {
  const { registry, integration = null, identity = null, awsProfile } = target;
  return {
    registry: registry.host,
    integration,
    identity,
    ...(awsProfile === undefined ? {} : { aws_profile: awsProfile }),
  };
}

/** The status of a result as JSON. @param error The failure; undefined for a success. */
export function statusFields(error: unknown, done: "ok" | "planned" = "ok"): StatusJson {
  return error === undefined ? { status: done } : { status: "failed", error: errorJson(error) };
}

/** ` as dev-admin, for dev/ecr`: the identity and integration of a target, if it has them. */
export function asWhom({ identity, integration, awsProfile }: Target): string {
  const parts = [
    ...(awsProfile === undefined ? [] : [` with AWS profile ${escapeText(awsProfile)}`]),
    ...(identity === undefined ? [] : [` as ${escapeText(identity)}`]),
    ...(integration === undefined ? [] : [` for ${escapeText(integration)}`]),
  ];
  return parts.join(",");
}
