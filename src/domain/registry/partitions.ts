/**
 * The partitions of AWS, as data. A partition is a set of regions with its own DNS suffixes and its own accounts.
 *
 * @module
 */

/** The name of a partition, as in an ARN. */
export type Partition =
  | "aws"
  | "aws-cn"
  | "aws-us-gov"
  | "aws-eusc"
  | "aws-iso"
  | "aws-iso-b"
  | "aws-iso-e"
  | "aws-iso-f";

/** The properties of a partition. */
export interface PartitionInfo {
  readonly id: Partition;
  /** Matches every region name of the partition, and none of another. */
  readonly region: RegExp;
  /** The suffix of registry host names. */
  readonly suffix: string;
  /** The suffix of dual-stack (IPv4 and IPv6) registry host names; absent if AWS documents none. */
  readonly dualStack?: {
    readonly suffix: string;
    /** The labels before the region in such a name. */
    readonly labels: readonly ("dkr.ecr" | "dkr-ecr")[];
  };
  /** The default region for STS. */
  readonly defaultRegion: string;
  /** Whether ECR Public serves identities of the partition. */
  readonly ecrPublic: boolean;
}

/**
 * Every partition.
 *
 * Reference: region patterns and DNS suffixes as in `partitions.json` of the AWS SDKs; registry suffixes as in `ecr-login/api/client.go` of
 * amazon-ecr-credential-helper 0.12.0, whose tests have the Chinese dual-stack name with `dkr.ecr`. The pattern of `aws` takes any
 * two-letter area, so that a new one needs no release of this program.
 */
export const PARTITIONS: readonly PartitionInfo[] = [
  {
    id: "aws",
    region: /^(?!cn-)[a-z]{2}-[a-z]+-\d{1,2}$/,
    suffix: "amazonaws.com",
    dualStack: { suffix: "on.aws", labels: ["dkr-ecr"] },
    defaultRegion: "us-east-1",
    ecrPublic: true,
  },
  {
    id: "aws-cn",
    region: /^cn-[a-z]+-\d{1,2}$/,
    suffix: "amazonaws.com.cn",
    dualStack: { suffix: "on.amazonwebservices.com.cn", labels: ["dkr-ecr", "dkr.ecr"] },
    defaultRegion: "cn-north-1",
    ecrPublic: false,
  },
  {
    id: "aws-us-gov",
    region: /^us-gov-[a-z]+-\d{1,2}$/,
    suffix: "amazonaws.com",
    dualStack: { suffix: "on.aws", labels: ["dkr-ecr"] },
    defaultRegion: "us-gov-west-1",
    ecrPublic: false,
  },
  {
    id: "aws-eusc",
    region: /^eusc-[a-z]+-[a-z]+-\d{1,2}$/,
    suffix: "amazonaws.eu",
    defaultRegion: "eusc-de-east-1",
    ecrPublic: false,
  },
  {
    id: "aws-iso",
    region: /^us-iso-[a-z]+-\d{1,2}$/,
    suffix: "c2s.ic.gov",
    defaultRegion: "us-iso-east-1",
    ecrPublic: false,
  },
  {
    id: "aws-iso-b",
    region: /^us-isob-[a-z]+-\d{1,2}$/,
    suffix: "sc2s.sgov.gov",
    defaultRegion: "us-isob-east-1",
    ecrPublic: false,
  },
  {
    id: "aws-iso-e",
    region: /^eu-isoe-[a-z]+-\d{1,2}$/,
    suffix: "cloud.adc-e.uk",
    defaultRegion: "eu-isoe-west-1",
    ecrPublic: false,
  },
  {
    id: "aws-iso-f",
    region: /^(us|eu)-isof-[a-z]+-\d{1,2}$/,
    suffix: "csp.hci.ic.gov",
    defaultRegion: "us-isof-south-1",
    ecrPublic: false,
  },
];

/** The partition of a region; undefined if the text is not a region name. */
export function partitionOfRegion(region: string): PartitionInfo | undefined {
  return PARTITIONS.find((partition) => partition.region.test(region));
}

/** The properties of a partition by name. */
export function partitionInfo(id: Partition): PartitionInfo {
  const info = PARTITIONS.find((partition) => partition.id === id);
  if (info === undefined) throw new RangeError(`Cannot find partition "${id}"`);
  return info;
}
