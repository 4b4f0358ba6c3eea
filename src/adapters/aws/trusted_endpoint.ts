import type { Located } from "../../domain/auth/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import { PARTITIONS } from "../../domain/registry/partitions.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { isLoopback, parseEndpointUrl } from "./endpoint_url.ts";

/**
 * What the names of dual-stack API endpoints end in, by partition.
 *
 * Reference: `dualStackDnsSuffix` in `partitions.json` of the AWS SDKs (@aws-sdk/core 3.981.0).
 */
const DUAL_STACK_API_SUFFIXES: readonly string[] = [
  "api.aws",
  "api.amazonwebservices.com.cn",
  "api.amazonwebservices.eu",
  "api.aws.ic.gov",
  "api.aws.scloud",
  "api.cloud-aws.adc-e.uk",
  "api.aws.hci.ic.gov",
];

/** A service whose endpoint a configuration file may name. */
interface NamedService {
  /** How messages call it. */
  readonly name: string;
  /** Whose `endpoint_url` it is. */
  readonly owner: string;
  /** What stands in the names of its hosts before the domain of the partition. */
  readonly labels: RegExp;
}

/**
 * `sts.<suffix>`, `sts[-fips].<region>.<suffix>`, or an interface endpoint in a VPC, `<id>.sts[-fips].<region>.vpce.<suffix>`.
 *
 * Reference: https://docs.aws.amazon.com/general/latest/gr/sts.html,
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 */
const STS: NamedService = {
  name: "AWS STS",
  owner: "an identity",
  labels: /^sts$|^sts(-fips)?\.[a-z0-9-]+$|^[a-z0-9-]+\.sts(-fips)?\.[a-z0-9-]+\.vpce$/,
};

/**
 * `oidc.<region>.<suffix>` and `portal.sso.<region>.<suffix>`, or their interface endpoints.
 *
 * Reference: https://docs.aws.amazon.com/general/latest/gr/sso.html
 */
const IDENTITY_CENTER: NamedService = {
  name: "IAM Identity Center",
  owner: "a provider or permission set",
  labels:
    /^(oidc|portal\.sso)(-fips)?\.[a-z0-9-]+$|^[a-z0-9-]+\.(oidc|portal\.sso)(-fips)?\.[a-z0-9-]+\.vpce$/,
};

/** The STS endpoint that a configuration file names. See {@linkcode trustedEndpoint}. */
export function trustedStsEndpoint(endpoint: Located<string>): string {
  return trustedEndpoint(endpoint, STS);
}

/** The endpoint of IAM Identity Center that a configuration file names. See {@linkcode trustedEndpoint}. */
export function trustedSsoEndpoint(endpoint: Located<string>): string {
  return trustedEndpoint(endpoint, IDENTITY_CENTER);
}

/**
 * The endpoint that a configuration file names: one of the service at AWS over https, or this machine, unless the file is trusted.
 *
 * A name below an AWS domain is not enough: `*.execute-api.<region>.amazonaws.com` and the names of load balancers and instances
 * belong to whoever rents them, and the file may be somebody else's.
 *
 * @returns The normalised URL.
 * @throws {ConfigError} `CONFIG_UNTRUSTED`, at the place where it is written.
 */
function trustedEndpoint({ value, origin, trusted }: Located<string>, service: NamedService): string {
  const endpoint = parseEndpointUrl(value);
  const reason = endpoint.kind === "fault"
    ? endpoint.reason
    : trusted === true
    ? undefined
    : hostFault(endpoint.url.hostname, service);
  if (endpoint.kind === "url" && reason === undefined) return endpoint.url.href;
  throw new ConfigError("CONFIG_UNTRUSTED", `Cannot use the endpoint_url of ${service.owner}: ${reason}`, {
    hint: endpoint.kind === "fault" || origin.kind !== "file"
      ? `Name an https:// endpoint of ${service.name} or a loopback address`
      : `Run \`atmos-ecr trust ${origin.file}\` if you trust it, or name an endpoint of ${service.name}`,
    position: positionOf(origin),
  });
}

function hostFault(hostname: string, service: NamedService): string | undefined {
  if (isLoopback(hostname) || isHostOf(service, hostname)) return undefined;
  const shown = escapeText(hostname.length > 100 ? `${hostname.slice(0, 100)}…` : hostname);
  return `"${shown}" is neither a host of ${service.name} nor this machine`;
}

function isHostOf({ labels }: NamedService, hostname: string): boolean {
  const suffixes = [...PARTITIONS.map(({ suffix }) => suffix), ...DUAL_STACK_API_SUFFIXES];
  return suffixes.some((suffix) =>
    hostname.endsWith(`.${suffix}`) && labels.test(hostname.slice(0, -suffix.length - 1))
  );
}
