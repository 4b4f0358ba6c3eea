import {
  child,
  type ConfigNode,
  foldName,
  type MappingEntry,
  type MappingNode,
  writtenText,
} from "../../config/config_node.ts";
import { hiddenValuesOf, withoutHidden } from "../../config/hidden_values.ts";
import type { Problem } from "../../config/problem.ts";
import type { AuthConfig, Entries, Entry, Located } from "../model/auth_config.ts";
import { checkKeys, checkUnreadFunctions, refuseCaseConflict } from "./check_keys.ts";
import { decodeIdentity } from "./decode_identity.ts";
import { decodeIntegration } from "./decode_integration.ts";
import { decodeProvider } from "./decode_provider.ts";
import { FieldReader } from "./field_reader.ts";
import { AUTH_FIELDS } from "../model/known_fields.ts";
import { readKeyring, withKeyring } from "./keyring.ts";
import { readLegacyLinks, withLegacyLinks } from "./legacy_spellings.ts";
import { isRealm, REALM_HINT } from "../model/realm.ts";
import { Subject, typeName } from "../model/problem_list.ts";

/** The sections of a configuration that determine an identity. */
const USED_SECTIONS: readonly string[] = ["auth", "base_path", "env", "import", "profiles"];

/**
 * Decodes the `auth` section of a configuration whose functions under `auth` are evaluated. Never throws: each entry carries its own
 * problems, and an invalid entry does not affect others. Without the section, everything is empty.
 */
export function decodeAuth(tree: MappingNode): AuthConfig {
  const subject = new Subject(`"auth"`);
  for (const hidden of tree.hidden ?? []) {
    const kept = tree.entries.get(foldName(hidden.key));
    if (kept !== undefined && USED_SECTIONS.includes(foldName(hidden.key))) {
      refuseCaseConflict(subject, hidden, kept);
    }
  }
  const auth = readMapping(subject, child(tree, "auth"), "auth");
  const sections = {
    providers: entriesOf(subject, auth, "providers"),
    identities: entriesOf(subject, auth, "identities"),
    integrations: entriesOf(subject, auth, "integrations"),
  };
  if (auth !== undefined) {
    checkKeys(subject, auth, { fields: AUTH_FIELDS });
    for (const [key, { value }] of auth.entries) {
      if (Object.hasOwn(sections, key) || key === "realm") continue;
      // The place of keys must not be guessed.
      if (key === "keyring" && value.kind === "function" && value.failure !== undefined) {
        subject.add(value.failure);
      } else if (value.kind === "mapping" || value.kind === "function") checkUnreadFunctions(subject, value);
    }
  }
  checkLogs(subject, auth);
  const realm = readRealm(subject, auth);
  const keyring = readKeyring(subject, auth);
  const links = readLegacyLinks(sections.identities.map(({ entry }) => entry));
  const integrations = new Map(sections.integrations.map(({ entry }) => [foldName(entry.key), entry.key]));
  const hidden = hiddenValuesOf(auth, child(tree, "logs"));
  const masked = <T extends { readonly problems: readonly Problem[] }>(one: T): T =>
    hidden.isEmpty ? one : { ...one, problems: withoutHidden(one.problems, hidden) };
  return {
    ...(realm === undefined ? {} : { realm }),
    providers: decodeAll(sections.providers, (entry) => masked(withKeyring(decodeProvider(entry), keyring))),
    identities: decodeAll(
      sections.identities,
      (entry) => masked(withKeyring(withLegacyLinks(decodeIdentity(entry), entry, integrations), keyring)),
    ),
    integrations: decodeAll(sections.integrations, (entry) => masked(decodeIntegration(entry, links))),
    problems: withoutHidden(subject.sorted(), hidden),
  };
}

/** A named entry, and another one of the same mapping that it hides. */
interface Named {
  readonly entry: MappingEntry;
  readonly hidden: MappingEntry | undefined;
}

function decodeAll<T>(section: readonly Named[], decode: (entry: MappingEntry) => Entry<T>): Entries<T> {
  return new Map(section.map(({ entry, hidden }) => {
    const decoded = decode(entry);
    if (hidden === undefined) return [foldName(entry.key), decoded];
    // It is unclear which of the two is intended: neither is used.
    const subject = new Subject(`"${entry.key}"`);
    refuseCaseConflict(subject, hidden, entry);
    const { value: _unused, ...rest } = decoded;
    return [foldName(entry.key), { ...rest, problems: [...subject.sorted(), ...decoded.problems] }];
  }));
}

function entriesOf(subject: Subject, auth: MappingNode | undefined, key: string): Named[] {
  const section = readMapping(subject, child(auth, key), `auth.${key}`);
  if (section === undefined) return [];
  const hidden = new Map((section.hidden ?? []).map((entry) => [foldName(entry.key), entry]));
  return [...section.entries].flatMap(([folded, entry]) =>
    isRemoval(entry.value) ? [] : [{ entry, hidden: hidden.get(folded) }]
  );
}

/** Whether `null` removes the entry of another file. */
function isRemoval(node: ConfigNode): boolean {
  return node.kind === "scalar" && node.value === null && (node.overrides ?? []).length > 0;
}

function readMapping(subject: Subject, node: ConfigNode | undefined, path: string): MappingNode | undefined {
  if (node === undefined || node.kind === "mapping") return node;
  if (node.kind === "scalar" && node.value === null) return undefined;
  if (node.kind === "function") return subject.refuseFunction(node, path);
  subject.report({
    message: `Cannot use "${path}": it must be a mapping, not ${typeName(node)}`,
    at: node.origin,
  });
  return undefined;
}

function readRealm(subject: Subject, auth: MappingNode | undefined): Located<string> | undefined {
  if (auth === undefined) return undefined;
  const reader = new FieldReader(subject, auth, { path: "auth.", fields: AUTH_FIELDS, at: auth.origin });
  const realm = reader.text("realm");
  if (realm === undefined || isRealm(realm.value)) return realm;
  const message = `Cannot use "auth.realm": "${realm.value.slice(0, 100)}" is not a valid realm`;
  subject.report({ message, hint: REALM_HINT, at: realm.origin });
  return undefined;
}

/** The levels of `auth.logs` in Atmos, in their only spelling. Reference: `pkg/auth/validation/validator.go` of Atmos. */
const AUTH_LOGS_LEVELS: readonly string[] = ["Debug", "Info", "Warn", "Error"];

/** Warns about a level in `auth.logs`, which is not used here, that makes Atmos fail. */
function checkLogs(subject: Subject, auth: MappingNode | undefined): void {
  const level = child(child(auth, "logs"), "level");
  const text = writtenText(level);
  if (level === undefined || text === undefined || AUTH_LOGS_LEVELS.includes(text)) return;
  subject.warn({
    message: `Atmos cannot use "auth.logs.level": "${text.slice(0, 100)}" is not a log level there`,
    hint: `Valid values: ${AUTH_LOGS_LEVELS.join(", ")}`,
    at: level.origin,
  });
}
