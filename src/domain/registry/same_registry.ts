import { partitionInfo } from "./partitions.ts";
import { PUBLIC_HOST, type Registry } from "./registry.ts";

/** Whether two hosts name the same registry: the plain, FIPS and dual-stack names of an account and region are equivalent. */
export function isSameRegistry(a: Registry, b: Registry): boolean {
  return a.service === b.service && a.account === b.account && a.region === b.region &&
    a.partition === b.partition;
}

/** The plain name of a registry, which its FIPS and dual-stack names share. */
export function canonicalHost({ service, account = "", region, partition }: Registry): string {
  return service === "ecr-public"
    ? PUBLIC_HOST
    : `${account}.dkr.ecr.${region}.${partitionInfo(partition).suffix}`;
}
