import type { Credentials } from "@aws-sdk/client-sts";
import type { GetRoleCredentialsCommandOutput, SSOClient } from "@aws-sdk/client-sso";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { Secret } from "../../../domain/secret.ts";
import type { SsoAccount } from "../../../domain/sso/find_account.ts";
import type { SsoOptions, SsoPortal, SsoRole } from "../../../ports/sso.ts";
import { type AwsCall, type CallWords, invalidResponse } from "../errors/error_mapping.ts";
import { objectsOf, textOf } from "./answer_fields.ts";
import { type AwsAdapterOptions, runServiceCall } from "./run_call.ts";
import { readStsCredentials } from "./sts_credentials.ts";
import type { CallTrace } from "../transport/transport.ts";

/** Sends one operation, with the package that is loaded for the first one. */
type Send<T> = (
  client: SSOClient,
  sso: typeof import("../clients/sso.ts"),
  trace: CallTrace,
) => Promise<T>;

/** More entries than this come from pages without end: an organization has at most 10,000 accounts by default. */
const MAX_ENTRIES = 100_000;

const ASK_FOR_ACCESS =
  "Log in again. If that does not help, ask your IAM Identity Center administrator for access";

/** The portal of IAM Identity Center in the requested region, through the AWS SDK. */
export class SdkSsoPortal implements SsoPortal {
  readonly #options: AwsAdapterOptions;

  constructor(options: AwsAdapterOptions) {
    this.#options = options;
  }

  accounts(accessToken: Secret, options: SsoOptions): Promise<readonly SsoAccount[]> {
    const call = { action: "list the accounts of IAM Identity Center", deniedHint: ASK_FOR_ACCESS };
    return this.#call(accessToken, options, call, async (client, { paginateListAccounts }) => {
      const accounts: SsoAccount[] = [];
      for await (const page of paginateListAccounts({ client }, { accessToken: accessToken.expose() })) {
        for (const { accountId, accountName } of objectsOf(page.accountList)) {
          accounts.push({ id: textOf(accountId) ?? "", name: textOf(accountName) ?? "" });
        }
        requirePlausible(accounts, call);
      }
      return accounts;
    });
  }

  roles(accessToken: Secret, accountId: string, options: SsoOptions): Promise<readonly string[]> {
    const call = {
      action: "list the permission sets in account",
      subject: accountId,
      deniedHint: ASK_FOR_ACCESS,
    };
    return this.#call(accessToken, options, call, async (client, { paginateListAccountRoles }) => {
      const input = { accessToken: accessToken.expose(), accountId };
      const names: string[] = [];
      for await (const { roleList } of paginateListAccountRoles({ client }, input)) {
        names.push(...objectsOf(roleList).flatMap(({ roleName }) => textOf(roleName) ?? []));
        requirePlausible(names, call);
      }
      return names;
    });
  }

  roleCredentials(
    accessToken: Secret,
    { accountId, roleName }: SsoRole,
    options: SsoOptions,
  ): Promise<AwsCredentials> {
    const call = {
      action: `get credentials in account ${accountId} of permission set`,
      subject: roleName,
      deniedHint: "Check that the permission set is assigned to you in this account",
    };
    return this.#call(accessToken, options, call, async (client, sso, trace) => {
      const input = { accessToken: accessToken.expose(), accountId, roleName };
      const answer = await client.send(new sso.GetRoleCredentialsCommand(input));
      const now = this.#options.clock();
      return { ...readStsCredentials(stsNames(answer), { call, now, trace }), region: options.region };
    });
  }

  async logout(accessToken: Secret, options: SsoOptions): Promise<void> {
    const call = { action: "log out of IAM Identity Center", deniedHint: ASK_FOR_ACCESS };
    await this.#call(accessToken, options, call, async (client, { LogoutCommand }) => {
      await client.send(new LogoutCommand({ accessToken: accessToken.expose() }));
    });
  }

  async #call<T>(
    accessToken: Secret,
    options: SsoOptions,
    about: Omit<AwsCall, "secrets">,
    send: Send<T>,
  ): Promise<T> {
    const call = { ...about, secrets: [accessToken], service: "sso", options } as const;
    return await runServiceCall(call, this.#options, async (config, { trace }) => {
      const sso = await import("../clients/sso.ts");
      return await send(new sso.SSOClient(config), sso, trace);
    });
  }
}

function requirePlausible(entries: readonly unknown[], call: CallWords): void {
  if (entries.length > MAX_ENTRIES) throw invalidResponse(call, "the AWS response is invalid: it has no end");
}

/** The portal has its own names for the same four fields, and counts milliseconds. */
function stsNames({ roleCredentials = {} }: GetRoleCredentialsCommandOutput): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = roleCredentials;
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration === undefined ? undefined : new Date(expiration),
  };
}
