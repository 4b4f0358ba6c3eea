import type { Outcome } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Target } from "../../domain/login/target.ts";
import { formatRemaining, formatTime } from "./durations.ts";
import { type ErrorJson, errorJson, errorSentence, hintText } from "./errors.ts";
import type { Styles } from "./styles.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

/** How it went for one registry, as scripts read it. */
export interface OutcomeJson {
  readonly registry: string;
  readonly integration: string | null;
  readonly identity: string | null;
  readonly aws_profile?: string;
  readonly status: "ok" | "failed" | "planned";
  readonly expires_at: string | null;
  readonly error?: ErrorJson;
}

/** The JSON shape of `login` and `logout`. */
export function outcomesJson(outcomes: readonly Outcome[]): { readonly registries: readonly OutcomeJson[] } {
  return {
    registries: outcomes.map((outcome) => ({
      ...targetJson(outcome.target, outcome.status),
      expires_at: outcome.status === "ok" ? awsTimeText(outcome.expiresAt) : null,
      ...(outcome.status === "failed" ? { error: errorJson(outcome.error) } : {}),
    })),
  };
}

/** A target that nothing was done for, as `--dry-run` shows it. */
export function targetJson(target: Target, status: OutcomeJson["status"]): OutcomeJson {
  const { registry, integration = null, identity = null, awsProfile } = target;
  return {
    registry: registry.host,
    integration,
    identity,
    ...(awsProfile === undefined ? {} : { aws_profile: awsProfile }),
    status,
    expires_at: null,
  };
}

/** One line for each registry: what happened, in whose name, and until when. */
export function outcomesText(outcomes: readonly Outcome[], done: string, now: Date, styles: Styles): string {
  return outcomes.map((outcome) => {
    const { host } = outcome.target.registry;
    if (outcome.status === "ok" && outcome.absent === true) return `There is no login of ${host}\n`;
    if (outcome.status === "ok") {
      const until = outcome.expiresAt === undefined
        ? ""
        : ` (expires in ${formatRemaining(outcome.expiresAt, now)}, at ${formatTime(outcome.expiresAt)})`;
      return `${styles("success", "✓")} ${done} ${styles("name", host)}${asWhom(outcome.target)}${until}\n`;
    }
    const { code, hint } = errorJson(outcome.error);
    const cause = `${errorSentence(outcome.error)} [${code}]`;
    const advice = hint === null ? "" : `  ${hintText(hint, styles)}\n`;
    return `${styles("failure", "✗")} ${styles("name", host)}${asWhom(outcome.target)}: ${cause}\n${advice}`;
  }).join("");
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
