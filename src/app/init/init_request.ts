import { UsageError } from "../../domain/errors/errors.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { partitionOfRegion } from "../../domain/registry/partitions.ts";
import type { Registry } from "../../domain/registry/registry.ts";

/** The flags of `init` as given. */
export interface InitFlags {
  readonly ssoStartUrl?: string | undefined;
  readonly ssoRegion?: string | undefined;
  readonly account?: readonly string[] | undefined;
  readonly permissionSet?: readonly string[] | undefined;
  /** Names of profiles; `true` for all of them. */
  readonly fromAwsProfiles?: readonly string[] | true | undefined;
  readonly region?: readonly string[] | undefined;
  readonly registry?: readonly string[] | undefined;
}

/** A permission set in an account, as named by flags. */
export interface NamedSet {
  readonly account: string;
  readonly permissionSet: string;
}

/** What to create identities from; undefined for a prompt. */
export type InitSource =
  | {
    readonly kind: "sso";
    readonly startUrl: string;
    /** Undefined for a prompt. */
    readonly region: string | undefined;
    readonly session?: string | undefined;
    /** Empty for a prompt. */
    readonly sets: readonly NamedSet[];
    /** The accounts to choose from; empty for all. */
    readonly accounts: readonly string[];
  }
  | { readonly kind: "profiles"; readonly names: readonly string[] | "all" };

/** The request, validated before anything is read or prompted for. */
export interface InitRequest {
  readonly source: InitSource | undefined;
  readonly regions: readonly string[];
  readonly registries: readonly Registry[];
}

/**
 * Reads the flags.
 *
 * @throws {UsageError} `USAGE` for flags that exclude each other, or of the wrong form.
 * @throws {RegistryError} `REGISTRY_INVALID`.
 */
export function initRequest(flags: InitFlags): InitRequest {
  const regions = (flags.region ?? []).flatMap((text) => text.split(",")).filter((text) => text !== "");
  const given = [
    ...regions.map((region) => ["--region", region] as const),
    ...flags.ssoRegion === undefined ? [] : [["--sso-region", flags.ssoRegion] as const],
  ];
  for (const [option, region] of given) {
    if (regionFault(region) === undefined) continue;
    throw new UsageError(`Cannot use "${region}" for ${option}: it is not an AWS region`, {
      hint: "Use a region such as eu-west-1",
    });
  }
  return {
    source: sourceOf(flags),
    regions: [...new Set(regions)],
    registries: (flags.registry ?? []).map(parseRegistry),
  };
}

/** Why a region name is invalid; undefined if it is valid. */
export function regionFault(region: string): string | undefined {
  return partitionOfRegion(region) === undefined
    ? `"${region}" is not an AWS region: use one such as eu-west-1`
    : undefined;
}

/** Why a start URL is invalid; undefined if it is valid. */
export function startUrlFault(text: string): string | undefined {
  const isUrl = /^https:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9._~/#-]*)?$/i.test(text);
  return isUrl ? undefined : `"${text}" is not an https URL`;
}

function sourceOf(flags: InitFlags): InitSource | undefined {
  const { ssoStartUrl, ssoRegion, account = [], permissionSet = [], fromAwsProfiles } = flags;
  const ssoFlags = [
    ...(ssoStartUrl === undefined ? [] : ["--sso-start-url"]),
    ...(ssoRegion === undefined ? [] : ["--sso-region"]),
    ...(account.length === 0 ? [] : ["--account"]),
    ...(permissionSet.length === 0 ? [] : ["--permission-set"]),
  ];
  const [ssoFlag] = ssoFlags;
  if (fromAwsProfiles !== undefined) {
    if (ssoFlag !== undefined) {
      throw new UsageError(`Cannot combine ${ssoFlag} with --from-aws-profiles`, {
        hint: "Use only one of them: a profile has its own start URL, account and permission set",
      });
    }
    return {
      kind: "profiles",
      names: fromAwsProfiles === true || fromAwsProfiles.length === 0 ? "all" : [...new Set(fromAwsProfiles)],
    };
  }
  if (ssoFlag === undefined) return undefined;
  if (ssoStartUrl === undefined) {
    throw new UsageError(`Cannot use ${ssoFlag} without --sso-start-url`, {
      hint: "Add --sso-start-url URL, the page where you log in to IAM Identity Center",
    });
  }
  if (startUrlFault(ssoStartUrl) !== undefined) {
    throw new UsageError(`Cannot use "${ssoStartUrl}" for --sso-start-url: it is not an https URL`, {
      hint: "Use a URL such as https://acme.awsapps.com/start",
    });
  }
  for (const id of account) {
    if (/^\d{12}$/.test(id)) continue;
    throw new UsageError(`Cannot use "${id}" for --account: an account ID has 12 digits`, {
      hint: "Use the 12-digit account ID, or omit --account to select accounts on a terminal",
    });
  }
  for (const name of permissionSet) {
    // Reference: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
    if (/^[\w+=,.@-]{1,32}$/.test(name)) continue;
    throw new UsageError(`Cannot use "${name}" for --permission-set: it is not a valid name`, {
      hint: "Use 1 to 32 letters, digits and +=,.@-_",
    });
  }
  return {
    kind: "sso",
    startUrl: ssoStartUrl,
    region: ssoRegion,
    sets: pairs(account, permissionSet),
    accounts: account,
  };
}

/** Pairs each account with the permission set in the same position; a single value is paired with all of the others. */
function pairs(accounts: readonly string[], sets: readonly string[]): NamedSet[] {
  if (sets.length === 0) return [];
  const [account] = accounts;
  const [set] = sets;
  if (account !== undefined && accounts.length === 1) {
    return sets.map((permissionSet) => ({ account, permissionSet }));
  }
  if (set !== undefined && sets.length === 1 && accounts.length > 0) {
    return accounts.map((one) => ({ account: one, permissionSet: set }));
  }
  if (accounts.length === sets.length) {
    return accounts.map((one, index) => ({ account: one, permissionSet: sets[index] ?? "" }));
  }
  throw new UsageError(
    `Cannot pair --account with --permission-set: there are ${accounts.length} accounts and ${sets.length} permission sets`,
    { hint: "Specify one --account for each --permission-set, in the same order" },
  );
}
