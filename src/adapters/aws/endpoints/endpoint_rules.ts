import { AwsError } from "../../../domain/errors/errors.ts";
import type { Environment } from "../../../ports/process.ts";
import { parseEndpointUrl } from "../transport/endpoint_url.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/** A service of AWS that is called here, by its id in our own words. */
export type AwsService = "ecr" | "ecr-public" | "sts" | "sso" | "sso-oidc";

/**
 * The name of each service in `AWS_ENDPOINT_URL_<NAME>`; in lower case it is the key in a `[services]` section.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
const SERVICE_NAMES: Readonly<Record<AwsService, string>> = {
  "ecr": "ECR",
  "ecr-public": "ECR_PUBLIC",
  "sts": "STS",
  "sso": "SSO",
  "sso-oidc": "SSO_OIDC",
};

/** What a request asks of its endpoint, before anybody overrides it. */
export interface EndpointPreference {
  /** Whether a FIPS endpoint is needed; the environment decides when absent. */
  readonly fips?: boolean;
  /** Whether a dual-stack endpoint is needed; the environment decides when absent. */
  readonly dualStack?: boolean;
}

/** Where a client sends its requests. */
export interface EndpointChoice {
  /** Replaces the endpoint that the SDK would derive from the region. */
  readonly url?: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** An endpoint that somebody named: it is taken as it is. */
export function namedEndpoint(url: string): EndpointChoice {
  return { url, fips: false, dualStack: false };
}

/**
 * Decides where requests to a service go:
 *
 * 1. the service's own variable, then `AWS_ENDPOINT_URL`,
 * 2. `endpoint_url` of the profile's `[services]` section, then of the profile,
 * 3. the region's endpoint in the variant that is wished for, else that `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` or the
 *    profile ask for.
 *
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` turns 1 and 2 off. A replaced endpoint switches the variants off, which the SDKs refuse to
 * combine: whoever names an endpoint has chosen the variant with it.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 *
 * @param profile Only for credentials of the environment.
 * @throws {AwsError} `AWS_ENDPOINT_REFUSED`.
 */
export function chooseEndpoint(
  service: AwsService,
  wish: EndpointPreference,
  { environment, profile }: {
    readonly environment: Environment;
    readonly profile?: SharedProfile | undefined;
  },
): EndpointChoice {
  const url = configuredEndpoint(SERVICE_NAMES[service], environment, profile);
  if (url !== undefined) return namedEndpoint(url);
  return {
    fips: wish.fips === true || isOn("use_fips_endpoint", environment, profile),
    dualStack: wish.dualStack === true || isOn("use_dualstack_endpoint", environment, profile),
  };
}

/**
 * Fails for variables that would send a request to an endpoint that is not allowed, for calls that the SDK makes on its own.
 *
 * @param names The services, as in `AWS_ENDPOINT_URL_<NAME>`.
 * @throws {AwsError} `AWS_ENDPOINT_REFUSED`.
 */
export function checkEndpoints(
  names: readonly string[],
  environment: Environment,
  profile: SharedProfile,
): void {
  for (const name of names) configuredEndpoint(name, environment, profile);
}

/** The endpoint that variables or a profile name for a service; undefined for none. @throws {AwsError} `AWS_ENDPOINT_REFUSED`. */
export function configuredEndpoint(
  name: string,
  environment: Environment,
  profile: SharedProfile | undefined,
): string | undefined {
  if (isOn("ignore_configured_endpoint_urls", environment, profile)) return undefined;
  const variables = [`AWS_ENDPOINT_URL_${name}`, "AWS_ENDPOINT_URL"];
  const variable = variables.find((candidate) => isSet(environment.get(candidate)));
  if (variable !== undefined) return checkedUrl(environment.get(variable) ?? "", variable);
  const setting = profile?.services.get(`${name.toLowerCase()}.endpoint_url`) ??
    profile?.settings.get("endpoint_url");
  if (profile === undefined || setting === undefined) return undefined;
  return checkedUrl(setting, `endpoint_url of the AWS profile "${profile.name}"`);
}

/** A switch: its variable, else its setting in the profile. Only `true` turns it on, in any case, as in the SDKs. */
function isOn(setting: string, environment: Environment, profile: SharedProfile | undefined): boolean {
  const variable = environment.get(`AWS_${setting.toUpperCase()}`);
  return (isSet(variable) ? variable : profile?.settings.get(setting))?.toLowerCase() === "true";
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function checkedUrl(text: string, source: string): string {
  const endpoint = parseEndpointUrl(text);
  if (endpoint.kind === "url") return endpoint.url.href;
  throw new AwsError("AWS_ENDPOINT_REFUSED", `Cannot use the endpoint of ${source}: ${endpoint.reason}`, {
    hint: "Use an https:// URL, or http:// on loopback, or remove it",
  });
}
