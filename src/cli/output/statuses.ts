import type { RegistryStatus } from "../../app/docker_status.ts";
import type { CredentialSource } from "../../domain/docker/answering_source.ts";
import type { AnsweredBy, DockerAnswer } from "../../domain/docker/docker_answer.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { endsSoon, formatExpiry, formatShortExpiry } from "./durations.ts";
import type { Cell } from "./table.ts";

/** How Docker stands with one registry, as scripts read it. */
export interface StatusJson {
  readonly registry: string;
  readonly answered_by: AnsweredBy;
  readonly helper: string | null;
  readonly shadowed: readonly ("store" | "auths" | "helper")[];
  readonly identity: string | null;
  readonly expires_at: string | null;
}

/** The JSON shape of `status`. */
export function statusesJson(
  registries: readonly RegistryStatus[],
): { readonly registries: readonly StatusJson[] } {
  return {
    registries: registries.map(({ registry, answer, identity = null, expiresAt }) => ({
      registry: registry.host,
      answered_by: answer.answeredBy,
      helper: answer.helper ?? null,
      shadowed: [...new Set(answer.shadowed.map(({ kind }) => kind))],
      identity,
      expires_at: expiresAt?.toISOString() ?? null,
    })),
  };
}

/** The headings of `status`. */
export const STATUS_HEADINGS: readonly string[] = [
  "REGISTRY",
  "ANSWERED BY",
  "IDENTITY",
  "EXPIRES",
  "SHADOWS",
];

/** The rows of `status`. */
export function statusRows(registries: readonly RegistryStatus[], now: Date): Cell[][] {
  return registries.map(({ registry, answer, identity, expiresAt }) => {
    const answerer = escapeText(answererText(answer));
    const ends = expiryText({ answer, expiresAt }, now);
    return [
      registry.host,
      answer.answeredBy === "nobody" ? { text: answerer, meaning: "warning" } : answerer,
      escapeText(identity ?? (answer.isOurs ? "(environment)" : "-")),
      {
        text: ends,
        short: expiresAt === undefined ? ends : formatShortExpiry(expiresAt, now),
        meaning: expiresAt !== undefined && endsSoon(expiresAt, now) ? "warning" : undefined,
      },
      escapeText(shadowedText(answer.shadowed) || "-"),
    ];
  });
}

function expiryText(
  { answer, expiresAt }: { readonly answer: DockerAnswer; readonly expiresAt: Date | undefined },
  now: Date,
): string {
  if (expiresAt === undefined) {
    return answer.isOurs ? "no token yet" : answer.answeredBy === "nobody" ? "-" : "unknown";
  }
  return formatExpiry(expiresAt, now);
}

/** Who answers, on a few words: `helper atmos-ecr`, `store desktop`, `auths`, `nobody`. */
export function answererText({ answeredBy, helper }: DockerAnswer): string {
  return helper === undefined ? answeredBy : `${answeredBy} ${helper}`;
}

/** Who is never asked: `store desktop, auths`. */
export function shadowedText(shadowed: readonly CredentialSource[]): string {
  const names = shadowed.map((source) => source.kind === "auths" ? "auths" : `${source.kind} ${source.name}`);
  return [...new Set(names)].join(", ");
}
