import type { Identity, Located } from "../auth/model/auth_config.ts";
import { type Origin, positionOf } from "../config/origin.ts";
import { LookupError } from "../errors/errors.ts";
import {
  type Partition,
  type PartitionInfo,
  partitionInfo,
  partitionOfRegion,
  PARTITIONS,
} from "../registry/partitions.ts";
import type { Registry } from "../registry/registry.ts";
import type { Chain } from "./chain.ts";

/** The partition that a step of a chain requires, and why. */
interface Commitment {
  /** The step in messages. */
  readonly subject: string;
  readonly partition: Partition;
  readonly text: string;
  readonly origin: Origin;
}

/**
 * Checks that a chain and its registry are in one partition: roles and sessions are not valid in another one.
 *
 * Reference: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID`, at the position of the other partition.
 */
export function checkPartition(chain: Chain, registry: Registry): void {
  for (const { subject, partition, text, origin } of commitmentsOf(chain)) {
    if (
      partition === registry.partition && (registry.service === "ecr" || partitionInfo(partition).ecrPublic)
    ) continue;
    throw new LookupError(
      "IDENTITY_CHAIN_INVALID",
      `Cannot use ${subject} for "${registry.host}": "${text}" is in partition ${partition}, the ` +
        `registry in ${registry.partition}`,
      {
        hint: `Use an identity of partition ${registry.partition}, or correct that value`,
        position: positionOf(origin),
      },
    );
  }
}

function commitmentsOf({ provider, identities }: Chain): Commitment[] {
  return [
    ...provider === undefined
      ? []
      : regionCommitment(`provider "${provider.name}"`, provider.fields.get("region")),
    ...identities.flatMap(identityCommitments),
  ];
}

function identityCommitments(identity: Identity): Commitment[] {
  const subject = `identity "${identity.name}"`;
  const found: Commitment[] = [];
  if (identity.kind === "aws/assume-role") {
    const partition = identity.roleArn.value.split(":")[1];
    const { value: text, origin } = identity.roleArn;
    if (isPartition(partition)) found.push({ subject, partition, text, origin });
  }
  return [...found, ...regionCommitment(subject, "region" in identity ? identity.region : undefined)];
}

function regionCommitment(subject: string, region: Located<string> | undefined): Commitment[] {
  const partition = region === undefined ? undefined : partitionOfRegion(region.value)?.id;
  if (region === undefined || partition === undefined) return [];
  return [{ subject, partition, text: region.value, origin: region.origin }];
}

function isPartition(text: string | undefined): text is Partition {
  return text !== undefined && PARTITION_NAMES.has(text);
}

const PARTITION_NAMES: ReadonlySet<string> = new Set(PARTITIONS.map(({ id }) => id));

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
