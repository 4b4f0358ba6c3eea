import { UsageError } from "../errors/errors.ts";
import { foldName } from "../config/config_node.ts";
import type { Target } from "./target.ts";

/** Targets with unique hosts, and those that were dropped. */
export interface UniqueTargets {
  readonly targets: readonly Target[];
  readonly dropped: readonly DroppedTarget[];
}

/** A kept target, and the dropped one with another identity. */
export interface DroppedTarget {
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
export function uniqueTargets(targets: readonly Target[], preferred: readonly string[]): UniqueTargets {
  const isPreferred = (target: Target): boolean =>
    preferred.some((name) => sameIdentity(name, target.identity));
  const chosen = new Map<string, Target>();
  const dropped: { kept: Target; dropped: Target }[] = [];
  for (const target of targets) {
    const { host } = target.registry;
    const other = chosen.get(host);
    if (other === undefined) chosen.set(host, target);
    else if (!sameIdentity(other.identity, target.identity)) {
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
    `Cannot log in to "${kept.registry.host}" twice: integrations "${kept.integration ?? ""}" and ` +
      `"${dropped.integration ?? ""}" use different identities for it`,
    { hint: "Choose one of them: Docker keeps one login per host" },
  );
}

function sameIdentity(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && foldName(a) === foldName(b));
}
