import type { Outcome } from "../../domain/login/outcome.ts";
import type { Target } from "../../domain/login/target.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import { formatRemaining, formatTime } from "./durations.ts";
import {
  asWhom,
  doneLine,
  failedLine,
  statusFields,
  type StatusJson,
  targetFields,
  type TargetJson,
} from "./result_lines.ts";
import type { Styles } from "./styles.ts";

/** The result for one registry, as JSON. */
export interface OutcomeJson extends TargetJson, StatusJson {
  readonly expires_at: string | null;
}

/** The JSON shape of `login` and `logout`. */
export function outcomesJson(outcomes: readonly Outcome[]): { readonly registries: readonly OutcomeJson[] } {
  return {
    registries: outcomes.map((outcome) => ({
      ...targetFields(outcome.target),
      ...statusFields(outcome.status === "failed" ? outcome.error : undefined),
      expires_at: outcome.status === "ok" ? awsTimeText(outcome.expiresAt) : null,
    })),
  };
}

/** The JSON of `--dry-run`. */
export function plannedJson(
  targets: readonly Target[],
): { readonly dry_run: true; readonly registries: readonly OutcomeJson[] } {
  return {
    dry_run: true,
    registries: targets.map((target) => ({ ...targetFields(target), status: "planned", expires_at: null })),
  };
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
