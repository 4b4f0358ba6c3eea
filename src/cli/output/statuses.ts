import type { RegistryStatus } from "../../app/docker/docker_status.ts";
import type { CredentialSource, DockerAnswer } from "../../domain/docker/docker_answer.ts";
import { isUsableState, type RegistryState } from "../../domain/docker/registry_state.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import { formatTime } from "../../domain/time/own_time.ts";
import { endsSoon, formatExpiry, formatShortExpiry } from "./durations.ts";
import type { Cell } from "./table.ts";

/** Where Docker gets the credentials of one registry, as JSON. */
export function statusJson(status: RegistryStatus): object {
  const { registry, answer, identity = null, awsProfile = null, principal, expiresAt, failure } = status;
  return {
    registry: registry.host,
    provided_by: answer.providedBy,
    helper: answer.helper ?? null,
    overrides: [...new Set(answer.shadowed.map(({ kind }) => kind))],
    identity,
    aws_profile: awsProfile,
    principal: principal?.arn ?? null,
    account: principal?.account ?? null,
    expires_at: awsTimeText(expiresAt),
    state: status.state,
    failure: failure === undefined ? null : {
      at: failure.at.toISOString(),
      code: failure.code,
      message: failure.message,
      hint: failure.hint ?? null,
    },
    command: status.command ?? null,
  };
}

/** The headings of `status`. */
const STATUS_HEADINGS: readonly string[] = [
  "REGISTRY",
  "PROVIDED BY",
  "IDENTITY",
  "STATE",
  "EXPIRES",
  "OVERRIDES",
  "PRINCIPAL",
  "LAST FAILURE",
  "RUN",
];

const STATES: Readonly<Record<RegistryState, string>> = {
  ready: "ready",
  no_token: "ready, no token yet",
  login_needed: "login required",
  expired: "expired",
  broken: "broken",
  unknown: "unknown",
  none: "no credentials",
};

/** The rows and headings of `status`. Columns without any value are omitted. */
export function statusTable(
  registries: readonly RegistryStatus[],
  now: Date,
): [rows: readonly (readonly Cell[])[], headings: readonly string[]] {
  const rows = registries.map((status) => statusRow(status, now));
  const kept = STATUS_HEADINGS.map((_, column) =>
    column < ALWAYS_SHOWN || rows.some((row) => !isNothing(row[column]))
  );
  const pick = <T>(all: readonly T[]): T[] => all.filter((_, column) => kept[column]);
  return [rows.map(pick), pick(STATUS_HEADINGS)];
}

function isNothing(cell: Cell | undefined): boolean {
  return ["-", undefined].includes(typeof cell === "object" ? cell.text : cell);
}

/** Registry, source, identity, state and expiry. */
const ALWAYS_SHOWN = 5;

function statusRow(status: RegistryStatus, now: Date): Cell[] {
  const { registry, answer, expiresAt, state, principal, failure, command } = status;
  const provider = escapeText(providerText(answer));
  return [
    registry.host,
    answer.providedBy === "none" ? { text: provider, meaning: "warning" } : provider,
    escapeText(whose(status)),
    isUsableState(state) || state === "unknown" ? STATES[state] : { text: STATES[state], meaning: "warning" },
    expiresAt === undefined ? "-" : {
      text: formatExpiry(expiresAt, now),
      short: formatShortExpiry(expiresAt, now),
      meaning: endsSoon(expiresAt, now) ? "warning" : undefined,
    },
    escapeText(shadowedText(answer.shadowed) || "-"),
    escapeText(principal?.arn ?? (principal?.account === undefined ? "-" : `account ${principal.account}`)),
    failure === undefined
      ? "-"
      : `${escapeText(failure.message)} [${escapeText(failure.code)}] (${formatTime(failure.at)})`,
    { text: escapeText(command ?? "-"), whole: true },
  ];
}

function whose({ identity, awsProfile, answer, state }: RegistryStatus): string {
  if (identity !== undefined) return identity;
  if (awsProfile !== undefined) return `AWS profile ${awsProfile}`;
  return answer.isOurs && state !== "broken" ? "(environment)" : "-";
}

/** The source of credentials: `helper atmos-ecr`, `store desktop`, `auths`, `none`. */
export function providerText({ providedBy, helper }: DockerAnswer): string {
  return helper === undefined ? providedBy : `${providedBy} ${helper}`;
}

/** The overridden sources: `store desktop, auths`. */
export function shadowedText(shadowed: readonly CredentialSource[]): string {
  const names = shadowed.map((source) => source.kind === "auths" ? "auths" : `${source.kind} ${source.name}`);
  return [...new Set(names)].join(", ");
}
