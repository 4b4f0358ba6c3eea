import type { Identity } from "../auth/model/auth_config.ts";
import { type PartitionInfo, partitionInfo, partitionOfRegion, PARTITIONS } from "../registry/partitions.ts";
import type { Chain } from "./chain.ts";

/**
 * The configured region of a chain: that of the identity, otherwise of the nearest earlier one that has one, otherwise the provider's.
 *
 * Reference: `resolveRegion` in `pkg/auth/manager.go` of Atmos
 */
export function regionOfChain({ provider, identities }: Chain): string | undefined {
  const named = identities.toReversed().map(regionOf).find((region) => region !== undefined);
  return named ?? provider?.fields.get("region")?.value;
}

/** The partition of a chain: that of one of its roles, otherwise of its region, otherwise the commercial one. */
export function partitionOfChain(chain: Chain): PartitionInfo {
  for (const identity of chain.identities.toReversed()) {
    const id = identity.kind === "aws/assume-role" ? identity.roleArn.value.split(":")[1] : undefined;
    const partition = PARTITIONS.find((partition) => partition.id === id);
    if (partition !== undefined) return partition;
  }
  const region = regionOfChain(chain);
  return (region === undefined ? undefined : partitionOfRegion(region)) ?? partitionInfo("aws");
}

/** Whether a chain only consists of the environment's credentials, so that no login is needed. */
export function isAmbient({ identities }: Chain): boolean {
  return identities.length === 1 && identities[0].kind === "aws/ambient";
}

function regionOf(identity: Identity): string | undefined {
  return "region" in identity ? identity.region?.value : undefined;
}
