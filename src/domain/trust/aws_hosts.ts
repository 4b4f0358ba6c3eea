import { type Partition, partitionOfRegion, PARTITIONS } from "../registry/partitions.ts";

/** An AWS service that identities and providers call, by its name in host names. */
export type AwsService =
  | "sts"
  | "oidc"
  | "portal.sso"
  | "device.sso"
  | "api.ecr"
  | "ecr"
  | "api.ecr-public"
  | "ecr-public";

/** Services that identities and providers call, whose endpoint a file may set. */
const SERVICES: readonly AwsService[] = ["sts", "oidc", "portal.sso"];

/**
 * Whether an endpoint is the AWS host of a service in a real region, over https. Loopback is not: any local program may listen there.
 *
 * @param services The services called there; default any that an identity or provider calls.
 */
export function isAwsEndpoint(url: string, services: readonly AwsService[] = SERVICES): boolean {
  const host = httpsHost(url);
  return host !== undefined && isAwsServiceHost(host, services);
}

/** Whether a start URL is an access portal of AWS. */
export function isAwsStartUrl(url: string): boolean {
  const host = httpsHost(url);
  return host !== undefined && isAccessPortalHost(host);
}

/**
 * Whether an address is an https page of AWS for IAM Identity Center logins: the access portal, or `device.sso.<region>.<suffix>`, where
 * the older device flow asks for its code.
 */
export function isAwsLoginPage(url: string): boolean {
  return isAwsStartUrl(url) || isAwsEndpoint(url, ["device.sso"]);
}

/** Whether a host is this machine, regardless of DNS. @param host In lower case, without a port. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** A suffix of API endpoints, with the partitions of its regions. */
interface ApiSuffix {
  readonly suffix: string;
  readonly partitions: readonly Partition[];
}

/**
 * The suffixes of dual-stack API endpoints, by partition.
 *
 * Reference: `dualStackDnsSuffix` in `partitions.json` of the AWS SDKs (@aws-sdk/core 3.981.0).
 */
const DUAL_STACK_API_SUFFIXES: readonly ApiSuffix[] = [
  { suffix: "api.aws", partitions: ["aws", "aws-us-gov"] },
  { suffix: "api.amazonwebservices.com.cn", partitions: ["aws-cn"] },
  { suffix: "api.amazonwebservices.eu", partitions: ["aws-eusc"] },
  { suffix: "api.aws.ic.gov", partitions: ["aws-iso"] },
  { suffix: "api.aws.scloud", partitions: ["aws-iso-b"] },
  { suffix: "api.cloud-aws.adc-e.uk", partitions: ["aws-iso-e"] },
  { suffix: "api.aws.hci.ic.gov", partitions: ["aws-iso-f"] },
];

/** The suffix of the only name without a region, `sts.amazonaws.com`. */
const GLOBAL_SUFFIX = "amazonaws.com";

const API_SUFFIXES: readonly ApiSuffix[] = [
  ...PARTITIONS.map(({ suffix, id }) => ({ suffix, partitions: [id] })),
  ...DUAL_STACK_API_SUFFIXES,
];

/**
 * Whether a host is an AWS host of one of some services: `sts.<suffix>`, `<service>[-fips].<region>.<suffix>`, or an interface endpoint in
 * a VPC, `<id>.<service>[-fips].<region>.vpce.<suffix>`.
 *
 * A name below an AWS domain is not enough: `*.execute-api.<region>.amazonaws.com`, the names of buckets (`oidc.s3.amazonaws.com`), of load
 * balancers and of instances belong to customers. So the label in the region's place must be a region of the suffix' partition.
 *
 * Reference: https://docs.aws.amazon.com/general/latest/gr/sts.html, https://docs.aws.amazon.com/general/latest/gr/sso.html,
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 *
 * @param host In lower case, without a port.
 */
function isAwsServiceHost(host: string, services: readonly AwsService[]): boolean {
  return API_SUFFIXES.some(({ suffix, partitions }) => {
    if (!host.endsWith(`.${suffix}`)) return false;
    const labels = host.slice(0, -suffix.length - 1);
    // The only name without a region.
    if (labels === "sts") {
      return partitions.includes("aws") && suffix === GLOBAL_SUFFIX && services.includes("sts");
    }
    const [, service, region = ""] =
      /^(?:[a-z0-9-]+\.(?=.+\.vpce$))?(.+?)(?:-fips)?\.([a-z0-9-]+)(?:\.vpce)?$/.exec(labels) ?? [];
    const partition = partitionOfRegion(region)?.id;
    return partition !== undefined && partitions.includes(partition) &&
      services.some((name) => name === service);
  });
}

/**
 * Whether a host is one of the access portal of IAM Identity Center: `<name>.awsapps.com`, `start.us-gov-home.awsapps.com`,
 * `start.cn-north-1.home.awsapps.cn`, `<instance>.portal.<region>.app.aws`, and `identitycenter.amazonaws.com`, which redirects there.
 *
 * Reference: https://docs.aws.amazon.com/singlesignon/latest/userguide/howtochangeURL.html,
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam-identity-center.html,
 * https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-sso.html,
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html
 *
 * @param host In lower case, without a port.
 */
function isAccessPortalHost(host: string): boolean {
  return PORTAL_REGEXP.test(host) || ISSUER_HOSTS.includes(host);
}

const PORTAL_REGEXP =
  /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+){0,3}\.awsapps\.(?:com|cn)|[a-z0-9-]+\.portal\.[a-z0-9-]+\.app\.aws)$/;

const ISSUER_HOSTS: readonly string[] = PARTITIONS.map(({ suffix }) => `identitycenter.${suffix}`);

/** The host of an absolute https URL without user information, in lower case and without the port. */
function httpsHost(url: string): string | undefined {
  return /^https:\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?(?:[/?#]|$)/i.exec(url)?.[1]?.toLowerCase();
}
