import type { ProvisionResult } from "../../app/auth/provision.ts";
import type { Writer } from "./writer.ts";
import { type OutcomeJson, outcomesText } from "./outcomes.ts";
import { statusFields } from "./result_lines.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

/** What became of a registry that a login runs by itself, as scripts read it. */
export interface ProvisionJson extends Omit<OutcomeJson, "registry"> {
  /** Null when it could not be told which one is meant. */
  readonly registry: string | null;
}

/** The JSON shape of the integrations that a login runs by itself. */
export function provisionsJson(results: readonly ProvisionResult[]): readonly ProvisionJson[] {
  return results.map((result) => ({
    registry: result.target?.registry.host ?? null,
    integration: result.integration,
    identity: result.target?.identity ?? null,
    ...statusFields(result.status === "failed" ? result.error : undefined),
    expires_at: result.status === "ok" ? awsTimeText(result.expiresAt) : null,
  }));
}

/** Says what became of them: a line for each that went well, a warning for each that did not. */
export function showProvisions(results: readonly ProvisionResult[], now: Date, writer: Writer): void {
  const succeeded = results.filter((result) => result.status === "ok");
  for (const { note } of succeeded) if (note !== undefined) writer.warning(note);
  writer.words(outcomesText(succeeded, "Logged in to", now, writer.styles));
  for (const result of results) {
    if (result.status === "ok") continue;
    const { code, message, hint } = result.error;
    const advice = hint === undefined ? "" : `. ${hint}`;
    writer.warning(`Integration "${result.integration}" failed: ${message} [${code}]${advice}`);
  }
}
