import type { Identity } from "../auth/auth_config.ts";
import { type Origin, positionOf } from "../config/origin.ts";
import { LookupError } from "../errors/errors.ts";
import { type Partition, partitionInfo, partitionOfRegion, PARTITIONS } from "../registry/partitions.ts";
import type { Registry } from "../registry/registry.ts";
import { escapeText } from "../text/escape.ts";
import type { Chain } from "./chain.ts";

/** A partition that an identity commits itself to, and by what. */
interface Commitment {
  readonly partition: Partition;
  readonly text: string;
  readonly origin: Origin;
}

/**
 * Checks that a chain and the registry it is for lie in one partition: neither roles nor sessions are of any use in another one.
 *
 * Reference: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID`, where the other partition was written.
 */
export function checkPartition(chain: Chain, registry: Registry): void {
  for (const identity of chain.identities) {
    for (const { partition, text, origin } of commitments(identity)) {
      if (
        partition === registry.partition && (registry.service === "ecr" || partitionInfo(partition).ecrPublic)
      ) continue;
      throw new LookupError(
        "IDENTITY_CHAIN_INVALID",
        `Cannot use identity "${escapeText(identity.name)}" for "${registry.host}": "${
          escapeText(text)
        }" is in partition ` +
          `${partition}, the registry in ${registry.partition}`,
        {
          hint: `Use an identity of partition ${registry.partition}, or correct the value there`,
          position: positionOf(origin),
        },
      );
    }
  }
}

function commitments(identity: Identity): Commitment[] {
  const found: Commitment[] = [];
  if (identity.kind === "aws/assume-role") {
    const partition = identity.roleArn.value.split(":")[1];
    const { value: text, origin } = identity.roleArn;
    if (isPartition(partition)) found.push({ partition, text, origin });
  }
  const region = "region" in identity ? identity.region : undefined;
  const partition = region === undefined ? undefined : partitionOfRegion(region.value)?.id;
  if (region !== undefined && partition !== undefined) {
    found.push({ partition, text: region.value, origin: region.origin });
  }
  return found;
}

function isPartition(text: string | undefined): text is Partition {
  return text !== undefined && PARTITION_NAMES.has(text);
}

const PARTITION_NAMES: ReadonlySet<string> = new Set(PARTITIONS.map(({ id }) => id));
