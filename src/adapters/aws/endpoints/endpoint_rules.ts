import { AwsError } from "../../../domain/errors/errors.ts";
import { parseEndpointUrl } from "../../../domain/trust/endpoint_url.ts";
import type { Environment } from "../../../ports/process.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/**
 * The name of each service in `AWS_ENDPOINT_URL_<NAME>`; in lower case it is the key in a `[services]` section.
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html
 */
const SERVICE_NAMES = {
  "ecr": "ECR",
  "ecr-public": "ECR_PUBLIC",
  "sts": "STS",
  "sso": "SSO",
  "sso-oidc": "SSO_OIDC",
} as const;

/** An AWS service that is called here, by its internal id. */
export type AwsService = keyof typeof SERVICE_NAMES;

/** Where endpoints may be set. */
export interface EndpointSettings {
  readonly environment: Environment;
  /** The profile in use, only for credentials of the environment. */
  readonly profile?: SharedProfile | undefined;
}

/** Where a client sends its requests. */
export interface EndpointChoice {
  /** Replaces the endpoint that the SDK derives from the region. */
  readonly url?: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** The preferred variant of an endpoint: the environment decides what is absent or false. */
export type EndpointPreference = Partial<Omit<EndpointChoice, "url">>;

/** An explicitly named endpoint, used as it is. */
export function namedEndpoint(url: string): EndpointChoice {
  return { url, fips: false, dualStack: false };
}

/**
 * Determines the endpoint of a service:
 *
 * 1. the service's own variable, then `AWS_ENDPOINT_URL`,
 * 2. `endpoint_url` of the profile's `[services]` section, then of the profile,
 * 3. the region's endpoint in the preferred variant, otherwise in the one that `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` or the
 *    profile select.
 *
 * `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` disables 1 and 2. A custom endpoint disables the variants, which the SDKs refuse to combine with
 * one: the variant is part of the endpoint.
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 *
 * @throws {AwsError} `AWS_ENDPOINT_REFUSED`.
 */
export function chooseEndpoint(
  service: AwsService,
  preference: EndpointPreference,
  { environment, profile }: EndpointSettings,
): EndpointChoice {
  const url = configuredEndpoint(SERVICE_NAMES[service], environment, profile);
  if (url !== undefined) return namedEndpoint(url);
  return {
    fips: preference.fips === true || isOn("use_fips_endpoint", environment, profile),
    dualStack: preference.dualStack === true || isOn("use_dualstack_endpoint", environment, profile),
  };
}

/** The endpoint of a service in variables or a profile; undefined for none. @throws {AwsError} `AWS_ENDPOINT_REFUSED`. */
export function configuredEndpoint(
  name: string,
  environment: Environment,
  profile: SharedProfile | undefined,
): string | undefined {
  if (isOn("ignore_configured_endpoint_urls", environment, profile)) return undefined;
  const variables = [`AWS_ENDPOINT_URL_${name}`, "AWS_ENDPOINT_URL"];
  const variable = variables.find((candidate) => isSet(environment.get(candidate)));
  if (variable !== undefined) return checkedUrl(environment.get(variable) ?? "", variable);
  if (profile === undefined) return undefined;
  const words = `of the AWS profile "${profile.name}"`;
  const service = name.toLowerCase();
  const ofService = profile.services.get(`${service}.endpoint_url`);
  if (ofService !== undefined) return checkedUrl(ofService, `${service} in the services section ${words}`);
  const ofProfile = profile.settings.get("endpoint_url");
  return ofProfile === undefined ? undefined : checkedUrl(ofProfile, `endpoint_url ${words}`);
}

/** A switch: its variable, otherwise its setting in the profile. Only `true`, in any case, enables it, as in the SDKs. */
function isOn(setting: string, environment: Environment, profile: SharedProfile | undefined): boolean {
  const variable = environment.get(`AWS_${setting.toUpperCase()}`);
  return (isSet(variable) ? variable : profile?.settings.get(setting))?.toLowerCase() === "true";
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function checkedUrl(text: string, source: string): string {
  const url = parseEndpointUrl(text);
  if (url instanceof URL) return url.href;
  throw new AwsError("AWS_ENDPOINT_REFUSED", `Cannot use the endpoint of ${source}: ${url}`, {
    hint: "Use an https:// URL, or http:// on loopback, or remove it",
  });
}
