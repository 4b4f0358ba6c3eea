import { child, type ConfigNode, foldName, type MappingNode, writtenText } from "../../config/config_node.ts";
import { formatOrigin, type Origin, positionOf } from "../../config/origin.ts";
import { problemError } from "../../config/problem.ts";
import { LookupError } from "../../errors/errors.ts";
import { didYouMean } from "../../text/nearest.ts";
import { ENTRY_NOUNS, type EntrySection } from "../../trust/entry_rules.ts";
import type { AuthConfig, Entries, Entry, Identity, Integration, Provider, Via } from "./auth_config.ts";

/** Finds an integration by name, as {@linkcode findEntry}. @throws {ConfigError} Its own first error. */
export function findIntegration(auth: AuthConfig, name: string): Integration {
  return usable(findEntry(auth.integrations, "integrations", name));
}

/** Finds an identity by name, as {@linkcode findEntry}. @throws {ConfigError} Its own first error. */
export function findIdentity(auth: AuthConfig, name: string, from?: Origin): Identity {
  return usable(findEntry(auth.identities, "identities", name, from));
}

/** Finds a provider by name, as {@linkcode findEntry}. @throws {ConfigError} Its own first error. */
export function findProvider(auth: AuthConfig, name: string, from?: Origin): Provider {
  return usable(findEntry(auth.providers, "providers", name, from));
}

/** Codes, and messages as docs/troubleshooting.md quotes them. */
const NOT_FOUND = {
  providers: ["PROVIDER_NOT_FOUND", 'Cannot find provider "'],
  identities: ["IDENTITY_NOT_FOUND", 'Cannot find identity "'],
  integrations: ["INTEGRATION_NOT_FOUND", 'Cannot find integration "'],
} as const;

/**
 * Finds an entry of a section by name, case-insensitively.
 *
 * @param from The position of the name, if it is in a file.
 * @throws {LookupError} `PROVIDER_NOT_FOUND`, `IDENTITY_NOT_FOUND`, `INTEGRATION_NOT_FOUND`, with the nearest name.
 */
export function findEntry<T>(
  entries: Entries<T>,
  section: EntrySection,
  name: string,
  from?: Origin,
): Entry<T> {
  const entry = entries.get(foldName(name));
  if (entry !== undefined) return entry;
  const [code, message] = NOT_FOUND[section];
  throw new LookupError(code, `${message}${name}"`, {
    hint: nameHint(name, entries, `auth.${section}`),
    position: from === undefined ? undefined : positionOf(from),
  });
}

/** The value of an entry. @throws {ConfigError} Its first error, if it has one. */
export function usable<T>({ name, origin, value, problems }: Entry<T>): T {
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined) throw problemError(error);
  if (value !== undefined) return value;
  throw new Error(`Entry "${name}" at ${formatOrigin(origin)} has neither a value nor an error`);
}

/** The values of all entries without an error, in the order of the file. */
export function usableValues<T>(entries: Entries<T>): T[] {
  return [...entries.values()].flatMap(({ value }) => value === undefined ? [] : [value]);
}

/** The names of the default identities, in the order of the file. */
export function defaultIdentities(auth: AuthConfig): string[] {
  return usableValues(auth.identities).filter((identity) => identity.default).map(({ name }) => name);
}

/** Fails for a default identity that cannot be used: another one must not replace it. @throws {ConfigError} Its first error. */
export function requireUsableDefaults(auth: AuthConfig): void {
  for (const entry of auth.identities.values()) {
    if (entry.marked === true && entry.value === undefined) usable(entry);
  }
}

/** A reference of an identity or integration. */
export interface Link {
  /** The noun of the referring entry. */
  readonly noun: string;
  readonly entry: Entry<Identity | Integration>;
  readonly via: Via;
}

/** Every `via` of the configuration, including those of unusable entries. */
export function linksOf(tree: MappingNode, auth: AuthConfig): Link[] {
  return (["identities", "integrations"] as const).flatMap((section) => {
    const written = child(child(tree, "auth"), section);
    const entries: Entries<Identity | Integration> = auth[section];
    return [...entries].flatMap(([name, entry]) => {
      const vias = entry.value === undefined ? writtenVias(child(written, name)) : [entry.value.via];
      return vias.flatMap((via) => via === undefined ? [] : [{ noun: ENTRY_NOUNS[section], entry, via }]);
    });
  });
}

/** The references of an entry that could not be decoded. */
function writtenVias(entry: ConfigNode | undefined): Via[] {
  const via = child(entry, "via");
  return (["identity", "provider"] as const).flatMap((kind) => {
    const node = child(via, kind);
    const name = writtenText(node);
    return node === undefined || name === undefined ? [] : [{ kind, name, origin: node.origin }];
  });
}

/** How many unknown names of a configuration are compared with all known ones: enough for the user, and few enough to be fast. */
const MAX_SUGGESTIONS = 100;

const SUGGESTED = new WeakMap<object, number>();

/** The hint for an unknown name: the nearest one. */
function nameHint<T>(name: string, entries: Entries<T>, section: string): string {
  const suggested = SUGGESTED.get(entries) ?? 0;
  SUGGESTED.set(entries, suggested + 1);
  if (suggested >= MAX_SUGGESTIONS) return `${section} has ${entries.size} entries`;
  const names = [...entries.values()].map((entry) => entry.name);
  return didYouMean(name, names) ?? `The configuration has no ${section} section`;
}
