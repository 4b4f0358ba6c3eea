import type { SharedFilePaths } from "../domain/aws_files/file_paths.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { EcrToken } from "../domain/token/ecr_token.ts";
import type { Located, SessionTags } from "../domain/auth/model/auth_config.ts";
import type { Secret } from "../domain/secret.ts";
import type { ProfilePin } from "../domain/helper/registry_pin.ts";
import type { Definition } from "../domain/identity/definition.ts";
import type { StoredKeyDefinition } from "../domain/identity/definition_facts.ts";

/** A profile of the AWS files that is used in place of the environment: its variables do not count. */
export interface ProfileChoice {
  /** The name of its section. */
  readonly name: string;
  /** The files that have it; undefined for those that the environment names. */
  readonly files?: SharedFilePaths | undefined;
}

/**
 * Makes a call that needs a code of an MFA device, once more where AWS does not take the code and another one can be had.
 *
 * @param device Its ARN or serial number, and the AWS profile that names it.
 * @throws {LoginError} `MFA_REQUIRED` where there is no code.
 */
export type MfaProver = <T>(
  device: { readonly serialNumber: string; readonly profile: string },
  call: (proof: MfaProof) => Promise<T>,
) => Promise<T>;

/** What is asked for besides the environment as a whole. */
export interface AmbientOptions extends CallOptions {
  /** Undefined for the environment as a whole. */
  readonly profile?: ProfileChoice | undefined;
  /** For roles of profiles with an `mfa_serial`. Undefined where no code can be had. */
  readonly mfa?: MfaProver | undefined;
}

/** The credentials that the environment of the process offers: variables, shared files, web identity, container, instance. */
export interface AmbientCredentials {
  /**
   * Gets them.
   *
   * @throws {AwsError} `AWS_CREDENTIALS_MISSING`, `AWS_PROFILE_INVALID`, or what the source behind them answered.
   * @throws {LoginError} `LOGIN_REQUIRED` when a login of the AWS CLI is over.
   */
  resolve(options: AmbientOptions): Promise<AwsCredentials>;
}

/** Whom credentials stand for. */
export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  /** AWS' own id of the user, or of the role and its session. */
  readonly userId: string;
}

/** AWS STS, as far as it says who somebody is. */
export interface CallerIdentities {
  /** Asks for whom credentials stand. No policy can deny it. @throws {AwsError} Every `AWS_*` code. */
  getCallerIdentity(credentials: AwsCredentials, options: StsOptions): Promise<CallerIdentity>;
}

/** Options of every call that leaves the machine. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal: AbortSignal;
}

/** Source of ECR authorization tokens. Never a cache. */
export interface EcrTokens {
  /**
   * Requests a token for the region, partition and endpoint variant (FIPS, dual-stack) of a registry. It serves every registry
   * there that the credentials may use.
   *
   * @throws {AwsError} Every `AWS_*` code.
   */
  request(registry: Registry, credentials: AwsCredentials, options: CallOptions): Promise<EcrToken>;

  /** Tells that a token of a registry will be requested once its credentials are there, so that the way is open by then. Never fails. */
  expect?(registry: Registry): void;
}

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

/** Signed tokens that say which job of GitHub Actions this is. */
export interface WebIdentityTokens {
  /**
   * Requests a token.
   *
   * @param audience Whom the token is for.
   * @throws {AwsError} `AWS_CREDENTIALS_MISSING` where no token is given: outside of GitHub Actions, and in a job that may not have one;
   * `AWS_ENDPOINT_REFUSED`, `AWS_UNREACHABLE`, `AWS_RESPONSE_INVALID`.
   */
  request(audience: string, options: CallOptions): Promise<Secret>;
}

/** What decides who a principal is, outside of configurations. Told from files and variables: no network is asked. */
export interface PrincipalFacts {
  /** Whose credentials the environment has. */
  ambient(): Promise<Definition>;
  /** Whose credentials a profile of the AWS files has. */
  profile(pin: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">): Promise<Definition>;
  /** The keys of an IAM user whose configuration has none. @param user The identity's name. */
  storedKeys(user: string): Promise<StoredKeyDefinition | undefined>;
}
