import { partitionInfo } from "./partitions.ts";
import { PUBLIC_HOST, type Registry } from "./registry.ts";

/** The plain name of a registry, which its FIPS and dual-stack names share. */
export function canonicalHost({ service, account = "", region, partition }: Registry): string {
  return service === "ecr-public"
    ? PUBLIC_HOST
    : `${account}.dkr.ecr.${region}.${partitionInfo(partition).suffix}`;
}
