import { foldName } from "../config/config_node.ts";
import type { Target, TokenGroup } from "./target.ts";

/**
 * Groups targets that one call of GetAuthorizationToken serves: a token is valid for every registry of a region that the identity can
 * access, in any account.
 *
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
export function groupTargets(targets: readonly Target[]): TokenGroup[] {
  const groups = new Map<string, Target[]>();
  for (const target of targets) {
    const { service, partition, region } = target.registry;
    const key = JSON.stringify([
      target.identity === undefined ? null : foldName(target.identity),
      target.awsProfile ?? null,
      service,
      partition,
      region,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [target]);
    else group.push(target);
  }
  return [...groups.values()].map(groupOf);
}

function groupOf(targets: readonly Target[]): TokenGroup {
  const [first] = targets;
  if (first === undefined) throw new RangeError("A group holds at least one target");
  const registry = {
    ...first.registry,
    // A registry with a FIPS name must not use another endpoint; the reverse is harmless.
    fips: targets.some((target) => target.registry.fips),
    dualStack: targets.some((target) => target.registry.dualStack),
  };
  return {
    registry,
    targets,
    ...(first.identity === undefined ? {} : { identity: first.identity }),
    ...(first.awsProfile === undefined ? {} : { awsProfile: first.awsProfile }),
  };
}
