import type { Identity } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { LookupError } from "../../../domain/errors/errors.ts";
import { type PartitionInfo, partitionOfRegion } from "../../../domain/registry/partitions.ts";
import type { AwsCredentials, StepCredentials } from "../../../domain/identity/credentials.ts";

/**
 * The credentials of the step before, as keys that can sign a request.
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID` when the step before gives another kind.
 */
export function requireAwsCredentials(identity: Identity, base: StepCredentials | undefined): AwsCredentials {
  if (base?.kind === "aws") return base;
  throw new LookupError(
    "IDENTITY_CHAIN_INVALID",
    `Cannot use identity "${identity.name}": the previous step does not provide AWS credentials`,
    { hint: "Set via.identity to an identity that does", position: positionOf(identity.origin) },
  );
}

/**
 * The region whose STS is asked: the identity's own, else that of the step before if it lies in the partition, else the partition's
 * first, which for the commercial one is `us-east-1` as in Atmos.
 */
export function stsRegion(
  own: string | undefined,
  before: string | undefined,
  partition: PartitionInfo,
): string {
  if (own !== undefined) return own;
  return before !== undefined && partitionOfRegion(before)?.id === partition.id
    ? before
    : partition.defaultRegion;
}
