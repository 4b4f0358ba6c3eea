import { REGION_VARIABLES } from "../../../domain/identity/ambient/ambient_plan.ts";
import { planFault, profileWords } from "../../../domain/identity/ambient/plan_faults.ts";
import { partitionOfArn } from "../../../domain/identity/chain_partition.ts";
import { partitionOfRegion } from "../../../domain/registry/partitions.ts";
import type { SourceContext } from "./source_context.ts";

/** The region if neither a variable nor the profile names one, as in the SDKs. */
export const DEFAULT_REGION = "us-east-1";

/**
 * The region in which a source calls AWS. Validated, because it becomes part of a host name.
 *
 * @param roleArn The role to assume: without a region, keys are only valid in the partition of the role.
 * @throws {AwsError} `AWS_PROFILE_INVALID`, for the variable or the setting that names it.
 */
export function callRegion(
  { plan, environment }: Pick<SourceContext, "plan" | "environment">,
  roleArn = "",
): string {
  const region = plan.region ?? partitionOfArn(roleArn)?.defaultRegion ?? DEFAULT_REGION;
  if (partitionOfRegion(region) !== undefined) return region;
  const variable = REGION_VARIABLES.find((name) => environment.get(name) === region);
  throw planFault(variable ?? profileWords(plan.profile), `AWS has no region "${region.slice(0, 100)}"`, {
    at: variable === undefined ? plan.settings.get("region") : undefined,
    hint: `Correct ${variable ?? "`region` of the profile"}: a region looks like eu-west-1`,
  });
}
