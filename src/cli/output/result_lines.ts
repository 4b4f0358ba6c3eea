/** How every result is shown: `✓ Logged in to HOST`, or `✗ HOST: why [CODE]` with the hint below; in JSON, a status and an error. */
import type { Ending } from "../../domain/login/outcome.ts";
import type { Target } from "../../domain/login/target.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { errorJson, errorSentence, hintText } from "./errors.ts";
import type { Styles } from "./styles.ts";

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

/** Several results. A hint that results in a row share is shown once, below the last of them. */
export function resultsText(results: readonly string[]): string {
  const advice = results.map((text) => text.slice(text.indexOf("\n") + 1));
  return results.map((text, index) =>
    advice[index] === advice[index + 1] ? text.slice(0, text.indexOf("\n") + 1) : text
  ).join("");
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

/** A target, as JSON. */
export function targetFields({ registry, integration, identity, awsProfile }: Target): object {
  return {
    registry: registry.host,
    integration: integration ?? null,
    identity: identity ?? null,
    ...(awsProfile === undefined ? {} : { aws_profile: awsProfile }),
  };
}

/** The status of a result, as JSON. @param done That of a success. */
export function statusFields(ending: Ending, done: "ok" | "planned" = "ok"): object {
  return ending.status === "ok" ? { status: done } : { status: "failed", error: errorJson(ending.error) };
}
