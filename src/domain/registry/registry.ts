import { type Partition, partitionInfo, partitionOfRegion } from "./partitions.ts";

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

/**
 * The grammar of private registry hosts: account, `dkr.ecr` or `dkr-ecr`, optional `-fips`, region, suffix. It is matched on the raw text:
 * a URL parser would turn look-alikes (full-width digits, soft hyphens, percent signs) into a valid host.
 */
export const PRIVATE_HOST_REGEXP =
  /^(?<account>[0-9]{12})\.(?<label>dkr[.-]ecr)(?<fips>-fips)?\.(?<region>[a-z]+(?:-[a-z]+)+-[0-9]{1,2})\.(?<suffix>[a-z0-9.-]+)$/;

/** What may follow a typed host: the repository, tag or digest of an image. */
const PATH_REGEXP = /^\/[A-Za-z0-9._~:@+/-]*$/;

/** The parts of a text that may name a registry. */
export interface RegistryText {
  readonly host: string;
  /** What follows the host, with its slash; empty for nothing. */
  readonly path: string;
}

/** Splits a text as {@linkcode findRegistry} reads it. */
export function splitRegistryText(text: string): RegistryText {
  const rest = text.startsWith("https://") ? text.slice("https://".length) : text;
  const slash = rest.indexOf("/");
  return slash < 0 ? { host: rest, path: "" } : { host: rest.slice(0, slash), path: rest.slice(slash) };
}

/** As `parseRegistry`, but without a reason: undefined for anything that is not an ECR host. */
export function findRegistry(text: string): Registry | undefined {
  const { host, path } = splitRegistryText(text);
  return path === "" || PATH_REGEXP.test(path) ? parseHost(host) : undefined;
}

/** As {@linkcode findRegistry}, for a bare host. */
export function parseHost(host: string): Registry | undefined {
  if (host === PUBLIC_HOST || host === PUBLIC_DUAL_STACK_HOST) {
    return {
      host,
      region: PUBLIC_TOKEN_REGION,
      partition: "aws",
      service: "ecr-public",
      fips: false,
      dualStack: host === PUBLIC_DUAL_STACK_HOST,
    };
  }
  const groups = PRIVATE_HOST_REGEXP.exec(host)?.groups;
  if (groups === undefined) return undefined;
  const { account = "", label = "", fips, region = "", suffix } = groups;
  const partition = partitionOfRegion(region);
  if (partition === undefined) return undefined;
  const dualStack = partition.dualStack?.suffix === suffix &&
    partition.dualStack?.labels.some((allowed) => allowed === label) === true;
  if (!dualStack && !(suffix === partition.suffix && label === "dkr.ecr")) return undefined;
  return {
    host,
    account,
    region,
    partition: partition.id,
    service: "ecr",
    fips: fips !== undefined,
    dualStack,
  };
}

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
