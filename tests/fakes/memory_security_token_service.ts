import { AwsError } from "../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import { Secret } from "../../src/domain/secret.ts";
import type {
  AssumeRoleRequest,
  AssumeRootRequest,
  CallerIdentities,
  CallerIdentity,
  MfaProof,
  SamlRoleRequest,
  SecurityTokenService,
  SessionTokenRequest,
  StsOptions,
  WebIdentityRequest,
} from "../../src/ports/aws.ts";
import { untilEnded } from "./until_ended.ts";

/** One call. */
export interface StsCall {
  readonly action:
    | "GetSessionToken"
    | "AssumeRole"
    | "AssumeRoleWithWebIdentity"
    | "AssumeRoleWithSAML"
    | "AssumeRoot"
    | "GetCallerIdentity";
  /** Whose credentials signed it; the token of a call that is not signed. */
  readonly accessKeyId: string;
  /** The access key, role or account that it was about. */
  readonly subject: string;
  readonly options: StsOptions;
  readonly role?: AssumeRoleRequest;
  readonly session?: SessionTokenRequest;
  readonly seconds?: number;
}

/** A role and whom it lets in. */
export interface MemoryRole {
  /** Access key ids of users, and ARNs of roles whose sessions may assume it; everybody when left out. */
  readonly trusts?: readonly string[];
  readonly externalId?: string;
  readonly requiresMfa?: boolean;
  /** Tokens of web identities that may assume it. */
  readonly tokens?: readonly string[];
  /** SAML providers whose responses may assume it. */
  readonly samlProviders?: readonly string[];
}

/** STS in memory: it knows roles by ARN, and whom its own session keys stand for. */
export class MemorySecurityTokenService implements SecurityTokenService, CallerIdentities {
  /** Every call, in order. */
  readonly calls: StsCall[] = [];
  /** Roles by ARN; one that is not here trusts nobody. */
  readonly roles = new Map<string, MemoryRole>();
  /** Accounts whose root may be assumed. */
  readonly members = new Set<string>();
  /** Codes by the serial number of their device. Each is good once. */
  readonly mfaCodes = new Map<string, Set<string>>();
  /** Set to answer a call with an error; undefined lets it through. */
  failure: ((call: StsCall) => AwsError | undefined) | undefined;
  /** Set to answer nothing until the signal ends the call. */
  hanging = false;
  readonly #principals = new Map<string, string>();
  readonly #now: () => Date;

  /** @param now When sessions begin; the real time when left out. */
  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  /** Whom session keys stand for: an access key ID, the ARN of a role, an account. The keys themselves for any others. */
  principal(accessKeyId: string): string {
    return this.#principals.get(accessKeyId) ?? accessKeyId;
  }

  async getSessionToken(
    { accessKeyId, sessionToken }: AwsCredentials,
    request: SessionTokenRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    await this.#begin({
      action: "GetSessionToken",
      accessKeyId,
      subject: accessKeyId,
      options,
      session: request,
    });
    const { durationSeconds, mfa } = request;
    this.#checkCode(mfa);
    if (sessionToken !== undefined) throw denied(`create a session for access key "${accessKeyId}"`);
    return this.#session(accessKeyId, durationSeconds, options);
  }

  async assumeRole(
    { accessKeyId }: AwsCredentials,
    request: AssumeRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const { roleArn, externalId, durationSeconds = 3600, mfa } = request;
    await this.#begin({ action: "AssumeRole", accessKeyId, subject: roleArn, options, role: request });
    const role = this.roles.get(roleArn);
    const isTrusted = role?.trusts === undefined || role.trusts.includes(this.principal(accessKeyId));
    if (
      role === undefined || !isTrusted || (role.externalId !== undefined && role.externalId !== externalId)
    ) {
      throw denied(`assume role "${roleArn}"`);
    }
    this.#checkCode(mfa);
    if (role.requiresMfa === true && mfa === undefined) throw denied(`assume role "${roleArn}"`);
    return this.#session(roleArn, durationSeconds, options);
  }

  async assumeRoleWithWebIdentity(
    { roleArn, token, durationSeconds = 3600 }: WebIdentityRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    const accessKeyId = token.expose();
    await this.#begin({ action: "AssumeRoleWithWebIdentity", accessKeyId, subject: roleArn, options });
    if (this.roles.get(roleArn)?.tokens?.includes(accessKeyId) !== true) {
      throw denied(`assume role "${roleArn}"`);
    }
    return this.#session(roleArn, durationSeconds, options);
  }

  async assumeRoleWithSaml(
    { roleArn, providerArn, assertion, durationSeconds = 3600 }: SamlRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    await this.#begin({
      action: "AssumeRoleWithSAML",
      accessKeyId: assertion.expose(),
      subject: roleArn,
      options,
      seconds: durationSeconds,
    });
    if (this.roles.get(roleArn)?.samlProviders?.includes(providerArn) !== true) {
      throw denied(`assume role "${roleArn}"`);
    }
    return this.#session(roleArn, durationSeconds, options);
  }

  async assumeRoot(
    { accessKeyId }: AwsCredentials,
    { targetPrincipal, durationSeconds = 900 }: AssumeRootRequest,
    options: StsOptions,
  ): Promise<AwsCredentials> {
    await this.#begin({ action: "AssumeRoot", accessKeyId, subject: targetPrincipal, options });
    if (!this.members.has(targetPrincipal)) throw denied(`assume root of account "${targetPrincipal}"`);
    return this.#session(targetPrincipal, durationSeconds, options);
  }

  async getCallerIdentity({ accessKeyId }: AwsCredentials, options: StsOptions): Promise<CallerIdentity> {
    await this.#begin({ action: "GetCallerIdentity", accessKeyId, subject: accessKeyId, options });
    const principal = this.principal(accessKeyId);
    return {
      account: /\b\d{12}\b/.exec(principal)?.[0] ?? "123456789012",
      arn: principal.startsWith("arn:") ? principal : `arn:aws:iam::123456789012:user/${principal}`,
      userId: principal,
    };
  }

  async #begin(call: StsCall): Promise<void> {
    await untilEnded(call.options.signal, { hanging: false });
    this.calls.push(call);
    await untilEnded(call.options.signal, this);
    const failure = this.failure?.(call);
    if (failure !== undefined) throw failure;
  }

  #checkCode(mfa: MfaProof | undefined): void {
    if (mfa === undefined || this.mfaCodes.get(mfa.serialNumber)?.delete(mfa.code.expose()) === true) return;
    throw new AwsError(
      "AWS_DENIED",
      "Cannot use the MFA code: AWS denied access (AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.)",
    );
  }

  #session(principal: string, seconds: number, { region }: StsOptions): AwsCredentials {
    const accessKeyId = `ASIA${String(this.#principals.size + 1).padStart(16, "0")}`;
    this.#principals.set(accessKeyId, this.principal(principal));
    return {
      accessKeyId,
      secretAccessKey: new Secret(`secret of ${accessKeyId}`),
      sessionToken: new Secret(`session of ${accessKeyId}`),
      expiresAt: new Date(this.#now().getTime() + seconds * 1000),
      region,
    };
  }
}

function denied(what: string): AwsError {
  return new AwsError("AWS_DENIED", `Cannot ${what}: AWS denied access`, { hint: "Check the trust policy" });
}
