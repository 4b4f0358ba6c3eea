import type { Located } from "../auth/model/auth_config.ts";
import { positionOf } from "../config/origin.ts";
import { ConfigError } from "../errors/errors.ts";
import { type AwsService, isAwsEndpoint } from "../trust/aws_hosts.ts";
import { parseEndpointUrl } from "../trust/endpoint_url.ts";
import { trustCommand } from "../trust/trusted_files.ts";

/** A service whose region, and perhaps endpoint, a configuration file sets. */
interface NamedService {
  /** Its name in messages. */
  readonly name: string;
  /** The owner of the `endpoint_url`. */
  readonly owner: string;
  /** Its names in host names. */
  readonly hosts: readonly AwsService[];
  /** The hint for a region that does not exist. */
  readonly regionHint: string;
}

const IDENTITY_CENTER: NamedService = {
  name: "IAM Identity Center",
  owner: "a provider or permission set",
  hosts: ["oidc", "portal.sso"],
  regionHint: "Use the region where IAM Identity Center is enabled, such as eu-west-1",
};

/** The services whose endpoint a configuration file may set. */
export const NAMED_SERVICES = {
  "sts": {
    name: "AWS STS",
    owner: "an identity",
    hosts: ["sts"],
    regionHint: "Set the identity's `region` to a region such as eu-west-1",
  },
  "sso": IDENTITY_CENTER,
  "sso-oidc": IDENTITY_CENTER,
} as const satisfies Readonly<Record<string, NamedService>>;

/**
 * The endpoint set in a configuration file: it must be the AWS host of the service in a real region, unless the file is trusted.
 *
 * @returns The normalized URL.
 * @throws {ConfigError} `CONFIG_UNTRUSTED`, at its position.
 */
export function trustedEndpoint(
  { value, origin, trusted, leader }: Located<string>,
  { name, owner, hosts }: NamedService,
): string {
  const refused = (reason: string, hint = `Use an https:// endpoint of ${name}`): ConfigError =>
    new ConfigError("CONFIG_UNTRUSTED", `Cannot use the endpoint_url of ${owner}: ${reason}`, {
      hint,
      position: positionOf(origin),
    });
  const url = parseEndpointUrl(value);
  if (typeof url === "string") throw refused(url);
  if (trusted === true || isAwsEndpoint(url.href, hosts)) return url.href;
  const host = url.hostname.length > 100 ? `${url.hostname.slice(0, 100)}…` : url.hostname;
  throw refused(
    `"${host}" is not an https:// address of ${name} in an AWS region, and ${
      leader === undefined ? "its file" : `"${leader}", which leads to its file,`
    } is not trusted`,
    origin.kind === "file"
      ? `Run \`${trustCommand(leader ?? origin.file)}\` if you trust it, or use an endpoint of ${name}`
      : undefined,
  );
}
