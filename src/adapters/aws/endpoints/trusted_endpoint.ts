import type { Located } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { trustCommand } from "../../../domain/trust/trust_hint.ts";
import type { AwsService } from "../../../domain/trust/aws_hosts.ts";
import { isAwsEndpoint } from "../../../domain/trust/aws_urls.ts";
import { parseEndpointUrl } from "../transport/endpoint_url.ts";

/** A service whose endpoint a configuration file may name. */
interface NamedService {
  /** How messages call it. */
  readonly name: string;
  /** Whose `endpoint_url` it is. */
  readonly owner: string;
  /** What it is called in the names of its hosts. */
  readonly services: readonly AwsService[];
}

const STS: NamedService = { name: "AWS STS", owner: "an identity", services: ["sts"] };

const IDENTITY_CENTER: NamedService = {
  name: "IAM Identity Center",
  owner: "a provider or permission set",
  services: ["oidc", "portal.sso"],
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
 * The endpoint that a configuration file names: AWS' own host of the service in a real region, unless the file is trusted.
 *
 * @returns The normalised URL.
 * @throws {ConfigError} `CONFIG_UNTRUSTED`, at the place where it is written.
 */
function trustedEndpoint({ value, origin, trusted }: Located<string>, service: NamedService): string {
  const endpoint = parseEndpointUrl(value);
  const reason = endpoint.kind === "fault"
    ? endpoint.reason
    : trusted === true || isAwsEndpoint(endpoint.url.href, service.services)
    ? undefined
    : `"${
      shownHost(endpoint.url.hostname)
    }" is no https:// address of ${service.name} in a region of AWS, and its file is not trusted`;
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
