import { LookupError, UsageError } from "../errors/errors.ts";
import { registryHost } from "../registry/parse_registry.ts";
import { isSameRegistry, type Registry } from "../registry/registry.ts";
import { type AuthDraft, type DraftEntry, type DraftIdentity, DraftNames } from "./auth_draft.ts";

/** The selected registries. */
export interface WantedRegistries {
  /** Regions for each account; empty for the regions of the profiles. */
  readonly regions: readonly string[];
  /** Registries instead of those of the accounts; empty for those. */
  readonly registries: readonly Registry[];
}

/** Integrations, and notes about their identities. */
export interface DraftedIntegrations {
  readonly integrations: readonly DraftEntry[];
  /** The hosts of their registries. */
  readonly hosts: readonly string[];
  readonly notes: readonly string[];
}

/** One registry of the draft. */
interface Wanted {
  readonly identity: string;
  /** Undefined for ECR Public. */
  readonly account: string | undefined;
  readonly region: string;
}

/**
 * An integration per registry: for named registries, with the first identity of its account, otherwise the first of all; otherwise for each
 * account in each region, with the first identity of the account. Names: `<identity>/ecr`, and `<identity>/ecr/<region>` if an identity has
 * several.
 *
 * @throws {UsageError} `USAGE` if no region is known.
 * @throws {LookupError} `ACCOUNT_NOT_FOUND` if the account of an identity is unknown.
 * @throws {RegistryError} `REGISTRY_INVALID` for an invalid region.
 */
export function draftIntegrations(draft: AuthDraft, wanted: WantedRegistries): DraftedIntegrations {
  const chosen = draft.identities.filter(({ name }) => draft.chosen.includes(name)).toSorted((a, b) =>
    draft.chosen.indexOf(a.name) - draft.chosen.indexOf(b.name)
  );
  const notes: string[] = [];
  const places = wanted.registries.length > 0
    ? namedPlaces(wanted.registries, chosen, notes)
    : accountPlaces(chosen, wanted.regions, notes);
  const names = new DraftNames();
  const integrations = places.map(({ identity, account, region }): DraftEntry => {
    const via = { identity };
    if (account === undefined) {
      return { name: names.take("public"), fields: { kind: "aws/ecr-public", via } };
    }
    const own = places.filter((place) => place.account !== undefined && place.identity === identity);
    return {
      name: names.take(own.length === 1 ? `${identity}/ecr` : `${identity}/ecr/${region}`),
      fields: { kind: "aws/ecr", via, spec: { registry: { account_id: account, region } } },
    };
  });
  const hosts = places.map(({ account, region }) =>
    account === undefined ? "public.ecr.aws" : registryHost(account, region)
  );
  return { integrations, hosts, notes };
}

function namedPlaces(
  registries: readonly Registry[],
  chosen: readonly DraftIdentity[],
  notes: string[],
): Wanted[] {
  const unique = registries.filter((registry, index) =>
    registries.findIndex((other) => isSameRegistry(other, registry)) === index
  );
  return unique.map(({ host, account, region }): Wanted => {
    const own = chosen.find((identity) => account !== undefined && identity.account === account);
    const identity = (own ?? chosen[0])?.name ?? "";
    if (own === undefined && account !== undefined && chosen.length > 1) {
      notes.push(`No identity is in the account of ${host}: using the first one, "${identity}"`);
    }
    return { identity, account, region };
  });
}

function accountPlaces(
  chosen: readonly DraftIdentity[],
  regions: readonly string[],
  notes: string[],
): Wanted[] {
  const places: Wanted[] = [];
  for (const { name, account, region } of chosen) {
    if (account === undefined) {
      throw new LookupError("ACCOUNT_NOT_FOUND", `Cannot determine the account of identity "${name}"`, {
        hint: "Specify the registries with --registry HOST",
      });
    }
    const all = regions.length > 0 ? regions : region === undefined ? [] : [region];
    if (all.length === 0) {
      throw new UsageError(`Cannot determine the region of the registry of "${name}"`, {
        code: "SELECTION_REQUIRED",
        hint: "Specify the regions with --region, or the registries with --registry HOST",
      });
    }
    for (const one of new Set(all)) {
      const first = places.find((place) => place.account === account && place.region === one);
      if (first === undefined) places.push({ identity: name, account, region: one });
      else {
        notes.push(`The registry of account ${account} in ${one} uses "${first.identity}", not "${name}"`);
      }
    }
  }
  return places;
}
