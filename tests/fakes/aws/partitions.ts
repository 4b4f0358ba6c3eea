/**
 * The fake's own map of AWS regions to partitions. It shares no code with the product: a mistake there must not be
 * confirmed by the same mistake here.
 *
 * Reference: partitions.json of the AWS SDKs.
 *
 * @module
 */

/** The name of a partition, as it stands in ARNs. */
export type Partition =
  | "aws"
  | "aws-cn"
  | "aws-us-gov"
  | "aws-eusc"
  | "aws-iso"
  | "aws-iso-b"
  | "aws-iso-e"
  | "aws-iso-f";

interface PartitionFacts {
  readonly partition: Partition;
  readonly dnsSuffix: string;
  readonly regionRegExp: RegExp;
}

const PARTITIONS: readonly PartitionFacts[] = [
  {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    regionRegExp:
      /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|north|south|east|west|northeast|northwest|southeast|southwest)-\d{1,2}$/,
  },
  { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", regionRegExp: /^cn-[a-z]+-\d{1,2}$/ },
  { partition: "aws-us-gov", dnsSuffix: "amazonaws.com", regionRegExp: /^us-gov-[a-z]+-\d{1,2}$/ },
  { partition: "aws-eusc", dnsSuffix: "amazonaws.eu", regionRegExp: /^eusc-[a-z]{2}-[a-z]+-\d{1,2}$/ },
  { partition: "aws-iso", dnsSuffix: "c2s.ic.gov", regionRegExp: /^us-iso-[a-z]+-\d{1,2}$/ },
  { partition: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov", regionRegExp: /^us-isob-[a-z]+-\d{1,2}$/ },
  { partition: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk", regionRegExp: /^eu-isoe-[a-z]+-\d{1,2}$/ },
  { partition: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov", regionRegExp: /^us-isof-[a-z]+-\d{1,2}$/ },
];

/** The partition that a region lies in, `undefined` for what is no region. */
export function partitionOfRegion(region: string): Partition | undefined {
  return PARTITIONS.find((facts) => facts.regionRegExp.test(region))?.partition;
}

/** The host name of an account's private registry, as ECR's `proxyEndpoint` gives it. */
export function registryHost(account: string, region: string): string {
  const facts = PARTITIONS.find((candidate) => candidate.regionRegExp.test(region));
  if (facts === undefined) throw new RangeError(`No AWS region: ${region}`);
  return `${account}.dkr.ecr.${region}.${facts.dnsSuffix}`;
}
