import type { Partition } from "./partitions.ts";

/** An Amazon ECR registry, parsed from its host name. */
export interface Registry {
  /** The bare host name, which is also the key in Docker's configuration. */
  readonly host: string;
  /** The account that owns it, 12 digits; absent for ECR Public, which all accounts share. */
  readonly account?: string;
  /** The region whose API issues its tokens. */
  readonly region: string;
  /** The partition of the region. */
  readonly partition: Partition;
  /** The AWS service behind it. */
  readonly service: "ecr" | "ecr-public";
  /** Whether the name selects FIPS 140 validated endpoints. */
  readonly fips: boolean;
  /** Whether the name selects endpoints that serve IPv6 as well as IPv4. */
  readonly dualStack: boolean;
}

/** The host name of ECR Public. */
export const PUBLIC_HOST = "public.ecr.aws";

/**
 * The dual-stack host name of ECR Public.
 *
 * Reference: amazon-ecr-credential-helper 0.12.0, `ecr-login/api/client.go`.
 */
export const PUBLIC_DUAL_STACK_HOST = "ecr-public.aws.com";

/**
 * The only region that issues ECR Public tokens.
 *
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
 */
export const PUBLIC_TOKEN_REGION = "us-east-1";
