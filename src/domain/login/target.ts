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
export interface TokenGroup {
  readonly identity?: string;
  readonly awsProfile?: string;
  /** The registry to request the token for: a FIPS or dual-stack name among the targets determines the endpoint for all. */
  readonly registry: Registry;
  readonly targets: readonly Target[];
}
