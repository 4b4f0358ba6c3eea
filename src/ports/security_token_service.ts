import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Located, SessionTags } from "../domain/auth/auth_config.ts";
import type { Secret } from "../domain/secret.ts";
import type { CallOptions } from "./ecr_tokens.ts";

/** Where a call to STS goes. */
export interface StsOptions extends CallOptions {
  readonly region: string;
  /** Base endpoint that replaces the region's own, from `spec.endpoint_url`. */
  readonly endpointUrl?: Located<string> | undefined;
}

/** Proof that a person holds an MFA device. */
export interface MfaProof {
  /** The ARN or serial number of the device. */
  readonly serialNumber: string;
  /** 6 digits, good once. */
  readonly code: Secret;
}

/** What GetSessionToken is asked for. */
export interface SessionTokenRequest {
  /** Seconds. */
  readonly durationSeconds: number;
  readonly mfa?: MfaProof | undefined;
}

/** What AssumeRole is asked for. */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string | undefined;
  /** Seconds; left to AWS when undefined. */
  readonly durationSeconds?: number | undefined;
  readonly mfa?: MfaProof | undefined;
  readonly tags?: SessionTags | undefined;
  readonly sourceIdentity?: string | undefined;
}

/** What AssumeRoleWithWebIdentity is asked for. */
export interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** A signed token of an identity provider that the role trusts. */
  readonly token: Secret;
  /** Seconds; left to AWS when undefined. */
  readonly durationSeconds?: number | undefined;
}

/** What AssumeRoleWithSAML is asked for. */
export interface SamlRoleRequest {
  readonly roleArn: string;
  /** The SAML provider of IAM that the role trusts. */
  readonly providerArn: string;
  /** The response of the identity provider, base64. */
  readonly assertion: Secret;
  /** Seconds; left to AWS when undefined. */
  readonly durationSeconds?: number | undefined;
}

/** What AssumeRoot is asked for. */
export interface AssumeRootRequest {
  readonly targetPrincipal: string;
  readonly taskPolicyArn: string;
  /** Seconds; left to AWS when undefined. */
  readonly durationSeconds?: number | undefined;
}

/** AWS STS, as far as chains of identities need it. Every call may throw {@linkcode AwsError} with any `AWS_*` code. */
export interface SecurityTokenService {
  getSessionToken(
    credentials: AwsCredentials,
    request: SessionTokenRequest,
    options: StsOptions,
  ): Promise<AwsCredentials>;
  assumeRole(
    credentials: AwsCredentials,
    request: AssumeRoleRequest,
    options: StsOptions,
  ): Promise<AwsCredentials>;
  assumeRoot(
    credentials: AwsCredentials,
    request: AssumeRootRequest,
    options: StsOptions,
  ): Promise<AwsCredentials>;

  /** Takes a role with a token instead of credentials. */
  assumeRoleWithWebIdentity(request: WebIdentityRequest, options: StsOptions): Promise<AwsCredentials>;

  /** Takes a role with the response of a SAML identity provider instead of credentials. */
  assumeRoleWithSaml(request: SamlRoleRequest, options: StsOptions): Promise<AwsCredentials>;
}
