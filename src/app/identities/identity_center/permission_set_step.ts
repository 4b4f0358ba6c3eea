import type { PermissionSetIdentity } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { AwsError, LookupError } from "../../../domain/errors/errors.ts";
import type { AwsCredentials, StepCredentials } from "../../../domain/identity/credentials.ts";
import type { Secret } from "../../../domain/secret.ts";
import { findAccount, type SsoAccount } from "../../../domain/sso/find_account.ts";
import { isAwsEndpoint } from "../../../domain/trust/aws_hosts.ts";
import type { SecurityTokenService } from "../../../ports/aws.ts";
import type { SsoOptions, SsoPortal } from "../../../ports/sso.ts";
import type { Deadline } from "../../../ports/time.ts";
import { type IdentityStep, stsRegion } from "../contract/identity_step.ts";
import { assumeSamlRole } from "../saml/saml_role.ts";
import type { SsoLogin } from "./sso_login.ts";
import { ssoOptions } from "./sso_ports.ts";

/** An IAM Identity Center login. */
type SsoCredentials = Extract<StepCredentials, { readonly kind: "sso" }>;

/**
 * An account's permission set, obtained with an IAM Identity Center login, or with a SAML login that offers its role. The region of the
 * credentials is that of the login.
 */
export function permissionSetStep(
  { portal, sts }: { readonly portal: SsoPortal; readonly sts: SecurityTokenService },
  login: SsoLogin,
): IdentityStep<PermissionSetIdentity> {
  const { accounts } = accountLists(portal);
  const requestCredentials = async (
    identity: PermissionSetIdentity,
    accessToken: Secret,
    options: SsoOptions,
  ): Promise<AwsCredentials> => {
    const accountId = identity.account.id ??
      accountNamed(identity, await accounts(accessToken, options)).id;
    const credentials = await portal.roleCredentials(
      accessToken,
      { accountId, roleName: identity.permissionSet },
      options,
    );
    return { ...credentials, principal: { account: accountId } };
  };
  /**
   * An account with this name may exist in another organization, too: an account name therefore requires a login that certainly belongs to
   * the provider. An identity with a custom endpoint requires a login to that endpoint: it receives nothing of the provider's.
   */
  const surelyOf = async (
    identity: PermissionSetIdentity,
    base: SsoCredentials,
    deadline: Deadline,
  ): Promise<Pick<SsoCredentials, "accessToken" | "center">> => {
    const { endpointUrl } = identity;
    if (
      endpointUrl !== undefined && endpointUrl.value !== base.center.endpoint &&
      !isAwsEndpoint(endpointUrl.value, ["portal.sso"])
    ) {
      const center = { ...base.center, endpointUrl, endpoint: endpointUrl.value };
      return { center, ...await login.session(center, { deadline }) };
    }
    if (base.startUrlUnknown !== true || identity.account.id !== undefined) return base;
    const { center, accessToken: rejected } = base;
    return { center, ...await login.session(center, { deadline, rejected }) };
  };
  return {
    authenticate: async (identity, base, { deadline, partition }) => {
      if (base?.kind === "saml") {
        const region = stsRegion(identity.region?.value, base.region, partition);
        const options = { region, endpointUrl: identity.endpointUrl, signal: deadline.signal };
        return { kind: "aws", region, ...await assumeSamlRole(identity, base, { sts, options }) };
      }
      const { accessToken, center } = await surelyOf(identity, requireSso(identity, base), deadline);
      const options = {
        ...ssoOptions(center, deadline.signal),
        ...(identity.endpointUrl === undefined ? {} : { endpointUrl: identity.endpointUrl }),
      };
      try {
        return { kind: "aws", ...await requestCredentials(identity, accessToken, options) };
      } catch (error) {
        // A session can end early: after a logout, or if an administrator ends it.
        if (!(error instanceof AwsError && error.code === "AWS_CREDENTIALS_EXPIRED")) throw error;
        const renewed = await login.session(center, { deadline, rejected: accessToken });
        return { kind: "aws", ...await requestCredentials(identity, renewed.accessToken, options) };
      }
    },
  };
}

/** The accounts of each access token, listed once even if several identities need them. */
function accountLists(portal: SsoPortal): Pick<SsoPortal, "accounts"> {
  const lists = new Map<string, Promise<readonly SsoAccount[]>>();
  return {
    accounts: (accessToken, options) => {
      const listed = lists.get(accessToken.expose()) ?? portal.accounts(accessToken, options);
      lists.set(accessToken.expose(), listed);
      return listed;
    },
  };
}

function requireSso(identity: PermissionSetIdentity, base: StepCredentials | undefined): SsoCredentials {
  if (base?.kind === "sso") return base;
  throw new LookupError(
    "IDENTITY_CHAIN_INVALID",
    `Cannot use identity "${identity.name}": a permission set requires a login to IAM Identity Center`,
    {
      hint: "Set via.provider to a provider of kind aws/iam-identity-center",
      position: positionOf(identity.origin),
    },
  );
}

function accountNamed(identity: PermissionSetIdentity, accounts: readonly SsoAccount[]): SsoAccount {
  const name = identity.account.name ?? "";
  const search = findAccount(accounts, name);
  if (search.kind === "found") return search.account;
  const details = search.kind === "missing"
    ? {
      state: "no account that you can access has that name",
      hint: search.hint ?? "Ask your IAM Identity Center administrator to assign you to it",
    }
    : {
      state: `${search.accounts.length} accounts have that name, ${
        search.accounts.map(({ id }) => id).join(" and ")
      }`,
      hint: "Use principal.account.id instead of the name",
    };
  throw new LookupError(
    "ACCOUNT_NOT_FOUND",
    `Cannot find account "${name}" of identity "${identity.name}": ${details.state}`,
    { hint: details.hint, position: positionOf(identity.origin) },
  );
}
