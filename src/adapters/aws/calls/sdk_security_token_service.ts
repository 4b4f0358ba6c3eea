import type {
  $Command,
  ServiceInputTypes,
  ServiceOutputTypes,
  STSClientResolvedConfig,
} from "@aws-sdk/client-sts";
import type { AwsCredentials, KnownPrincipal } from "../../../domain/identity/credentials.ts";
import type { Secret } from "../../../domain/secret.ts";
import type {
  AssumeRoleRequest,
  AssumeRootRequest,
  CallerIdentities,
  CallerIdentity,
  SamlRoleRequest,
  SecurityTokenService,
  SessionTokenRequest,
  StsOptions,
  WebIdentityRequest,
} from "../../../ports/aws.ts";
import { ambientProfile, markAmbient } from "../shared_files/shared_profile.ts";
import { textOf } from "./answer_fields.ts";
import { type AwsAdapterOptions, runServiceCall } from "./run_call.ts";
import { type AwsCall, invalidResponse } from "../errors/error_mapping.ts";
import { readStsCredentials } from "./sts_credentials.ts";
import {
  mfaHint,
  mfaInput,
  SAML_DENIED_HINT,
  samlHint,
  tagsInput,
  WEB_IDENTITY_DENIED_HINT,
  webIdentityHint,
} from "./sts_input.ts";
import type { CallTrace } from "../transport/transport.ts";

/** Creates the command of a call, with the package that is loaded for the first one. */
type CreateCommand<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = (
  sts: typeof import("../clients/sts.ts"),
) => $Command<Input, Output, STSClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>;

/** The used part of a response with credentials. */
type SessionOutput = Extract<ServiceOutputTypes, { readonly Credentials?: unknown }>;

/** A call without the keys that sign it. */
type Description = Omit<AwsCall, "secrets"> & { readonly secrets?: readonly Secret[] };

/** AWS STS in the requested region, through the AWS SDK. */
export class SdkSecurityTokenService implements SecurityTokenService, CallerIdentities {
  readonly #options: AwsAdapterOptions;

  constructor(options: AwsAdapterOptions) {
    this.#options = options;
  }

