import type { Identity } from "../auth/model/auth_config.ts";
import { type PartitionInfo, partitionInfo, partitionOfRegion, PARTITIONS } from "../registry/partitions.ts";
import type { Chain } from "./chain.ts";

/**
 * The region that the configuration names for a chain: that of the identity, else of the nearest one before it that has one, else the
 * provider's.
 *
 * Reference: `resolveRegion` in `pkg/auth/manager.go` of Atmos
 */
export function regionOfChain({ provider, identities }: Chain): string | undefined {
  const named = identities.toReversed().map(regionOf).find((region) => region !== undefined);
  return named ?? provider?.fields.get("region")?.value;
}

/** The partition that a chain lies in: that of a role of it, else of its region, else the commercial one. */
export function partitionOfChain(chain: Chain): PartitionInfo {
  for (const identity of chain.identities.toReversed()) {
    const id = identity.kind === "aws/assume-role" ? identity.roleArn.value.split(":")[1] : undefined;
    const partition = PARTITIONS.find((partition) => partition.id === id);
    if (partition !== undefined) return partition;
  }
  const region = regionOfChain(chain);
  return (region === undefined ? undefined : partitionOfRegion(region)) ?? partitionInfo("aws");
}

/** Whether the one identity of a chain is whoever the environment is, so that there is nothing to log in to. */
export function isAmbient({ identities }: Chain): boolean {
  return identities.length === 1 && identities[0].kind === "aws/ambient";
}

function regionOf(identity: Identity): string | undefined {
  return "region" in identity ? identity.region?.value : undefined;
}
