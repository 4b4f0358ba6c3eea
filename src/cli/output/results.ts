/** How every result is shown: `✓ Logged in to HOST`, or `✗ HOST: why [CODE]` with the hint below; in JSON, a status and an error. */
import type { ProvisionResult } from "../../app/auth/provision.ts";
import type { Ending, Outcome } from "../../domain/login/outcome.ts";
import type { Target } from "../../domain/login/target.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import { formatRemaining, formatTime } from "./durations.ts";
import { errorJson, errorSentence, hintText } from "./errors.ts";
import type { Styles } from "./styles.ts";
import type { Writer } from "./writer.ts";

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

/** ` as dev-admin, for dev/ecr`: the identity and integration of a target, if it has them. */
export function asWhom({ identity, integration, awsProfile }: Target): string {
  const parts = [
    ...(awsProfile === undefined ? [] : [` with AWS profile ${escapeText(awsProfile)}`]),
    ...(identity === undefined ? [] : [` as ${escapeText(identity)}`]),
    ...(integration === undefined ? [] : [` for ${escapeText(integration)}`]),
  ];
  return parts.join(",");
}

/** One line per registry: what happened, for which identity, and until when. */
export function outcomesText(outcomes: readonly Outcome[], done: string, now: Date, styles: Styles): string {
  return outcomes.map((outcome) => {
    const { host } = outcome.target.registry;
    const subject = `${styles("name", host)}${asWhom(outcome.target)}`;
    if (outcome.status === "failed") return failedLine(subject, outcome.error, styles);
    if (outcome.absent === true) return `Not logged in to ${host}\n`;
    const until = outcome.expiresAt === undefined
      ? ""
      : ` (expires in ${formatRemaining(outcome.expiresAt, now)}, at ${formatTime(outcome.expiresAt)})`;
    return doneLine(`${done} ${subject}${until}`, styles);
  }).join("");
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

/** The JSON of `login` and `logout`. */
export function outcomesJson(outcomes: readonly Outcome[]): object {
  return {
    registries: outcomes.map((outcome) => ({
      ...targetFields(outcome.target),
      ...statusFields(outcome),
      expires_at: expiryJson(outcome),
    })),
  };
}

/** The JSON of their `--dry-run`. */
export function plannedJson(targets: readonly Target[]): object {
  return {
    dry_run: true,
    registries: targets.map((target) => ({ ...targetFields(target), status: "planned", expires_at: null })),
  };
}

/** The JSON of integrations that a login runs automatically; the registry is null if it could not be determined. */
export function provisionsJson(results: readonly ProvisionResult[]): readonly object[] {
  return results.map((result) => ({
    registry: result.target?.registry.host ?? null,
    integration: result.integration,
    identity: result.target?.identity ?? null,
    ...statusFields(result),
    expires_at: expiryJson(result),
  }));
}

function expiryJson(result: Outcome | ProvisionResult): string | null {
  return result.status === "ok" ? awsTimeText(result.expiresAt) : null;
}

/** Shows the same: a line for each success, a warning for each failure. */
export function showProvisions(results: readonly ProvisionResult[], now: Date, writer: Writer): void {
  const succeeded = results.filter((result) => result.status === "ok");
  writer.warnings(succeeded.flatMap(({ note = [] }) => note));
  writer.info(outcomesText(succeeded, "Logged in to", now, writer.styles));
  for (const result of results) {
    if (result.status === "ok") continue;
    const { code, message, hint } = result.error;
    const advice = hint === undefined ? "" : `. ${hint}`;
    writer.warning(`Integration "${result.integration}" failed: ${message} [${code}]${advice}`);
  }
}
