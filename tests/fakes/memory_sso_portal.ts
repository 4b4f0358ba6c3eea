import { AwsError } from "../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SsoAccount } from "../../src/domain/sso/find_account.ts";
import type { SsoOptions, SsoPortal, SsoRole } from "../../src/ports/sso.ts";
import { untilEnded } from "./until_ended.ts";

/** One call. */
export interface PortalCall {
  readonly action: "ListAccounts" | "ListAccountRoles" | "GetRoleCredentials" | "Logout";
  readonly accessToken: string;
  /** The account, with the role where there is one: `111122223333/Admin`. */
  readonly subject?: string;
  readonly options: SsoOptions;
}

/** The portal of IAM Identity Center in memory. */
export class MemorySsoPortal implements SsoPortal {
  /** Every call, in order. */
  readonly calls: PortalCall[] = [];
  /** The permission sets of each account. */
  readonly assignments: { readonly account: SsoAccount; readonly roles: readonly string[] }[] = [];
  /** Access tokens that are good; all of them when undefined. */
  goodTokens: Set<string> | undefined;
  /** Set to answer a call with an error; undefined lets it through. */
  failure: ((call: PortalCall) => AwsError | undefined) | undefined;
  /** Set to answer nothing until the signal ends the call. */
  hanging = false;

  async accounts(accessToken: Secret, options: SsoOptions): Promise<readonly SsoAccount[]> {
    await this.#begin({ action: "ListAccounts", accessToken: accessToken.expose(), options });
    return this.assignments.map(({ account }) => account);
  }

  async roles(accessToken: Secret, accountId: string, options: SsoOptions): Promise<readonly string[]> {
    await this.#begin({
      action: "ListAccountRoles",
      accessToken: accessToken.expose(),
      subject: accountId,
      options,
    });
    return this.assignments.find(({ account }) => account.id === accountId)?.roles ?? [];
  }

  async roleCredentials(
    accessToken: Secret,
    { accountId, roleName }: SsoRole,
    options: SsoOptions,
  ): Promise<AwsCredentials> {
    const subject = `${accountId}/${roleName}`;
    await this.#begin({
      action: "GetRoleCredentials",
      accessToken: accessToken.expose(),
      subject,
      options,
    });
    const assigned = this.assignments.find(({ account }) => account.id === accountId);
    if (!assigned?.roles.includes(roleName)) {
      throw new AwsError(
        "AWS_DENIED",
        `Cannot get credentials in account ${accountId} of permission set "${roleName}": AWS denied access`,
        { hint: "Check that the permission set is assigned to you in this account" },
      );
    }
    return {
      accessKeyId: "ASIASSO",
      secretAccessKey: new Secret(`secret of ${subject}`),
      sessionToken: new Secret(`session of ${subject}`),
      expiresAt: new Date(Date.now() + 3_600_000),
      region: options.region,
    };
  }

  async logout(accessToken: Secret, options: SsoOptions): Promise<void> {
    await this.#begin({ action: "Logout", accessToken: accessToken.expose(), options });
    this.goodTokens?.delete(accessToken.expose());
  }

  async #begin(call: PortalCall): Promise<void> {
    await untilEnded(call.options.signal, { hanging: false });
    this.calls.push(call);
    await untilEnded(call.options.signal, this);
    const failure = this.failure?.(call);
    if (failure !== undefined) throw failure;
    if (this.goodTokens?.has(call.accessToken) === false) {
      throw new AwsError("AWS_CREDENTIALS_EXPIRED", "Cannot use the portal: the credentials have expired");
    }
  }
}
