import { child, foldName, type MappingNode } from "../../config/config_node.ts";
import { formatOrigin, type Origin, positionOf } from "../../config/origin.ts";
import { problemError } from "../../config/problem.ts";
import { LookupError } from "../../errors/errors.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { AuthConfig, Entries, Entry, Identity, Integration, Provider, Via } from "./auth_config.ts";

/**
 * Finds an integration by name, case-insensitively.
 *
 * @throws {LookupError} `INTEGRATION_NOT_FOUND`, with the nearest name.
 * @throws {ConfigError} The entry's own first error.
 */
export function findIntegration(auth: AuthConfig, name: string): Integration {
  const entry = auth.integrations.get(foldName(name));
  if (entry === undefined) {
    throw new LookupError("INTEGRATION_NOT_FOUND", `Cannot find integration "${name}"`, {
      hint: nameHint(name, auth.integrations, "auth.integrations"),
    });
  }
  return usable(entry);
}

/**
 * Finds an identity by name, case-insensitively.
 *
 * @param from The position of the name, if it is in a file.
 * @throws {LookupError} `IDENTITY_NOT_FOUND`, with the nearest name.
 * @throws {ConfigError} The entry's own first error.
 */
export function findIdentity(auth: AuthConfig, name: string, from?: Origin): Identity {
  const entry = auth.identities.get(foldName(name));
  if (entry === undefined) {
    throw new LookupError("IDENTITY_NOT_FOUND", `Cannot find identity "${name}"`, {
      hint: nameHint(name, auth.identities, "auth.identities"),
      position: from === undefined ? undefined : positionOf(from),
    });
  }
  return usable(entry);
}

/**
 * Finds a provider by name, case-insensitively.
 *
 * @param from The position of the name, if it is in a file.
 * @throws {LookupError} `PROVIDER_NOT_FOUND`, with the nearest name.
 * @throws {ConfigError} The entry's own first error.
 */
export function findProvider(auth: AuthConfig, name: string, from?: Origin): Provider {
  const entry = auth.providers.get(foldName(name));
  if (entry === undefined) {
    throw new LookupError("PROVIDER_NOT_FOUND", `Cannot find provider "${name}"`, {
      hint: nameHint(name, auth.providers, "auth.providers"),
      position: from === undefined ? undefined : positionOf(from),
    });
  }
  return usable(entry);
}

/**
 * The value of an entry.
 *
 * @throws {ConfigError} Its first error, if it has one.
 */
export function usable<T>(entry: Entry<T>): T {
  const error = entry.problems.find((problem) => problem.severity === "error");
  if (error !== undefined) throw problemError(error);
  if (entry.value === undefined) {
    throw new Error(
      `Entry "${entry.name}" at ${formatOrigin(entry.origin)} has neither a value nor an error`,
    );
  }
  return entry.value;
}

/** The values of all entries without an error, in the order of the file. */
export function usableValues<T>(entries: Entries<T>): T[] {
  return [...entries.values()].flatMap((entry) => entry.value === undefined ? [] : [entry.value]);
}

/** How many unknown names of a configuration are compared with all known ones: enough for the user, and few enough to be fast. */
const MAX_SUGGESTIONS = 100;

const SUGGESTED = new WeakMap<object, number>();

/** The hint for an unknown name: the nearest one. */
export function nameHint<T>(name: string, entries: Entries<T>, section: string): string {
  const suggested = SUGGESTED.get(entries) ?? 0;
  SUGGESTED.set(entries, suggested + 1);
  if (suggested >= MAX_SUGGESTIONS) return `${section} has ${entries.size} entries`;
  const names = [...entries.values()].map((entry) => entry.name);
  return didYouMean(name, names) ?? `The configuration has no ${section} section`;
}

/** The names of the default identities, in the order of the file. */
export function defaultIdentities(auth: AuthConfig): string[] {
  return usableValues(auth.identities).filter((identity) => identity.default).map(({ name }) => name);
}

/**
 * Fails for a default identity that cannot be used: another one must not replace it.
 *
 * @throws {ConfigError} Its first error.
 */
export function requireUsableDefaults(auth: AuthConfig): void {
  for (const entry of auth.identities.values()) {
    if (entry.marked === true && entry.value === undefined) usable(entry);
  }
}

/** A reference of an identity or integration. */
export interface Link {
  /** The noun of the referring entry. */
  readonly noun: "identity" | "integration";
  readonly entry: Entry<Identity | Integration>;
  readonly via: Via;
}

/** Every `via` of the configuration, including those of unusable entries. */
export function linksOf(tree: MappingNode, auth: AuthConfig): Link[] {
  return [
    ...linksIn(tree, "identity", auth.identities),
    ...linksIn(tree, "integration", auth.integrations),
  ];
}

function linksIn(
  tree: MappingNode,
  noun: Link["noun"],
  entries: ReadonlyMap<string, Entry<Identity | Integration>>,
): Link[] {
  const section = child(child(tree, "auth"), noun === "identity" ? "identities" : "integrations");
  return [...entries].flatMap(([name, entry]) => {
    const vias = entry.value === undefined ? writtenVias(child(section, name)) : viaOf(entry.value);
    return vias.map((via) => ({ noun, entry, via }));
  });
}

function viaOf(value: Identity | Integration): Via[] {
  return "via" in value && value.via !== undefined ? [value.via] : [];
}

/** The references of an entry that could not be decoded. */
function writtenVias(entry: ReturnType<typeof child>): Via[] {
  const via = child(entry, "via");
  return (["identity", "provider"] as const).flatMap((kind) => {
    const node = child(via, kind);
    return node?.kind === "scalar" && node.value !== null && node.raw !== ""
      ? [{ kind, name: node.raw, origin: node.origin }]
      : [];
  });
}
