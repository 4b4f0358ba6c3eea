import type { STSClient } from "@aws-sdk/client-sts";
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
import { readCallerIdentity } from "./caller_identity.ts";
import { anonymousOptions, type AwsAdapterOptions, clientOptions, runCall } from "./run_call.ts";
import {
  chooseEndpoint,
  type EndpointChoice,
  namedEndpoint,
  requireRegion,
} from "../endpoints/endpoint_rules.ts";
import type { AwsCall } from "../errors/error_mapping.ts";
import { readStsCredentials, type StsCredentials } from "./sts_credentials.ts";
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
import { trustedStsEndpoint } from "../endpoints/trusted_endpoint.ts";

/** The classes of the package, loaded with the first call. */
type StsPackage = typeof import("../clients/sts.ts");

/** Sends one operation. */
type Send<Answer> = (
  client: STSClient,
  sts: StsPackage,
  options: { readonly abortSignal: AbortSignal },
) => Promise<Answer>;

/** The used part of a response: its credentials. */
type SessionAnswer = {
  readonly Credentials?: StsCredentials | undefined;
  readonly AssumedRoleUser?: { readonly Arn?: string | undefined } | undefined;
};

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
    return this.#call(
      credentials,
      options,
      {
        action: "create a session for access key",
        subject: shortKeyId(credentials.accessKeyId),
        deniedHint:
          "Use long-lived keys of an IAM user: temporary keys and role keys cannot create a session",
        hintFor: mfaHint,
      },
      (client, { GetSessionTokenCommand }, send) =>
        client.send(
          new GetSessionTokenCommand({ DurationSeconds: durationSeconds, ...mfaInput(mfa) }),
          send,
        ),
    );
  }

  assumeRole(
    credentials: AwsCredentials,
    request: AssumeRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const { roleArn, sessionName, externalId, durationSeconds, mfa, tags, sourceIdentity } = request;
    return this.#call(credentials, options, {
      action: "assume role",
      subject: roleArn,
      deniedHint: "Check that the role exists, that its trust policy allows the caller" +
        `${
          externalId === undefined ? "" : " and this external ID"
        }, and that the caller is allowed sts:AssumeRole on it` +
        `${tags === undefined ? "" : ", and sts:TagSession"}`,
      hintFor: mfaHint,
    }, (client, { AssumeRoleCommand }, send) =>
      client.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          ExternalId: externalId,
          DurationSeconds: durationSeconds,
          SourceIdentity: sourceIdentity,
          ...mfaInput(mfa),
          ...tagsInput(tags),
        }),
        send,
      ));
  }

  assumeRoot(
    credentials: AwsCredentials,
    { targetPrincipal, taskPolicyArn, durationSeconds }: AssumeRootRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    return this.#call(credentials, options, {
      action: "assume root of account",
      subject: targetPrincipal,
      deniedHint:
        "Check that the caller is in the management or delegated administrator account, that centralized root access " +
        "is enabled, and that sts:AssumeRoot is allowed for this account and task policy",
    }, (client, { AssumeRootCommand }, send) =>
      client.send(
        new AssumeRootCommand({
          TargetPrincipal: targetPrincipal,
          TaskPolicyArn: { arn: taskPolicyArn },
          DurationSeconds: durationSeconds,
        }),
        send,
      ));
  }

  assumeRoleWithWebIdentity(
    { roleArn, sessionName, token, durationSeconds }: WebIdentityRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    return this.#call(
      undefined,
      options,
      {
        action: "assume role with a web identity token",
        subject: roleArn,
        deniedHint: WEB_IDENTITY_DENIED_HINT,
        hintFor: webIdentityHint,
        secrets: [token],
      },
      (client, { AssumeRoleWithWebIdentityCommand }, send) =>
        client.send(
          new AssumeRoleWithWebIdentityCommand({
            RoleArn: roleArn,
            RoleSessionName: sessionName,
            WebIdentityToken: token.expose(),
            DurationSeconds: durationSeconds,
          }),
          send,
        ),
    );
  }

  assumeRoleWithSaml(
    { roleArn, providerArn, assertion, durationSeconds }: SamlRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    return this.#call(
      undefined,
      options,
      {
        action: "assume role with a SAML response",
        subject: roleArn,
        deniedHint: SAML_DENIED_HINT,
        hintFor: samlHint,
        secrets: [assertion],
      },
      (client, { AssumeRoleWithSAMLCommand }, send) =>
        client.send(
          new AssumeRoleWithSAMLCommand({
            RoleArn: roleArn,
            PrincipalArn: providerArn,
            SAMLAssertion: assertion.expose(),
            DurationSeconds: durationSeconds,
          }),
          send,
        ),
    );
  }

  async getCallerIdentity(credentials: AwsCredentials, options: StsOptions): Promise<CallerIdentity> {
    const call = {
      action: "identify the owner of access key",
      subject: shortKeyId(credentials.accessKeyId),
      deniedHint: "Log in again, then try again",
    };
    return await this.#send(
      credentials,
      options,
      call,
      async (client, { GetCallerIdentityCommand }, send) =>
        readCallerIdentity(await client.send(new GetCallerIdentityCommand(), send), call),
    );
  }

  /** Makes a call that returns a session. @param credentials Undefined for an unsigned call. */
  #call(
    credentials: AwsCredentials | undefined,
    options: StsOptions,
    call: Description,
    send: Send<SessionAnswer>,
  ): Promise<AwsCredentials> {
    return this.#send(credentials, options, call, async (client, sts, sendOptions, trace) => {
      const { Credentials: answered, AssumedRoleUser: role } = await send(client, sts, sendOptions);
      const now = this.#options.clock();
      const principal = role?.Arn === undefined ? undefined : rolePrincipal(role.Arn);
      const received = {
        ...readStsCredentials(answered, { call, now, trace }),
        region: options.region,
        ...(principal === undefined ? {} : { principal }),
      };
      const profile = ambientProfile(credentials);
      return profile === undefined ? received : markAmbient(received, profile);
    });
  }

  async #send<Answer>(
    credentials: AwsCredentials | undefined,
    { region, endpointUrl, signal }: StsOptions,
    description: Description,
    send: (...args: [...Parameters<Send<Answer>>, CallTrace]) => Promise<Answer>,
  ): Promise<Answer> {
    requireRegion(region, {
      service: "AWS STS",
      hint: "Set the identity's `region` to a region such as eu-west-1",
    });
    const { secrets = [] } = description;
    const own = [credentials?.secretAccessKey, credentials?.sessionToken].filter((secret) =>
      secret !== undefined
    );
    const call = { ...description, secrets: [...secrets, ...own] };
    const trusted = endpointUrl === undefined ? undefined : trustedStsEndpoint(endpointUrl);
    const profile = ambientProfile(credentials) ?? this.#options.profile;
    return await runCall(call, { ...this.#options, profile, signal }, async (transport) => {
      const endpoint = trusted === undefined ? this.#endpoint(credentials) : namedEndpoint(trusted);
      const sts = await import("../clients/sts.ts");
      const client = new sts.STSClient(
        credentials === undefined
          ? anonymousOptions(transport, { region, endpoint })
          : clientOptions(transport, { region, credentials, endpoint }),
      );
      return await send(client, sts, { abortSignal: signal }, transport.trace);
    });
  }

  #endpoint(credentials: AwsCredentials | undefined): EndpointChoice {
    const { environment, profile } = this.#options;
    return chooseEndpoint("sts", {}, { environment, profile: ambientProfile(credentials) ?? profile });
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
