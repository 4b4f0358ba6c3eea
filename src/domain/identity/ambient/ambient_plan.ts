import type { AwsFiles } from "../../aws_files/aws_files.ts";
import type { PathPlace, Variable } from "../../aws_files/file_paths.ts";
import type { AwsSetting } from "../../aws_files/parse_aws_file.ts";
import type { Secret } from "../../secret.ts";

/** A source of credentials, and how to use it. */
export type PlannedSource =
  | PlannedKeys
  | PlannedRole
  | PlannedWebIdentity
  | PlannedSso
  | PlannedProcess
  | PlannedLogin
  | PlannedContainer
  | PlannedInstance;

/** Literal keys. */
export interface PlannedKeys {
  readonly kind: "keys";
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
  /** Their expiry, if known. */
  readonly expiresAt?: Date;
}

/** A role assumed with other credentials. */
export interface PlannedRole {
  readonly kind: "role";
  /** The profile that names it. */
  readonly profile: string;
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
  /** The ARN or serial number of an MFA device. */
  readonly mfaSerial?: string | undefined;
  /** Seconds. */
  readonly durationSeconds?: number | undefined;
  readonly source: PlannedSource;
}

/** A role assumed with a signed token in a file, as in EKS. */
export interface PlannedWebIdentity {
  readonly kind: "web-identity";
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  /** Absolute. */
  readonly tokenFile: string;
  /** What names the file: a variable, or a setting of a profile. */
  readonly namedBy: string;
}

/** A permission set of IAM Identity Center. */
export interface PlannedSso {
  readonly kind: "sso";
  readonly profile: string;
  readonly startUrl: string;
  /** The region of IAM Identity Center. */
  readonly region: string;
  readonly accountId: string;
  readonly roleName: string;
  /** The name of the `[sso-session]` section; undefined for a profile in the legacy format. */
  readonly session: string | undefined;
}

/** A program that prints credentials. */
export interface PlannedProcess {
  readonly kind: "process";
  readonly profile: string;
  readonly command: string;
}

/** The cache of `aws login`. */
export interface PlannedLogin {
  readonly kind: "login";
  readonly profile: string;
  /** What the cache file's name is derived from. */
  readonly session: string;
}

/** The endpoint of ECS, EKS Pod Identity and similar services. */
export interface PlannedContainer {
  readonly kind: "container";
  readonly url: string;
  /** The value of the `Authorization` header; undefined if it is in a file, or there is none. */
  readonly authorization: Secret | undefined;
  /** Absolute. */
  readonly authorizationFile: string | undefined;
}

/** The role of the instance. */
export interface PlannedInstance {
  readonly kind: "instance";
  /** The value of `AWS_EC2_METADATA_SERVICE_ENDPOINT`; undefined for the default address. */
  readonly endpoint: string | undefined;
  /** Whether the default address is that of IPv6. */
  readonly ipv6: boolean;
  /** Whether version 1 of the service, without a token, is forbidden. */
  readonly tokenRequired: boolean;
  /** Seconds that one request may take. */
  readonly timeoutSeconds: number;
  /** How often a request is made until it succeeds. */
  readonly attempts: number;
}

/** The services that provide credentials, by their keys in `[services]`; in upper case, they are the suffixes of `AWS_ENDPOINT_URL_`. */
export const CREDENTIAL_SERVICES: readonly string[] = ["sts", "sso", "sso_oidc", "signin"];

/** The variables that name a region, in their order. */
export const REGION_VARIABLES: readonly string[] = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/** How to get the environment's credentials, or those of one profile. Made without network calls. */
export interface AmbientPlan {
  /** The profile in use; `default` if none is named. */
  readonly profile: string;
  /** Whether it was named by a variable or the user. */
  readonly named: boolean;
  /** The settings of that profile, and of its `[services]` section. Empty if it does not exist. */
  readonly settings: ReadonlyMap<string, AwsSetting>;
  readonly services: ReadonlyMap<string, AwsSetting>;
  /** Endpoints set in variables for {@linkcode CREDENTIAL_SERVICES}. */
  readonly credentialEndpoints: ReadonlyMap<string, string>;
  /** `AWS_REGION`, otherwise `AWS_DEFAULT_REGION`, otherwise the profile's. */
  readonly region: string | undefined;
  /** Undefined without credentials. */
  readonly source: PlannedSource | undefined;
}

/** What determines a plan. */
export interface AmbientFacts extends PathPlace {
  readonly variable: Variable;
  readonly files: AwsFiles;
  /**
   * A profile that the user selects explicitly (`--aws-profile`): keys or a web identity in variables are then ignored. Undefined for the
   * environment as a whole.
   */
  readonly profile?: string | undefined;
}
