import { decodeAuth } from "../../domain/auth/decode/decode_auth.ts";
import { child, type MappingEntry, type MappingNode } from "../../domain/config/config_node.ts";
import { type Problem, problemError, sortProblems } from "../../domain/config/problem.ts";
import type { LoadedConfig } from "../../ports/config.ts";

/** Everything below `auth` that may contain a function. */
const EVERYTHING = { providers: "all", identities: "all", integrations: "all" } as const;

/** The whole configuration, with every value that trust allows evaluated. */
export async function evaluatedTree(loaded: LoadedConfig): Promise<MappingNode> {
  return await loaded.evaluate(EVERYTHING);
}

/**
 * The problems of the section, to report beside its content.
 *
 * @throws {ConfigError} Problems outside the entries: a realm that cannot be evaluated must not be shown as another one.
 */
export async function authProblems(loaded: LoadedConfig): Promise<Problem[]> {
  const auth = decodeAuth(await evaluatedTree(loaded));
  const error = auth.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) throw problemError(error);
  const entries = [auth.providers, auth.identities, auth.integrations].flatMap((
    section,
  ) => [...section.values()]);
  return sortProblems([
    ...loaded.problems,
    ...auth.problems,
    ...entries.flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error")),
  ]);
}

/** The `auth` section with the effective realm, and with all sections that it can have. */
export async function authSection(loaded: LoadedConfig): Promise<MappingNode> {
  const written = child(await evaluatedTree(loaded), "auth");
  const auth: MappingNode = written?.kind === "mapping" ? written : EMPTY;
  const { value, origin } = loaded.realm;
  const old = auth.entries.get("realm")?.value;
  const isWritten = old?.kind === "scalar" && old.raw === value && loaded.realm.from === "config";
  const realm: MappingEntry = {
    key: "realm",
    keyOrigin: origin,
    value: isWritten && old !== undefined ? old : {
      kind: "scalar",
      value,
      raw: value,
      quoted: true,
      origin,
      // What a variable overrides.
      ...(old === undefined ? {} : { overrides: [old, ...old.overrides ?? []] }),
    },
  };
  const entries = new Map<string, MappingEntry>([["realm", realm]]);
  for (const key of SECTIONS) {
    entries.set(key, auth.entries.get(key) ?? { key, keyOrigin: ABSENT, value: EMPTY });
  }
  for (const [key, entry] of auth.entries) if (!entries.has(key)) entries.set(key, entry);
  return { ...auth, entries };
}

const ABSENT = { kind: "default" } as const;

/** The sections that are shown even if no file has them, in this order. */
const SECTIONS = ["providers", "identities", "integrations", "keyring"] as const;

const EMPTY: MappingNode = { kind: "mapping", entries: new Map(), origin: ABSENT };
