import type { Registry } from "./registry.ts";

/** Whether two hosts name the same registry: the plain, FIPS and dual-stack names of an account and region are one. */
export function isSameRegistry(a: Registry, b: Registry): boolean {
  return a.service === b.service && a.account === b.account && a.region === b.region &&
    a.partition === b.partition;
}
