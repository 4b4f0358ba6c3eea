import type { Removal, RemovalOutcome } from "../../app/auth/log_out.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { doneLine, failedLine, statusFields, type StatusJson } from "./result_lines.ts";
import type { Styles } from "./styles.ts";

/** An item that a logout removes, as JSON. */
export interface RemovalJson extends StatusJson {
  readonly kind: Removal["kind"];
  readonly identity: string | null;
  readonly provider: string | null;
  readonly registry: string | null;
  /** The file that contains it. */
  readonly path: string | null;
}

/** The JSON of an item that would be removed. */
export function removalJson(removal: Removal): RemovalJson {
  const nothing = { kind: removal.kind, identity: null, provider: null, registry: null, path: null };
  switch (removal.kind) {
    case "session":
      return { ...nothing, identity: removal.identity, path: removal.path, status: "planned" };
    case "sso":
      return { ...nothing, provider: removal.provider, status: "planned" };
    case "sign-in":
      return { ...nothing, identity: removal.identity, status: "planned" };
    case "file":
      return { ...nothing, path: removal.path, status: "planned" };
    case "keyring": {
      const { identity = null, provider = null } = removal;
      return { ...nothing, identity, provider, status: "planned" };
    }
    case "identities":
      return { ...nothing, provider: removal.provider, path: removal.path, status: "planned" };
    case "token":
    case "docker": {
      const { registry, identity = null } = removal.target;
      return { ...nothing, identity, registry: registry.host, status: "planned" };
    }
  }
}

/** The JSON of a removal's result. */
export function removalOutcomeJson(outcome: RemovalOutcome): RemovalJson {
  return {
    ...removalJson(outcome),
    ...statusFields(outcome.status === "failed" ? outcome.error : undefined),
  };
}

/** An item, for people: `the session of dev in /…/credentials`. */
export function removalText(removal: Removal): string {
  switch (removal.kind) {
    case "session":
      return `the session of ${escapeText(removal.identity)} in ${escapeText(removal.path)}`;
    case "sso":
      return `the login to ${escapeText(removal.provider)}`;
    case "sign-in":
      return `the sign-in of ${escapeText(removal.identity)} at AWS`;
    case "file":
      return escapeText(removal.path);
    case "keyring":
      return removal.identity === undefined
        ? `the login to ${escapeText(removal.provider ?? "")} in the keyring`
        : `the access keys of ${escapeText(removal.identity)} in the keyring`;
    case "identities":
      return `the identities added by ${escapeText(removal.provider)}, in ${escapeText(removal.path)}`;
    case "token":
      return `the cached token for ${removal.target.registry.host}`;
    case "docker":
      return `Docker's login for ${removal.target.registry.host}`;
  }
}

/** One line per item: removed, or why not. */
export function removalOutcomesText(outcomes: readonly RemovalOutcome[], styles: Styles): string {
  return outcomes.map((outcome) =>
    outcome.status === "ok"
      ? doneLine(`Removed ${removalText(outcome)}`, styles)
      : failedLine(removalText(outcome), outcome.error, styles)
  ).join("");
}
