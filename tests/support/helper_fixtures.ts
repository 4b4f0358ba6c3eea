import type { IdentityPin, PinnedConfiguration, PinnedSource } from "../../src/domain/helper/registry_pin.ts";
import type { Definition } from "../../src/domain/identity/definition.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { CachedToken, CacheEntry, TokenKey } from "../../src/domain/token/cache_entry.ts";
import type { Environment } from "../../src/ports/process.ts";

/** A private registry. */
export const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
/** Another one. */
export const OTHER_HOST = "333344445555.dkr.ecr.eu-west-1.amazonaws.com";
/** When tests begin. */
export const NOW = new Date("2026-03-01T12:00:00.000Z");
/** Twelve hours, in milliseconds: the life of a token. */
export const LIFE_MS = 12 * 3600_000;

/** A point in time, seconds after {@linkcode NOW}. */
export function after(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

/** What differs from the usual pin; `files` are its sources. */
export type PinChanges =
  & Partial<Omit<IdentityPin, "configuration">>
  & Partial<PinnedConfiguration>
  & { readonly files?: readonly string[] };

/** A pin to an identity, with what differs from the usual. */
export function pin(changes: PinChanges = {}): IdentityPin {
  const { files = ["/home/user/infra/atmos.yaml"], ...rest } = changes;
  const {
    sources = files.map(sourceOf),
    named,
    directory,
    profiles,
    basePath,
    realm,
    ignoresGitRoot,
    places,
    ...own
  } = rest;
  return {
    kind: "identity",
    host: HOST,
    configuration: {
      sources,
      named: named ?? false,
      directory: directory ?? sources[0]?.directory ?? "/home/user/infra",
      profiles: profiles ?? [],
      ...(basePath === undefined ? {} : { basePath }),
      ...(realm === undefined ? {} : { realm }),
      ...(ignoresGitRoot === undefined ? {} : { ignoresGitRoot }),
      ...(places === undefined ? {} : { places }),
    },
    integration: "dev/ecr",
    identity: "dev-deploy",
    ...own,
  };
}

/** A source that a search has found. */
export function sourceOf(file: string): PinnedSource {
  return { file, directory: file.replace(/\/[^/]*$/, "") || "/", imports: true, dropIns: true };
}

/** The definition of static keys in the environment. */
export function keysDefinition(accessKeyId = "AKIAEXAMPLE"): Definition {
  return { steps: [{ kind: "keys", access_key_id: accessKeyId }], opaque: false };
}

/** A definition that no source has: for keys of a cache. */
export function someDefinition(name: string): Definition {
  return { steps: [{ kind: "aws/assume-role", role_arn: name }], opaque: false };
}

/** The key of a registry, for static keys in the environment unless somebody else is named. */
export function keyOf(host = HOST, definition: Definition = keysDefinition()): TokenKey {
  return { registry: parseRegistry(host), definition };
}

/** A token with so many seconds left of its twelve hours. */
export function tokenLeft(seconds: number, password = "cached-password", now = NOW): CachedToken {
  const expiresAt = new Date(now.getTime() + seconds * 1000);
  return {
    username: "AWS",
    password: new Secret(password),
    expiresAt,
    issuedAt: new Date(expiresAt.getTime() - LIFE_MS),
  };
}

/** An entry with a token. */
export function entryOf(token: CachedToken, host = HOST): CacheEntry {
  return { host, label: "dev-deploy", token };
}

/** An environment of variables. */
export function environmentOf(
  variables: Readonly<Record<string, string>> = {},
  cwd = "/home/user/project",
): Environment {
  return { get: (name) => variables[name], cwd, os: "linux" };
}
