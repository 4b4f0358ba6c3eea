import { child, type ConfigNode, foldName } from "../../config/config_node.ts";
import { LookupError } from "../../errors/errors.ts";
import type { AuthConfig, Entries } from "./auth_config.ts";

/** The `tags` of a provider or identity: a list of texts, or one comma-separated text. Reference: `pkg/schema/schema_auth.go` of Atmos. */
export function tagsOf(node: ConfigNode): readonly string[] {
  const tags = child(node, "tags");
  const items = tags?.kind === "sequence" ? tags.items : tags === undefined ? [] : [tags];
  return items.flatMap((item) => item.kind === "scalar" && item.value !== null ? splitTags(item.raw) : []);
}

/** The tags of a comma-separated list, without blank ones. */
export function splitTags(text: string): string[] {
  return text.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
}

/** Names of entries that have one of some tags. */
export interface TaggedEntries {
  readonly identities: readonly string[];
  readonly providers: readonly string[];
}

/**
 * The identities and providers with one of some tags, in any case, in the order of the file.
 *
 * @throws {LookupError} `IDENTITY_NOT_FOUND` if there are none; its hint lists the existing tags.
 */
export function requireTagged(auth: AuthConfig, tags: readonly string[]): TaggedEntries {
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
