/**
 * The `auth` section of `atmos.yaml`, as far as registries need it.
 *
 * Reference: the fields are those of Atmos' `pkg/schema/schema_auth.go`; the kinds are the ones it registers in
 * `pkg/auth/factory/factory.go` and `pkg/auth/integrations/types.go`.
 *
 * @module
 */
import type { Origin } from "../../config/origin.ts";
import type { Problem } from "../../config/problem.ts";
import type { Secret } from "../../secret.ts";

/** A value with its position, for errors that are found when it is used. */
export interface Located<T> {
  readonly value: T;
  readonly origin: Origin;
  /** For an endpoint: its file is trusted, so it may be any host. */
  readonly trusted?: true;
  /** If it is not: the file that led to it and prevents trust, if it is that one. */
  readonly leader?: string;
}

/** What an integration or identity is based on: exactly one of the two. */
export type Via =
  | { readonly kind: "identity"; readonly name: string; readonly origin: Origin }
  | { readonly kind: "provider"; readonly name: string; readonly origin: Origin };

interface Named {
  /** The name as written. */
  readonly name: string;
  readonly origin: Origin;
}

/** A source of initial credentials. Login flows are added by kind. */
export interface Provider extends Named {
  /** `aws/iam-identity-center`, `github/oidc`, `aws/saml`, or a kind that is not for AWS. */
  readonly kind: string;
  /** Texts by dotted path in lower case, e.g. `start_url`, `region`, `spec.audience`, `session.duration`; no passwords. */
  readonly fields: ReadonlyMap<string, Located<string>>;
  /** Where Atmos also stores its login, from `auth.keyring`. */
  readonly keyring?: KeyringConfig;
}

interface IdentityBase extends Named {
  readonly default: boolean;
  /** Absent for a kind that starts chains. */
  readonly via?: Via;
  readonly region?: Located<string>;
  /** Base endpoint of the AWS clients that this identity needs, from `spec.endpoint_url`. */
  readonly endpointUrl?: Located<string>;
  /** Variables for programs that run as the identity, by name. */
  readonly env?: ReadonlyMap<string, Located<string>>;
}

interface WithMfa {
  /** The ARN of a virtual device, or the serial number of another one. */
  readonly mfaArn?: Located<string>;
  /** A command that prints a code, from `mfa_process`. Only runs if its file is trusted. */
  readonly mfaProcess?: Located<string>;
}

/** A long-lived IAM user, whose keys are exchanged for a session by GetSessionToken. */
export interface UserIdentity extends IdentityBase, WithMfa {
  readonly kind: "aws/user";
  /** Both keys, or neither. */
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: Secret };
  /** Seconds, from `session.duration`; 43,200 (12 h) when absent. */
  readonly sessionSeconds?: number;
  /** Whether the user may use the AWS sign-in page if there are no keys; default true. */
  readonly webflowEnabled?: boolean;
  /** Where Atmos stores keys of users, from `auth.keyring`. */
  readonly keyring?: KeyringConfig;
}

/** `auth.keyring`, as far as it is set. */
export interface KeyringConfig {
  /** `system`, `file` or `memory`. */
  readonly type?: string;
  /** The directory of a `file` keyring. */
  readonly path?: string;
  /** The source of the path, if it is not a literal: messages name the source instead. */
  readonly pathFrom?: string;
  /** The variable that contains its password. */
  readonly passwordEnv?: string;
}

/** The tags of a session, for policies that require them. */
export interface SessionTags {
  /** Values by key, as written. */
  readonly values: ReadonlyMap<string, string>;
  /** Keys that are passed on to the next role of a chain. */
  readonly transitive: readonly string[];
}

/** A role, assumed with the credentials of the previous step. */
export interface AssumeRoleIdentity extends IdentityBase, WithMfa {
  readonly kind: "aws/assume-role";
  readonly via: Via;
  readonly roleArn: Located<string>;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly tags?: SessionTags;
  /** The source identity for CloudTrail, passed on to the next role of a chain. */
  readonly sourceIdentity?: string;
  /** Seconds; omitted from the request if absent, which means 3,600. */
  readonly durationSeconds?: number;
}

/** A root session in a member account, limited to one task policy. */
export interface AssumeRootIdentity extends IdentityBase {
  readonly kind: "aws/assume-root";
  readonly via: Via;
  /** The member account, 12 digits. */
  readonly targetPrincipal: string;
  readonly taskPolicyArn: string;
  /** Seconds, at most 900. */
  readonly durationSeconds?: number;
}

/** A role in an account, granted through IAM Identity Center. */
export interface PermissionSetIdentity extends IdentityBase {
  readonly kind: "aws/permission-set";
  readonly via: Via;
  readonly permissionSet: string;
  readonly account: { readonly id?: string; readonly name?: string };
}

/** The credentials of the process environment. */
export interface AmbientIdentity extends IdentityBase {
  /** `ambient` is accepted for `aws/ambient`. */
  readonly kind: "aws/ambient";
}

/** A kind that cannot lead to ECR here, known to Atmos or not. */
export interface OtherIdentity extends IdentityBase {
  readonly kind: "other";
  /** The kind as written. */
  readonly writtenKind: string;
}

/** An entry of `auth.identities`. */
export type Identity =
  | UserIdentity
  | AssumeRoleIdentity
  | AssumeRootIdentity
  | PermissionSetIdentity
  | AmbientIdentity
  | OtherIdentity;

interface IntegrationBase extends Named {
  readonly via?: Via;
  /** Whether `auth login` runs it automatically; default true. */
  readonly autoProvision: boolean;
}

/** A private registry, one account in one region, or `public.ecr.aws`. */
export interface RegistryIntegration extends IntegrationBase {
  readonly kind: "aws/ecr" | "aws/ecr-public";
  /** Host names, each validated against the grammar. One, except for the first draft's `registries:` list. */
  readonly hosts: readonly string[];
}

/** A kind that is not for AWS container registries: known by name and ignored. */
interface OtherIntegration extends IntegrationBase {
  readonly kind: "other";
  readonly writtenKind: string;
}

/** An entry of `auth.integrations`. */
export type Integration = RegistryIntegration | OtherIntegration;

/** An entry as far as it could be decoded: an invalid entry does not affect others. */
export interface Entry<T> {
  /** The name as written. */
  readonly name: string;
  readonly origin: Origin;
  /** Undefined if one of its problems is an error. */
  readonly value?: T;
  /** The readable part of an invalid entry: it tells what the entry belongs to, and is used for nothing else. */
  readonly draft?: T;
  readonly problems: readonly Problem[];
  /**
   * Whether its functions wait for `LoadedConfig.evaluate`. An identity or integration then has the kind `other`, as far as it is readable,
   * and leads nowhere.
   */
  readonly pending?: true;
  /** Whether it contains `default: true`, even if an error prevents decoding it. */
  readonly marked?: true;
  readonly tags?: readonly string[];
}

/** Entries by folded name, in the order of the file. */
export type Entries<T> = ReadonlyMap<string, Entry<T>>;

/** The `auth` section. */
export interface AuthConfig {
  readonly realm?: Located<string>;
  readonly providers: Entries<Provider>;
  readonly identities: Entries<Identity>;
  readonly integrations: Entries<Integration>;
  /** Problems outside the entries: unknown keys of `auth`, sections of the wrong type. */
  readonly problems: readonly Problem[];
}
