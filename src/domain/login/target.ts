import { foldName } from "../config/config_node.ts";
import { UsageError } from "../errors/errors.ts";
import type { Registry } from "../registry/registry.ts";

/** One registry to log in to, and its identity. */
export interface Target {
  readonly registry: Registry;
  /** The integration, as written; undefined for a host given by hand. */
  readonly integration?: string;
  /** The identity, as written; undefined for the environment's own credentials. */
  readonly identity?: string;
  /** The AWS profile to use instead of an identity. */
  readonly awsProfile?: string;
}

/** Targets that one token serves, because their identity, partition, region and service are the same. */
export interface TokenGroup extends Pick<Target, "identity" | "awsProfile"> {
  /** The registry to request the token for: a FIPS or dual-stack name among the targets determines the endpoint for all. */
  readonly registry: Registry;
  readonly targets: readonly Target[];
}

/** A kept target, and the dropped one with another identity. */
interface DroppedTarget {
  readonly kept: Target;
  readonly dropped: Target;
}

/** The note about a dropped target, as a sentence. */
export function droppedNote({ kept, dropped }: DroppedTarget): string {
  const name = ({ identity = "", integration = "" }: Target): string => `"${identity}" (${integration})`;
  return `${kept.registry.host} is configured for two identities: using ${name(kept)}, not ${name(dropped)}`;
}

/**
 * Keeps one target per host, since Docker can store only one login for it. If several identities have the same host, the preferred one is
 * used, otherwise the first.
 *
 * @param preferred Names of the default identities.
 */
export function uniqueTargets(
  targets: readonly Target[],
  preferred: readonly string[],
): { readonly targets: readonly Target[]; readonly dropped: readonly DroppedTarget[] } {
  const isPreferred = (target: Target): boolean =>
    preferred.some((name) => sameIdentity(name, target.identity));
  const chosen = new Map<string, Target>();
  const dropped: DroppedTarget[] = [];
  for (const target of targets) {
    const { host } = target.registry;
    const other = chosen.get(host);
    if (other === undefined) chosen.set(host, target);
    else if (!sameIdentity(other.identity, target.identity) || other.awsProfile !== target.awsProfile) {
      const kept = isPreferred(target) && !isPreferred(other) ? target : other;
      chosen.set(host, kept);
      dropped.push({ kept, dropped: kept === other ? target : other });
    }
  }
  return { targets: [...chosen.values()], dropped };
}

/**
 * As {@linkcode uniqueTargets} for explicitly named targets, none of which may be dropped.
 *
 * @throws {UsageError} `USAGE` if two have the same host with different identities.
 */
export function requireUniqueTargets(targets: readonly Target[]): readonly Target[] {
  const { targets: unique, dropped: [clash] } = uniqueTargets(targets, []);
  if (clash === undefined) return unique;
  const { kept, dropped } = clash;
  throw new UsageError(
    `Cannot log in to "${kept.registry.host}" twice: ${principalWords(kept)} and ${principalWords(dropped)}`,
    { hint: "Choose one of them: Docker keeps one login per host" },
  );
}

function principalWords({ integration, identity, awsProfile }: Target): string {
  if (awsProfile !== undefined) return `with AWS profile "${awsProfile}"`;
  if (identity === undefined) return "with the environment's credentials";
  return `as "${identity}"${integration === undefined ? "" : ` (${integration})`}`;
}

/** Whether two names are those of the same identity; undefined for none. */
export function sameIdentity(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && foldName(a) === foldName(b));
}

/**
 * Groups targets that one call of GetAuthorizationToken serves: a token is valid for every registry of a region that the identity can
 * access, in any account.
 *
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
export function groupTargets(targets: readonly Target[]): TokenGroup[] {
  const groups = Map.groupBy(targets, ({ identity, awsProfile, registry }) => {
    const { service, partition, region } = registry;
    const name = identity === undefined ? null : foldName(identity);
    return JSON.stringify([name, awsProfile ?? null, service, partition, region]);
  });
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ registry, identity, awsProfile }) => ({
      registry: {
        ...registry,
        // A registry with a FIPS name must not use another endpoint; the reverse is harmless.
        fips: group.some((target) => target.registry.fips),
        dualStack: group.some((target) => target.registry.dualStack),
      },
      targets: group,
      ...(identity === undefined ? {} : { identity }),
      ...(awsProfile === undefined ? {} : { awsProfile }),
    }))
  );
}
