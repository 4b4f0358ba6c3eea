import type { SsoOptions } from "../../../ports/sso.ts";
import { type AwsAdapterOptions, type ClientOptions, clientOptions, runCall } from "./run_call.ts";
import {
  chooseEndpoint,
  type EndpointChoice,
  namedEndpoint,
  requireRegion,
} from "../endpoints/endpoint_rules.ts";
import type { AwsCall } from "../errors/error_mapping.ts";
import type { Transport } from "../transport/transport.ts";
import { trustedSsoEndpoint } from "../endpoints/trusted_endpoint.ts";

/** A call to one of the two services of IAM Identity Center. */
export interface SsoCall extends AwsCall {
  readonly service: "sso" | "sso-oidc";
  readonly options: SsoOptions;
}

/**
 * Determines the endpoint of a service: the configured one, if it is trusted, otherwise the environment's, otherwise that of the region.
 *
 * @throws {ConfigError} `CONFIG_UNTRUSTED`; `CONFIG_INVALID` as {@linkcode requireRegion}.
 * @throws {AwsError} `AWS_ENDPOINT_REFUSED`.
 */
export function ssoPlace(
  service: SsoCall["service"],
  { region, endpointUrl }: Omit<SsoOptions, "signal">,
  { environment, profile }: Pick<AwsAdapterOptions, "environment" | "profile">,
): EndpointChoice {
  requireRegion(region, {
    service: "IAM Identity Center",
    hint: "Use the region where IAM Identity Center is enabled, such as eu-west-1",
  });
  return endpointUrl === undefined
    ? chooseEndpoint(service, {}, { environment, profile })
    : namedEndpoint(trustedSsoEndpoint(endpointUrl));
}

/** Makes a call to IAM Identity Center, which is never signed. Errors as those of {@linkcode runCall} and {@linkcode ssoPlace}. */
export async function runSsoCall<T>(
  { service, options, ...call }: SsoCall,
  adapter: AwsAdapterOptions,
  send: (config: ClientOptions, transport: Transport) => Promise<T>,
): Promise<T> {
  const { region, signal } = options;
  const endpoint = ssoPlace(service, options, adapter);
  return await runCall(
    call,
    { ...adapter, signal },
    (transport) => send(clientOptions(transport, { region, endpoint, credentials: undefined }), transport),
  );
}
