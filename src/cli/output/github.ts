import type { SourcePosition } from "../../domain/errors/errors.ts";
import type { Outcome } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/process.ts";

/**
 * An annotation of GitHub Actions, shown beside its line or above the log.
 *
 * Reference: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export interface Annotation {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly code?: string | undefined;
  readonly hint?: string | null | undefined;
  readonly position?: SourcePosition | null | undefined;
}

/** Whether this is a job of GitHub Actions. */
export function inGitHubActions({ get }: Pick<Environment, "get">): boolean {
  return get("GITHUB_ACTIONS") === "true";
}

/** An annotation as a line of the log. Line breaks are escaped, so that nothing in it can start another command. */
export function annotationLine({ severity, message, code, hint, position }: Annotation): string {
  const properties = [
    ...(position === undefined || position === null
      ? []
      : [["file", position.file], ["line", `${position.line}`], ["col", `${position.column}`]]),
    ["title", code === undefined ? "atmos-ecr" : `atmos-ecr ${code}`],
  ].map(([name, value = ""]) => `${name}=${data(value).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
  const advice = hint === undefined || hint === null ? "" : `. ${hint}`;
  return `::${severity} ${properties.join(",")}::${data(message + advice)}\n`;
}

/** A table of logins for the job summary. */
export function loginSummary(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { registry, integration = "", identity = "the environment's credentials" } = outcome.target;
    const state = outcome.status === "ok"
      ? `until ${outcome.expiresAt?.toISOString().replace(/\.\d+Z$/, "Z") ?? "?"}`
      : `**failed**: ${outcome.error.message} (${outcome.error.code})`;
    return [registry.host, identity, integration, state].map(cell).join(" | ");
  });
  return ["### Amazon ECR", "", "| Registry | Identity | Integration | Login |", "| --- | --- | --- | --- |"]
    .concat(rows.map((row) => `| ${row} |`)).map((line) => `${line}\n`).join("");
}

function data(text: string): string {
  return escapeText(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Escapes text for a cell of a Markdown table. */
function cell(text: string): string {
  return escapeText(text).replaceAll(/[\\|<>&`\[\]_~#]/g, (character) => `&#${character.charCodeAt(0)};`);
}
