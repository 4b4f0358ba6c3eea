import type { Removal, RemovalOutcome } from "../../app/auth/removal.ts";
import type { Target } from "../../domain/login/target.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { doneLine, failedLine, resultsText, statusFields } from "./result_lines.ts";
import type { Styles } from "./styles.ts";

interface RemovalFields extends Pick<Removal, "kind"> {
  readonly identity?: string;
  readonly provider?: string;
  /** The file that contains it. */
  readonly path?: string;
  readonly target?: Target;
}

/** An item that a logout would remove, as JSON. */
export function removalJson(removal: Removal): object {
  const fields: RemovalFields = removal;
  const { kind, target, identity = target?.identity ?? null, provider = null, path = null } = fields;
  return { kind, identity, provider, registry: target?.registry.host ?? null, path, status: "planned" };
}

/** The same with its result. */
export function removalOutcomeJson(outcome: RemovalOutcome): object {
  return { ...removalJson(outcome), ...statusFields(outcome) };
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
  return resultsText(
    outcomes.map((outcome) =>
      outcome.status === "ok"
        ? doneLine(`Removed ${removalText(outcome)}`, styles)
        : failedLine(removalText(outcome), outcome.error, styles)
    ),
  );
}
