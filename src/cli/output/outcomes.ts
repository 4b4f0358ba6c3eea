import type { ProvisionResult } from "../../app/auth/provision.ts";
import type { Outcome } from "../../domain/login/outcome.ts";
import { awsTimeText, formatTime } from "../../domain/time/own_time.ts";
import { formatRemaining } from "./durations.ts";
import { asWhom, doneLine, failedLine, resultsText, statusFields, targetFields } from "./result_lines.ts";
import type { Styles } from "./styles.ts";
import type { Writer } from "./writer.ts";

/** One line per registry: what happened, for which identity, and until when. */
export function outcomesText(outcomes: readonly Outcome[], done: string, now: Date, styles: Styles): string {
  return resultsText(outcomes.map((outcome) => {
    const { host } = outcome.target.registry;
    const subject = `${styles("name", host)}${asWhom(outcome.target)}`;
    if (outcome.status === "failed") return failedLine(subject, outcome.error, styles);
    if (outcome.absent === true) return `Not logged in to ${host}\n`;
    const until = outcome.expiresAt === undefined
      ? ""
      : ` (expires in ${formatRemaining(outcome.expiresAt, now)}, at ${formatTime(outcome.expiresAt)})`;
    return doneLine(`${done} ${subject}${until}`, styles);
  }));
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
export function plannedJson(outcomes: readonly Outcome[]): object {
  return {
    dry_run: true,
    registries: outcomes.map((outcome) => ({
      ...targetFields(outcome.target),
      ...statusFields(outcome, "planned"),
      expires_at: null,
    })),
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
