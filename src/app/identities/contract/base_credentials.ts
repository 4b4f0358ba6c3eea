import type { Identity } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { LookupError } from "../../../domain/errors/errors.ts";
import { type PartitionInfo, partitionOfRegion } from "../../../domain/registry/partitions.ts";
import type { AwsCredentials, StepCredentials } from "../../../domain/identity/credentials.ts";

/**
 * The credentials of the previous step, as keys that can sign a request.
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID` if the previous step provides another kind.
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
 * The region for STS: the identity's own, otherwise that of the previous step if it is in the partition, otherwise the partition's first,
 * which is `us-east-1` for the commercial one, as in Atmos.
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
