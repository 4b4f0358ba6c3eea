import type { AwsFiles } from "../../aws_files/aws_files.ts";
import type { PathPlace, Variable } from "../../aws_files/file_paths.ts";
import type { AwsSetting } from "../../aws_files/parse_aws_file.ts";
import type { Secret } from "../../secret.ts";

/** Where credentials come from, and what has to be done to get them. */
export type PlannedSource =
  | PlannedKeys
  | PlannedRole
  | PlannedWebIdentity
  | PlannedSso
  | PlannedProcess
  | PlannedLogin
  | PlannedContainer
  | PlannedInstance;

/** Keys that are written out. */
export interface PlannedKeys {
  readonly kind: "keys";
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
  /** When they expire, where that is known. */
  readonly expiresAt?: Date;
}

/** A role that other credentials assume. */
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

/** A role that is assumed with the signed token in a file, as in EKS. */
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
  /** The name of the `[sso-session]` section; undefined for a profile of the old form. */
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
  /** What the cache file is named after. */
  readonly session: string;
}

/** The endpoint of ECS, EKS Pod Identity and the like. */
export interface PlannedContainer {
  readonly kind: "container";
  readonly url: string;
  /** The value of the `Authorization` header; undefined when a file has it, or there is none. */
  readonly authorization: Secret | undefined;
  /** Absolute. */
  readonly authorizationFile: string | undefined;
}

/** The role of the instance. */
export interface PlannedInstance {
  readonly kind: "instance";
  /** What `AWS_EC2_METADATA_SERVICE_ENDPOINT` names; undefined for the usual address. */
  readonly endpoint: string | undefined;
  /** Whether the usual address is that of IPv6. */
  readonly ipv6: boolean;
  /** Whether version 1 of the service, without a token, must not be used. */
  readonly tokenRequired: boolean;
}

/** The services that credentials are asked of, by their keys in `[services]`; in capitals they end `AWS_ENDPOINT_URL_`. */
export const CREDENTIAL_SERVICES: readonly string[] = ["sts", "sso", "sso_oidc", "signin"];

/** How the environment's credentials, or those of one profile, are got. Nothing of it has been asked of the network. */
export interface AmbientPlan {
  /** The profile in use; `default` where none is named. */
  readonly profile: string;
  /** Whether a variable or the user names it. */
  readonly named: boolean;
  /** The settings of that profile, and of the `[services]` section that it names. Empty for one that does not exist. */
  readonly settings: ReadonlyMap<string, AwsSetting>;
  readonly services: ReadonlyMap<string, AwsSetting>;
  /** Endpoints that variables name for {@linkcode CREDENTIAL_SERVICES}. */
  readonly credentialEndpoints: ReadonlyMap<string, string>;
  /** `AWS_REGION`, else `AWS_DEFAULT_REGION`, else the profile's. */
  readonly region: string | undefined;
  /** Undefined when there are no credentials. */
  readonly source: PlannedSource | undefined;
}

/** What a plan is made from. */
export interface AmbientFacts extends PathPlace {
  readonly variable: Variable;
  readonly files: AwsFiles;
  /**
   * A profile that the user names for this one purpose (`--aws-profile`): it alone counts, and keys or a web identity in variables do
   * not. Undefined for the environment as a whole.
   */
  readonly profile?: string | undefined;
}
