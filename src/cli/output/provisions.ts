import type { ProvisionResult } from "../../app/auth/provision.ts";
import type { Writer } from "./writer.ts";
import { type OutcomeJson, outcomesText } from "./outcomes.ts";
import { statusFields } from "./result_lines.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

/** The result of an integration that a login runs automatically, as JSON. */
export interface ProvisionJson extends Omit<OutcomeJson, "registry"> {
  /** Null if the registry could not be determined. */
  readonly registry: string | null;
}

/** The JSON of integrations that a login runs automatically. */
export function provisionsJson(results: readonly ProvisionResult[]): readonly ProvisionJson[] {
  return results.map((result) => ({
    registry: result.target?.registry.host ?? null,
    integration: result.integration,
    identity: result.target?.identity ?? null,
    ...statusFields(result.status === "failed" ? result.error : undefined),
    expires_at: result.status === "ok" ? awsTimeText(result.expiresAt) : null,
  }));
}

/** Shows the results: a line for each success, a warning for each failure. */
export function showProvisions(results: readonly ProvisionResult[], now: Date, writer: Writer): void {
  const succeeded = results.filter((result) => result.status === "ok");
  for (const { note } of succeeded) if (note !== undefined) writer.warning(note);
  writer.info(outcomesText(succeeded, "Logged in to", now, writer.styles));
  for (const result of results) {
    if (result.status === "ok") continue;
    const { code, message, hint } = result.error;
    const advice = hint === undefined ? "" : `. ${hint}`;
    writer.warning(`Integration "${result.integration}" failed: ${message} [${code}]${advice}`);
  }
}
