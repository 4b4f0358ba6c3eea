import type { KeyringConfig, Located, Provider } from "../auth/model/auth_config.ts";
import { isAwsEndpoint } from "../trust/aws_hosts.ts";
import type { SsoSessionKey } from "./sso_session.ts";

/** An IAM Identity Center of the configuration: a provider of kind `aws/iam-identity-center`. */
export interface IdentityCenter extends SsoSessionKey {
  /** The provider's name, as written. */
  readonly name: string;
  /** Replaces the endpoints of SSO-OIDC and of the portal, from `spec.endpoint_url`. */
  readonly endpointUrl?: Located<string>;
  /** Whether each login stores its accounts and permission sets as identities. */
  readonly autoProvision: boolean;
  /** Where Atmos also stores the login. */
  readonly keyring?: KeyringConfig;
}

/** Reads the fields of a provider decoded as an IAM Identity Center. */
export function identityCenterOf({ name, fields, keyring }: Provider): IdentityCenter {
  const startUrl = fields.get("start_url");
  const region = fields.get("region");
  if (startUrl === undefined || region === undefined) throw new TypeError(`"${name}" was not decoded`);
  // The second is the former place, which Atmos still reads (`pkg/auth/cloud/aws/resolver.go`).
  const endpointUrl = fields.get("spec.endpoint_url") ?? fields.get("spec.aws.resolver.url");
  return {
    name,
    startUrl: startUrl.value,
    region: region.value,
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    // If AWS' own endpoint is configured explicitly, the login is the one that Atmos and the AWS CLI share.
    ...(endpointUrl === undefined || isAwsEndpoint(endpointUrl.value, ["oidc", "portal.sso"])
      ? {}
      : { endpoint: endpointUrl.value }),
    autoProvision: fields.get("auto_provision_identities")?.value.toLowerCase() === "true",
    ...(keyring === undefined ? {} : { keyring }),
  };
}

/** The IAM Identity Center of a provider; undefined for another kind. */
export function findIdentityCenter(provider: Provider): IdentityCenter | undefined {
  return provider.kind === "aws/iam-identity-center" ? identityCenterOf(provider) : undefined;
}
