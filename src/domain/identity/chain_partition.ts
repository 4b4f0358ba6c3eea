import { positionOf } from "../config/origin.ts";
import { LookupError } from "../errors/errors.ts";
import { type PartitionInfo, partitionInfo, partitionOfRegion, PARTITIONS } from "../registry/partitions.ts";
import type { Registry } from "../registry/registry.ts";
import type { Chain } from "./chain.ts";

/** Whether a chain only consists of the environment's credentials, so that no login is needed. */
export function isAmbient({ identities }: Chain): boolean {
  return identities.length === 1 && identities[0].kind === "aws/ambient";
}

/**
 * The configured region of a chain: that of the identity, otherwise of the nearest earlier one that has one, otherwise the provider's.
 *
 * Reference: `resolveRegion` in `pkg/auth/manager.go` of Atmos
 */
export function regionOfChain({ provider, identities }: Chain): string | undefined {
  const named = identities.findLast(({ region }) => region !== undefined)?.region;
  return (named ?? provider?.fields.get("region"))?.value;
}

/** The partition of a chain: that of one of its roles, otherwise of its region, otherwise the commercial one. */
export function partitionOfChain(chain: Chain): PartitionInfo {
  for (const identity of chain.identities.toReversed()) {
    const partition = identity.kind === "aws/assume-role"
      ? partitionOfArn(identity.roleArn.value)
      : undefined;
    if (partition !== undefined) return partition;
  }
  return partitionOfRegion(regionOfChain(chain) ?? "") ?? partitionInfo("aws");
}

/**
 * Checks that a chain and its registry are in one partition: roles and sessions are not valid in another one.
 *
 * Reference: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID`, at the position of the other partition.
 */
export function checkPartition({ provider, identities }: Chain, registry: Registry): void {
  const values = [
    {
      subject: `provider "${provider?.name}"`,
      located: provider?.fields.get("region"),
      partitionOf: partitionOfRegion,
    },
    ...identities.flatMap((identity) => {
      const subject = `identity "${identity.name}"`;
      const role = identity.kind === "aws/assume-role" ? identity.roleArn : undefined;
      return [
        { subject, located: role, partitionOf: partitionOfArn },
        { subject, located: identity.region, partitionOf: partitionOfRegion },
      ];
    }),
  ];
  for (const { subject, located, partitionOf } of values) {
    const partition = located && partitionOf(located.value);
    if (located === undefined || partition === undefined) continue;
    if (partition.id === registry.partition && (registry.service === "ecr" || partition.ecrPublic)) continue;
    throw new LookupError(
      "IDENTITY_CHAIN_INVALID",
      `Cannot use ${subject} for "${registry.host}": "${located.value}" is in partition ${partition.id}, the ` +
        `registry in ${registry.partition}`,
      {
        hint: `Use an identity of partition ${registry.partition}, or correct that value`,
        position: positionOf(located.origin),
      },
    );
  }
}

/** The partition that an ARN names; undefined for what is no ARN. */
export function partitionOfArn(arn: string): PartitionInfo | undefined {
  const id = arn.split(":")[1];
  return PARTITIONS.find((partition) => partition.id === id);
}
