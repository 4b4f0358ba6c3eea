import type { Located } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { trustCommand } from "../../../domain/trust/trusted_files.ts";
import { type AwsService, isAwsEndpoint } from "../../../domain/trust/aws_hosts.ts";
import { parseEndpointUrl } from "./endpoint_rules.ts";

/** A service whose endpoint may be set in a configuration file. */
interface NamedService {
  /** Its name in messages. */
  readonly name: string;
  /** The owner of the `endpoint_url`. */
  readonly owner: string;
  /** Its names in host names. */
  readonly services: readonly AwsService[];
}

const STS: NamedService = { name: "AWS STS", owner: "an identity", services: ["sts"] };

const IDENTITY_CENTER: NamedService = {
  name: "IAM Identity Center",
  owner: "a provider or permission set",
  services: ["oidc", "portal.sso"],
};

/** The STS endpoint set in a configuration file. See {@linkcode trustedEndpoint}. */
export function trustedStsEndpoint(endpoint: Located<string>): string {
  return trustedEndpoint(endpoint, STS);
}

/** The endpoint of IAM Identity Center set in a configuration file. See {@linkcode trustedEndpoint}. */
export function trustedSsoEndpoint(endpoint: Located<string>): string {
  return trustedEndpoint(endpoint, IDENTITY_CENTER);
}

/**
 * The endpoint set in a configuration file: it must be the AWS host of the service in a real region, unless the file is trusted.
 *
 * @returns The normalized URL.
 * @throws {ConfigError} `CONFIG_UNTRUSTED`, at its position.
 */
function trustedEndpoint({ value, origin, trusted }: Located<string>, service: NamedService): string {
  const endpoint = parseEndpointUrl(value);
  const reason = endpoint.kind === "fault"
    ? endpoint.reason
    : trusted === true || isAwsEndpoint(endpoint.url.href, service.services)
    ? undefined
    : `"${
      shownHost(endpoint.url.hostname)
    }" is not an https:// address of ${service.name} in an AWS region, and its file is not trusted`;
  if (endpoint.kind === "url" && reason === undefined) return endpoint.url.href;
  throw new ConfigError("CONFIG_UNTRUSTED", `Cannot use the endpoint_url of ${service.owner}: ${reason}`, {
    hint: endpoint.kind === "fault" || origin.kind !== "file"
      ? `Use an https:// endpoint of ${service.name}`
      : `Run \`${trustCommand(origin.file)}\` if you trust it, or use an endpoint of ${service.name}`,
    position: positionOf(origin),
  });
}

function shownHost(host: string): string {
  return host.length > 100 ? `${host.slice(0, 100)}…` : host;
}
