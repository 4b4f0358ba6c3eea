import type { ListedAuth } from "../../app/auth/list_auth.ts";
import type { Entry, Identity, Integration, Provider, Via } from "../../domain/auth/model/auth_config.ts";
import type { PlainValue } from "../../domain/config/plain_config.ts";
import { sessionState } from "../../domain/identity/credentials.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import { formatExpiry, formatShortExpiry, isTime } from "./durations.ts";
import type { Cell } from "./table.ts";

type Listed = Provider | Identity | Integration;

/** The JSON of `auth list`. Contains only values that cannot be secret. */
export function authListJson(
  { chosen, sessions }: ListedAuth,
  now: Date,
): Readonly<Record<string, PlainValue>> {
  const session = (entry: Provider | Identity | undefined): PlainValue => {
    const expiresAt = entry && sessions.get(entry);
    return expiresAt === undefined ? null : {
      state: sessionState(expiresAt, now),
      expires_at: isTime(expiresAt) ? awsTimeText(expiresAt) : null,
    };
  };
  return {
    providers: Array.from(chosen.providers.values(), (entry) => ({
      name: entry.name,
      kind: kindOf(entry),
      session: session(entry.value),
    })),
    identities: Array.from(chosen.identities.values(), (entry) => ({
      name: entry.name,
      kind: kindOf(entry),
      via: viaJson(entry),
      default: (entry.value ?? entry.draft)?.default ?? false,
      session: session(entry.value),
    })),
    integrations: Array.from(chosen.integrations.values(), (entry) => ({
      name: entry.name,
      kind: kindOf(entry),
      via: viaJson(entry),
      auto_provision: (entry.value ?? entry.draft)?.autoProvision ?? true,
      registries: hostsOf(entry),
    })),
  };
}

/** The headings of `auth list`. */
export const AUTH_LIST_HEADINGS: readonly string[] = ["TYPE", "NAME", "KIND", "VIA", "SESSION"];

/** The rows of `auth list`. */
export function authListRows({ chosen, sessions }: ListedAuth, now: Date): Cell[][] {
  const row = (type: string, entry: Entry<Listed>): Cell[] => {
    const expiresAt = entry.value && sessions.get(entry.value as Provider | Identity);
    const known = entry.value ?? entry.draft;
    const isDefault = known !== undefined && "default" in known && known.default;
    return [
      type,
      isDefault ? `${entry.name} (default)` : entry.name,
      kindOf(entry) ?? "-",
      viaOf(entry)?.name ?? "-",
      entry.value === undefined ? "invalid" : expiresAt === undefined ? "-" : sessionCell(expiresAt, now),
    ].map((cell) => typeof cell === "string" ? escapeText(cell) : cell);
  };
  return [
    ...Array.from(chosen.providers.values(), (entry) => row("provider", entry)),
    ...Array.from(chosen.identities.values(), (entry) => row("identity", entry)),
    ...Array.from(chosen.integrations.values(), (entry) => row("integration", entry)),
  ];
}

function sessionCell(expiresAt: Date, now: Date): Cell {
  const state = sessionState(expiresAt, now);
  const [text, short] = [formatExpiry(expiresAt, now), formatShortExpiry(expiresAt, now)];
  return state === "expired"
    ? { text, short, meaning: "warning" }
    : { text: `${state}, expires ${text}`, short: `${state}, expires ${short}` };
}

function kindOf({ value, draft }: Entry<Listed>): string | null {
  const known = value ?? draft;
  if (known === undefined) return null;
  return "writtenKind" in known ? known.writtenKind : known.kind;
}

function viaOf({ value, draft }: Entry<Listed>): Via | undefined {
  const known = value ?? draft;
  return known !== undefined && "via" in known ? known.via : undefined;
}

function viaJson(entry: Entry<Listed>): PlainValue {
  const via = viaOf(entry);
  return via === undefined ? null : { [via.kind]: via.name };
}

function hostsOf({ value, draft }: Entry<Integration>): readonly string[] {
  const known = value ?? draft;
  return known !== undefined && "hosts" in known ? known.hosts : [];
}

/** The table in GitHub's Markdown. */
export function markdownTable(rows: readonly (readonly Cell[])[]): string {
  const lines = [AUTH_LIST_HEADINGS, AUTH_LIST_HEADINGS.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(markdownCell).join(" | ")} |\n`).join("");
}

function markdownCell(cell: Cell): string {
  const text = typeof cell === "string" ? cell : cell.text;
  return text.replaceAll(/[\\|`*_<>[\]]/g, "\\$&");
}
