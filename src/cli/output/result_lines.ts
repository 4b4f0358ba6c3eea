/**
 * How a result looks, whatever it is of: `✓ Logged in to HOST`, or `✗ HOST: why [CODE]` with the hint below; and as JSON a status beside
 * an error.
 *
 * @module
 */
import type { Target } from "../../domain/login/target.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { type ErrorJson, errorJson, errorSentence, hintText } from "./errors.ts";
import type { Styles } from "./styles.ts";

/** What there is about a target, as scripts read it. */
export interface TargetJson {
  readonly registry: string;
  readonly integration: string | null;
  readonly identity: string | null;
  readonly aws_profile?: string;
}

/** What a result is, as scripts read it; `planned` for what is only shown. */
export interface StatusJson {
  readonly status: "ok" | "failed" | "planned";
  readonly error?: ErrorJson;
}

/** Something that was done. @param text Safe for a terminal. */
export function doneLine(text: string, styles: Styles): string {
  return `${styles("success", "✓")} ${text}\n`;
}

/** Something that failed, and why. @param subject Safe for a terminal. */
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

/** The status of a result as JSON. @param error What failed; undefined where nothing did. */
export function statusFields(error: unknown, done: "ok" | "planned" = "ok"): StatusJson {
  return error === undefined ? { status: done } : { status: "failed", error: errorJson(error) };
}

/** ` as dev-admin, for dev/ecr`: identity and integration of a target, as far as it has them. */
export function asWhom({ identity, integration, awsProfile }: Target): string {
  const parts = [
    ...(awsProfile === undefined ? [] : [` with AWS profile ${escapeText(awsProfile)}`]),
    ...(identity === undefined ? [] : [` as ${escapeText(identity)}`]),
    ...(integration === undefined ? [] : [` for ${escapeText(integration)}`]),
  ];
  return parts.join(",");
}