  getSessionToken(
    credentials: AwsCredentials,
    { durationSeconds, mfa }: SessionTokenRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const call = {
      action: "create a session for access key",
      subject: shortKeyId(credentials.accessKeyId),
      deniedHint: "Use long-lived keys of an IAM user: temporary keys and role keys cannot create a session",
      hintFor: mfaHint,
    };
    return this.#open(
      credentials,
      options,
      call,
      ({ GetSessionTokenCommand }) =>
        new GetSessionTokenCommand({ DurationSeconds: durationSeconds, ...mfaInput(mfa) }),
    );
  }

  assumeRole(
    credentials: AwsCredentials,
    request: AssumeRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const { roleArn, sessionName, externalId, durationSeconds, mfa, tags, sourceIdentity } = request;
    const forId = externalId === undefined ? "" : " and this external ID";
    const forTags = tags === undefined ? "" : ", and sts:TagSession";
    const call = {
      action: "assume role",
      subject: roleArn,
      deniedHint: `Check that the role exists, that its trust policy allows the caller${forId}, ` +
        `and that the caller is allowed sts:AssumeRole on it${forTags}`,
      hintFor: mfaHint,
    };
    return this.#open(credentials, options, call, ({ AssumeRoleCommand }) =>
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ExternalId: externalId,
        DurationSeconds: durationSeconds,
        SourceIdentity: sourceIdentity,
        ...mfaInput(mfa),
        ...tagsInput(tags),
      }));
  }

  assumeRoot(
    credentials: AwsCredentials,
    { targetPrincipal, taskPolicyArn, durationSeconds }: AssumeRootRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const call = {
      action: "assume root of account",
      subject: targetPrincipal,
      deniedHint:
        "Check that the caller is in the management or delegated administrator account, that centralized root access " +
        "is enabled, and that sts:AssumeRoot is allowed for this account and task policy",
    };
    return this.#open(credentials, options, call, ({ AssumeRootCommand }) =>
      new AssumeRootCommand({
        TargetPrincipal: targetPrincipal,
        TaskPolicyArn: { arn: taskPolicyArn },
        DurationSeconds: durationSeconds,
      }));
  }

  assumeRoleWithWebIdentity(
    { roleArn, sessionName, token, durationSeconds }: WebIdentityRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const call = {
      action: "use a web identity token to assume role",
      subject: roleArn,
      deniedHint: WEB_IDENTITY_DENIED_HINT,
      hintFor: webIdentityHint,
      secrets: [token],
    };
    return this.#open(
      undefined,
      options,
      call,
      ({ AssumeRoleWithWebIdentityCommand }) =>
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          WebIdentityToken: token.expose(),
          DurationSeconds: durationSeconds,
        }),
    );
  }

  assumeRoleWithSaml(
    { roleArn, providerArn, assertion, durationSeconds }: SamlRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const call = {
      action: "use a SAML response to assume role",
      subject: roleArn,
      deniedHint: SAML_DENIED_HINT,
      hintFor: samlHint,
      secrets: [assertion],
    };
    return this.#open(
      undefined,
      options,
      call,
      ({ AssumeRoleWithSAMLCommand }) =>
        new AssumeRoleWithSAMLCommand({
          RoleArn: roleArn,
          PrincipalArn: providerArn,
          SAMLAssertion: assertion.expose(),
          DurationSeconds: durationSeconds,
        }),
    );
  }

  async getCallerIdentity(credentials: AwsCredentials, options: StsOptions): Promise<CallerIdentity> {
    const call = {
      action: "identify the owner of access key",
      subject: shortKeyId(credentials.accessKeyId),
      deniedHint: "Log in again, then try again",
    };
    const { answer } = await this.#send(
      credentials,
      options,
      call,
      ({ GetCallerIdentityCommand }) => new GetCallerIdentityCommand(),
    );
    const account = textOf(answer.Account);
    const arn = textOf(answer.Arn);
    const userId = textOf(answer.UserId);
    if (account !== undefined && arn !== undefined && userId !== undefined) return { account, arn, userId };
    throw invalidResponse(call, "the STS response is incomplete");
  }

  /** Makes a call that returns a session. @param credentials Undefined for an unsigned call. */
  async #open<Input extends ServiceInputTypes, Output extends SessionOutput>(
    credentials: AwsCredentials | undefined,
    options: StsOptions,
    call: Description,
    create: CreateCommand<Input, Output>,
  ): Promise<AwsCredentials> {
    const { answer, trace } = await this.#send(credentials, options, call, create);
    const arn = "AssumedRoleUser" in answer ? textOf(answer.AssumedRoleUser?.Arn) : undefined;
    const received = {
      ...readStsCredentials(answer.Credentials, { call, now: this.#options.clock(), trace }),
      region: options.region,
      ...(arn === undefined ? {} : { principal: rolePrincipal(arn) }),
    };
    const profile = ambientProfile(credentials);
    return profile === undefined ? received : markAmbient(received, profile);
  }

  async #send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    credentials: AwsCredentials | undefined,
    options: StsOptions,
    { secrets = [], ...description }: Description,
    create: CreateCommand<Input, Output>,
  ): Promise<{ readonly answer: Output; readonly trace: CallTrace }> {
    const own = [credentials?.secretAccessKey, credentials?.sessionToken];
    const call = {
      ...description,
      secrets: [...secrets, ...own],
      service: "sts",
      options,
      credentials,
    } as const;
    const profile = ambientProfile(credentials) ?? this.#options.profile;
    return await runServiceCall(call, { ...this.#options, profile }, async (config, { trace }) => {
      const sts = await import("../clients/sts.ts");
      const client = new sts.STSClient(config);
      return { answer: await client.send(create(sts), { abortSignal: options.signal }), trace };
    });
  }
}

/** The principal of a role session. @param arn As returned by STS: `arn:aws:sts::123456789012:assumed-role/name/session`. */
function rolePrincipal(arn: string): KnownPrincipal {
  const account = arn.split(":")[4] ?? "";
  return /^\d{12}$/.test(account) ? { arn, account } : { arn };
}

/** A shortened access key ID: enough to find it in a list, too little to use it. */
function shortKeyId(id: string): string {
  return `${id.slice(0, 4)}…${id.slice(-4)}`;
}
