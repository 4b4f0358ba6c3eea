import { foldName } from "../../config/config_node.ts";
import type { AuthConfig, Entries, Entry, Identity, Integration, Provider } from "./auth_config.ts";
import { nameHint } from "./names.ts";
import { requireTagged } from "./tags.ts";
import { LookupError, type LookupErrorCode } from "../../errors/errors.ts";

/** The selected entries of each section: `all`, or names in any case; absent for none. Without any of them, everything is selected. */
export interface EntryFilter {
  readonly providers?: readonly string[] | "all" | undefined;
  readonly identities?: readonly string[] | "all" | undefined;
  readonly integrations?: readonly string[] | "all" | undefined;
  /** Tags of which a provider or identity must have one, in addition to the other filters. */
  readonly tags?: readonly string[] | undefined;
}

/**
 * The entries that a filter selects.
 *
 * @throws {LookupError} `PROVIDER_NOT_FOUND`, `IDENTITY_NOT_FOUND`, `INTEGRATION_NOT_FOUND`, with the nearest name; for tags without
 * entries `IDENTITY_NOT_FOUND`.
 */
export function filterEntries(auth: AuthConfig, filter: EntryFilter): AuthConfig {
  const { tags, ...others } = filter;
  if (tags !== undefined) {
    const tagged = requireTagged(auth, tags);
    const isOpen = Object.values(others).every((section) => section === undefined);
    const kept = filterEntries(auth, others);
    return {
      ...kept,
      providers: those(kept.providers, new Set(tagged.providers.map(foldName))),
      identities: those(kept.identities, new Set(tagged.identities.map(foldName))),
      integrations: isOpen ? new Map() : kept.integrations,
    };
  }
  const { providers, identities, integrations } = filter;
  if (providers === undefined && identities === undefined && integrations === undefined) return auth;
  return {
    ...auth,
    providers: chosen(auth.providers, providers, { noun: "provider", section: "auth.providers" }),
    identities: chosen(auth.identities, identities, { noun: "identity", section: "auth.identities" }),
    integrations: chosen(auth.integrations, integrations, {
      noun: "integration",
      section: "auth.integrations",
    }),
  };
}

/** Some entries of a configuration with everything that they are based on, for a diagram. */
export function withFoundations(chosen: AuthConfig, auth: AuthConfig): AuthConfig {
  const providers = new Set(chosen.providers.keys());
  const identities = new Set(chosen.identities.keys());
  const follow = (entry: Entry<Identity | Integration>): void => {
    const known = entry.value ?? entry.draft;
    const via = known !== undefined && "via" in known ? known.via : undefined;
    if (via?.kind === "provider") providers.add(foldName(via.name));
    if (via?.kind !== "identity") return;
    identities.add(foldName(via.name));
  };
  for (const entry of chosen.integrations.values()) follow(entry);
  // The set grows during the loop.
  for (const name of identities) {
    const entry = auth.identities.get(name);
    if (entry !== undefined) follow(entry);
  }
  return {
    ...chosen,
    providers: those(auth.providers, providers),
    identities: those(auth.identities, identities),
  };
}

const CODES = {
  provider: "PROVIDER_NOT_FOUND",
  identity: "IDENTITY_NOT_FOUND",
  integration: "INTEGRATION_NOT_FOUND",
} as const satisfies Record<string, LookupErrorCode>;

function chosen<T extends Provider | Identity | Integration>(
  entries: Entries<T>,
  names: readonly string[] | "all" | undefined,
  { noun, section }: { readonly noun: keyof typeof CODES; readonly section: string },
): Entries<T> {
  if (names === "all") return entries;
  for (const name of names ?? []) {
    if (entries.has(foldName(name))) continue;
    throw new LookupError(CODES[noun], `Cannot find ${noun} "${name}"`, {
      hint: nameHint(name, entries, section),
    });
  }
  return those(entries, new Set((names ?? []).map(foldName)));
}

function those<T>(entries: Entries<T>, names: ReadonlySet<string>): Entries<T> {
  return new Map([...entries].filter(([name]) => names.has(name)));
}
