import type { SharedFilePaths } from "../domain/aws_files/file_paths.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { EcrToken } from "../domain/token/ecr_token.ts";
import type { Located, SessionTags } from "../domain/auth/model/auth_config.ts";
import type { Secret } from "../domain/secret.ts";
import type { ProfilePin } from "../domain/helper/registry_pin.ts";
import type { Definition, StoredKeyDefinition } from "../domain/identity/definition.ts";

/** An AWS profile to use instead of the environment. The environment's variables are then ignored. */
export interface ProfileChoice {
  /** The name of its section. */
  readonly name: string;
  /** The files that contain it; undefined for those that the environment names. */
  readonly files?: SharedFilePaths | undefined;
}

/**
 * Makes a call that needs an MFA code. If AWS rejects the code and another one is available, makes the call once more.
 *
 * @param device The device's ARN or serial number, and the AWS profile that names it.
 * @throws {LoginError} `MFA_REQUIRED` without a code.
 */
export type MfaProver = <T>(
  device: { readonly serialNumber: string; readonly profile: string },
  call: (proof: MfaProof) => Promise<T>,
) => Promise<T>;

/** What to resolve. */
export interface AmbientOptions extends CallOptions {
  /** Undefined for the environment as a whole. */
  readonly profile?: ProfileChoice | undefined;
  /** For roles of profiles with an `mfa_serial`. Undefined if no code is available. */
  readonly mfa?: MfaProver | undefined;
}

/** The credentials in the environment of the process: variables, shared files, web identity, container, instance. */
export interface AmbientCredentials {
  /**
   * Resolves the credentials.
   *
   * @throws {AwsError} `AWS_CREDENTIALS_MISSING`, `AWS_PROFILE_INVALID`, or the error of the source.
   * @throws {LoginError} `LOGIN_REQUIRED` if a login of the AWS CLI has expired.
   */
  resolve(options: AmbientOptions): Promise<AwsCredentials>;
}

/** The principal of credentials. */
export interface CallerIdentity {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  /** AWS' unique id of the user, or of the role and session. */
  readonly userId: string;
}

/** The part of AWS STS that identifies callers. */
export interface CallerIdentities {
  /** Calls GetCallerIdentity, which no policy can deny. @throws {AwsError} Every `AWS_*` code. */
  getCallerIdentity(credentials: AwsCredentials, options: StsOptions): Promise<CallerIdentity>;
}

/** Options of every call that leaves the machine. */
export interface CallOptions {
  /** Aborts the call. */
  readonly signal: AbortSignal;
}

/** Source of ECR authorization tokens. Never a cache. */
export interface EcrTokens {
  /**
   * Requests a token for the region, partition and endpoint variant (FIPS, dual-stack) of a registry. The token is valid for every registry
   * there that the credentials can access.
   *
   * @throws {AwsError} Every `AWS_*` code.
   */
  request(registry: Registry, credentials: AwsCredentials, options: CallOptions): Promise<EcrToken>;

  /** Announces that a token will be requested once credentials are available, so that the connection can be opened early. Never fails. */
  expect?(registry: Registry): void;
}

/** Where a call to STS goes. */
export interface StsOptions extends CallOptions {
  readonly region: string;
  /** Base endpoint that replaces the region's own, from `spec.endpoint_url`. */
  readonly endpointUrl?: Located<string> | undefined;
}

/** Proof of possession of an MFA device. */
export interface MfaProof {
  /** The ARN or serial number of the device. */
  readonly serialNumber: string;
  /** 6 digits, single use. */
  readonly code: Secret;
}

/** The parameters of GetSessionToken. */
export interface SessionTokenRequest {
  /** Seconds. */
  readonly durationSeconds: number;
  readonly mfa?: MfaProof | undefined;
}

/** What every call that assumes something may set. */
interface AssumeRequest {
  /** Seconds; undefined for the default of AWS. */
  readonly durationSeconds?: number | undefined;
}

/** The parameters of AssumeRole. */
export interface AssumeRoleRequest extends AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string | undefined;
  readonly mfa?: MfaProof | undefined;
  readonly tags?: SessionTags | undefined;
  readonly sourceIdentity?: string | undefined;
}

/** The parameters of AssumeRoleWithWebIdentity. */
export interface WebIdentityRequest extends AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** A signed token of an identity provider that the role trusts. */
  readonly token: Secret;
}

/** The parameters of AssumeRoleWithSAML. */
export interface SamlRoleRequest extends AssumeRequest {
  readonly roleArn: string;
  /** The IAM SAML provider that the role trusts. */
  readonly providerArn: string;
  /** The identity provider's response, base64. */
  readonly assertion: Secret;
}

/** The parameters of AssumeRoot. */
export interface AssumeRootRequest extends AssumeRequest {
  readonly targetPrincipal: string;
  readonly taskPolicyArn: string;
}

/** A call with the credentials of the caller. */
type StsCall<Request> = (
  credentials: AwsCredentials,
  request: Request,
  options: StsOptions,
) => Promise<AwsCredentials>;

/** The part of AWS STS that identity chains need. Every call may throw {@linkcode AwsError} with any `AWS_*` code. */
export interface SecurityTokenService {
  getSessionToken: StsCall<SessionTokenRequest>;
  assumeRole: StsCall<AssumeRoleRequest>;
  assumeRoot: StsCall<AssumeRootRequest>;

  /** Assumes a role with a token instead of credentials. */
  assumeRoleWithWebIdentity(request: WebIdentityRequest, options: StsOptions): Promise<AwsCredentials>;

  /** Assumes a role with a SAML response instead of credentials. */
  assumeRoleWithSaml(request: SamlRoleRequest, options: StsOptions): Promise<AwsCredentials>;
}

/** Signed tokens that identify this GitHub Actions job. */
export interface WebIdentityTokens {
  /**
   * Requests a token.
   *
   * @param audience The audience of the token.
   * @throws {AwsError} `AWS_CREDENTIALS_MISSING` outside GitHub Actions, and in a job without the permission; `AWS_ENDPOINT_REFUSED`,
   * `AWS_UNREACHABLE`, `AWS_RESPONSE_INVALID`.
   */
  request(audience: string, options: CallOptions): Promise<Secret>;
}

/** The facts that determine a principal, apart from the configuration. They come from files and variables, without network calls. */
export interface PrincipalFacts {
  /** The definition of the environment's credentials. */
  ambient(): Promise<Definition>;
  /** The definition of the credentials of an AWS profile. */
  profile(pin: Pick<ProfilePin, "profile" | "configFile" | "credentialsFile">): Promise<Definition>;
  /**
   * The keys of an IAM user whose configuration has none.
   *
   * @param user The identity's name.
   * @param credentialsFile Absolute; the credentials file of the environment when absent.
   */
  storedKeys(user: string, credentialsFile?: string): Promise<StoredKeyDefinition | undefined>;
}
