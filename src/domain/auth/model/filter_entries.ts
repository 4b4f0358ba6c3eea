import { child, type ConfigNode, foldName, writtenText } from "../../config/config_node.ts";
import type { EntrySection } from "../../trust/entry_rules.ts";
import { LookupError } from "../../errors/errors.ts";
import type { AuthConfig, Entries, Entry, Identity, Integration } from "./auth_config.ts";
import { findEntry } from "./names.ts";

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
export function filterEntries(auth: AuthConfig, { tags, ...names }: EntryFilter): AuthConfig {
  const tagged = tags === undefined ? undefined : requireTagged(auth, tags);
  const isOpen = Object.values(names).every((section) => section === undefined);
  const named = isOpen ? auth : {
    ...auth,
    providers: chosen(auth.providers, "providers", names.providers),
    identities: chosen(auth.identities, "identities", names.identities),
    integrations: chosen(auth.integrations, "integrations", names.integrations),
  };
  return tagged === undefined ? named : {
    ...named,
    providers: those(named.providers, new Set(tagged.providers.map(foldName))),
    identities: those(named.identities, new Set(tagged.identities.map(foldName))),
    integrations: isOpen ? new Map() : named.integrations,
  };
}

/** Some entries of a configuration with everything that they are based on, for a diagram. */
export function withFoundations(chosen: AuthConfig, auth: AuthConfig): AuthConfig {
  const bases = { provider: new Set(chosen.providers.keys()), identity: new Set(chosen.identities.keys()) };
  const follow = ({ value, draft }: Entry<Identity | Integration>): void => {
    const via = (value ?? draft)?.via;
    if (via !== undefined) bases[via.kind].add(foldName(via.name));
  };
  for (const entry of chosen.integrations.values()) follow(entry);
  // The set grows during the loop.
  for (const name of bases.identity) {
    const entry = auth.identities.get(name);
    if (entry !== undefined) follow(entry);
  }
  return {
    ...chosen,
    providers: those(auth.providers, bases.provider),
    identities: those(auth.identities, bases.identity),
  };
}

function chosen<T>(
  entries: Entries<T>,
  section: EntrySection,
  names: readonly string[] | "all" = [],
): Entries<T> {
  if (names === "all") return entries;
  for (const name of names) findEntry(entries, section, name);
  return those(entries, new Set(names.map(foldName)));
}

function those<T>(entries: Entries<T>, names: ReadonlySet<string>): Entries<T> {
  return new Map([...entries].filter(([name]) => names.has(name)));
}

/** The `tags` of a provider or identity: a list of texts, or one comma-separated text. Reference: `pkg/schema/schema_auth.go` of Atmos. */
export function tagsOf(node: ConfigNode): readonly string[] {
  const tags = child(node, "tags");
  const items = tags?.kind === "sequence" ? tags.items : tags === undefined ? [] : [tags];
  return items.flatMap((item) => splitTags(writtenText(item) ?? ""));
}

/** The tags of a comma-separated list, without blank ones. */
export function splitTags(text: string): string[] {
  return text.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
}

/**
 * The identities and providers with one of some tags, in any case, in the order of the file.
 *
 * @throws {LookupError} `IDENTITY_NOT_FOUND` if there are none; its hint lists the existing tags.
 */
export function requireTagged(
  auth: AuthConfig,
  tags: readonly string[],
): Readonly<Record<"identities" | "providers", readonly string[]>> {
  const wanted = new Set(tags.map(foldName));
  const tagged = <T>(entries: Entries<T>): string[] =>
    [...entries.values()].flatMap(({ name, tags = [] }) =>
      tags.some((tag) => wanted.has(foldName(tag))) ? [name] : []
    );
  const found = { identities: tagged(auth.identities), providers: tagged(auth.providers) };
  if (found.identities.length + found.providers.length > 0) return found;
  const known = new Set(
    [auth.identities, auth.providers].flatMap((entries) =>
      [...entries.values()].flatMap(({ tags = [] }) => [...tags])
    ),
  );
  throw new LookupError(
    "IDENTITY_NOT_FOUND",
    `Cannot find an identity or provider with the tag ${tags.map((tag) => `"${tag}"`).join(" or ")}`,
    {
      hint: known.size === 0
        ? "No entry has tags: add tags: [NAME] to one"
        : `Available: ${[...known].toSorted().slice(0, 20).map((tag) => `"${tag}"`).join(", ")}`,
    },
  );
}
