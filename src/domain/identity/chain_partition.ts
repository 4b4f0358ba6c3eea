import type { Identity, Located } from "../auth/model/auth_config.ts";
import { type Origin, positionOf } from "../config/origin.ts";
import { LookupError } from "../errors/errors.ts";
import { type Partition, partitionInfo, partitionOfRegion, PARTITIONS } from "../registry/partitions.ts";
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
