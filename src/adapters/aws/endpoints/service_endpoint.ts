import type { Located } from "../../../domain/auth/model/auth_config.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { partitionOfRegion } from "../../../domain/registry/partitions.ts";
import { NAMED_SERVICES, trustedEndpoint } from "../../../domain/identity/trusted_endpoint.ts";
import {
  chooseEndpoint,
  type EndpointChoice,
  type EndpointSettings,
  namedEndpoint,
} from "./endpoint_rules.ts";

/** A service that is called in a configured region. */
export type ConfiguredService = keyof typeof NAMED_SERVICES;

/**
 * Determines the endpoint of a service: the configured one, if it is trusted, otherwise the environment's, otherwise that of the region.
 *
 * @throws {ConfigError} `CONFIG_INVALID` for a region that does not exist, because it would become part of a host name;
 * `CONFIG_UNTRUSTED`.
 * @throws {AwsError} `AWS_ENDPOINT_REFUSED`.
 */
export function serviceEndpoint(
  service: ConfiguredService,
  { region, endpointUrl }: { readonly region: string; readonly endpointUrl?: Located<string> | undefined },
  settings: EndpointSettings,
): EndpointChoice {
  const { name, regionHint } = NAMED_SERVICES[service];
  if (partitionOfRegion(region) === undefined) {
    const shown = region.slice(0, 100);
    throw new ConfigError("CONFIG_INVALID", `Cannot call ${name} in region "${shown}": it does not exist`, {
      hint: regionHint,
    });
  }
  return endpointUrl === undefined
    ? chooseEndpoint(service, {}, settings)
    : namedEndpoint(trustedEndpoint(endpointUrl, NAMED_SERVICES[service]));
}
