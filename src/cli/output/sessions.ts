import { escapeText } from "../../domain/text/escape.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import { formatExpiry } from "./durations.ts";
import { doneLine } from "./result_lines.ts";
import type { Styles } from "./styles.ts";

/** What is known of a login. */
export interface SessionSummary {
  readonly realm: string;
  readonly provider?: string | undefined;
  readonly identity?: string | undefined;
  /** As reported by AWS, not as configured. */
  readonly account?: string | undefined;
  /** An ARN, as reported by AWS. */
  readonly principal?: string | undefined;
  readonly region?: string | undefined;
  readonly expiresAt?: Date | undefined;
}

/** The JSON of a login. */
export function sessionJson(summary: SessionSummary): object {
  const { realm, provider = null, identity = null, account = null, principal = null, region = null } =
    summary;
  const expiration = awsTimeText(summary.expiresAt);
  return { realm, provider, identity, account, principal, region, expiration };
}

/** The block that a login prints: one line per fact. */
export function sessionText(summary: SessionSummary, now: Date, styles: Styles): string {
  const { realm, provider, identity, account, principal, region, expiresAt } = summary;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["Realm", realm],
    ["Provider", provider],
    ["Identity", identity],
    ["Account", account],
    ["Principal", principal],
    ["Region", region],
    ["Expires", expiresAt === undefined ? undefined : formatExpiry(expiresAt, now)],
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(10)}${escapeText(value)}\n`]
  );
  const who = styles("name", escapeText(identity ?? provider ?? ""));
  return doneLine(`Logged in ${identity === undefined ? "to" : "as"} ${who}`, styles) + lines.join("");
}
