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

/** A value that knows where it was written, for errors that are found only when it is used. */
export interface Located<T> {
  readonly value: T;
  readonly origin: Origin;
  /** For an endpoint: that its file is trusted, so that it may lead anywhere. */
  readonly trusted?: true;
}

/** What an integration or identity builds upon: exactly one of both. */
export type Via =
  | { readonly kind: "identity"; readonly name: string; readonly origin: Origin }
  | { readonly kind: "provider"; readonly name: string; readonly origin: Origin };

/** Fields that every named entry has. */
interface Named {
  /** The name as written. */
  readonly name: string;
  readonly origin: Origin;
}

/** A source of first credentials. The login flows that use them plug in by kind. */
export interface Provider extends Named {
  /** `aws/iam-identity-center`, `github/oidc`, `aws/saml`, or a kind that is not for AWS. */
  readonly kind: string;
  /** Texts by dotted path in lower case, e.g. `start_url`, `region`, `spec.audience`, `session.duration`; no password. */
  readonly fields: ReadonlyMap<string, Located<string>>;
  /** Where Atmos keeps the login to it, too, from `auth.keyring`. */
  readonly keyring?: KeyringConfig;
}

/** Fields that every identity has. */
interface IdentityBase extends Named {
  readonly default: boolean;
  /** Base endpoint of the AWS clients that this identity needs, from `spec.endpoint_url`. */
  readonly endpointUrl?: Located<string>;
  /** Variables for programs that run as the identity, by name. */
  readonly env?: ReadonlyMap<string, Located<string>>;
}

/** The MFA device that an identity asks a code of. */
interface WithMfa {
  /** The ARN of a virtual device, or the serial number of another one. */
  readonly mfaArn?: Located<string>;
  /** A command that prints a code, from `mfa_process`. It runs when its file is trusted. */
  readonly mfaProcess?: Located<string>;
}

/** A long-lived IAM user, turned into a session by GetSessionToken. */
export interface UserIdentity extends IdentityBase, WithMfa {
  readonly kind: "aws/user";
  /** Both keys, or neither. */
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: Secret };
  readonly region?: Located<string>;
  /** Seconds, from `session.duration`; 43,200 (12 h) when absent. */
  readonly sessionSeconds?: number;
  /** Whether a person may sign in at AWS' page where there are no keys; true when absent. */
  readonly webflowEnabled?: boolean;
  /** Where Atmos keeps the keys of users, from `auth.keyring`. */
  readonly keyring?: KeyringConfig;
}

/** `auth.keyring`, as far as it is said. */
export interface KeyringConfig {
  /** `system`, `file` or `memory`. */
  readonly type?: string;
  /** The directory of a `file` keyring. */
  readonly path?: string;
  /** Where that was taken from, if it is not written out: messages name that in its place. */
  readonly pathFrom?: string;
  /** The variable that holds its password. */
  readonly passwordEnv?: string;
}

/** What a session is tagged with, for policies that ask for it. */
export interface SessionTags {
  /** Values by key, as written. */
  readonly values: ReadonlyMap<string, string>;
  /** Keys that the next role of a chain gets too. */
  readonly transitive: readonly string[];
}

/** A role taken with the credentials of the step before. */
export interface AssumeRoleIdentity extends IdentityBase, WithMfa {
  readonly kind: "aws/assume-role";
  readonly via: Via;
  readonly roleArn: Located<string>;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly tags?: SessionTags;
  /** Who is behind it, for CloudTrail; the next role of a chain gets it too. */
  readonly sourceIdentity?: string;
  /** Seconds; left out of the request when absent, which makes it 3,600. */
  readonly durationSeconds?: number;
  readonly region?: Located<string>;
}

/** Root of a member account, limited to one task policy. */
export interface AssumeRootIdentity extends IdentityBase {
  readonly kind: "aws/assume-root";
  readonly via: Via;
  /** The member account, 12 digits. */
  readonly targetPrincipal: string;
  readonly taskPolicyArn: string;
  /** Seconds, at most 900. */
  readonly durationSeconds?: number;
  readonly region?: Located<string>;
}

/** A role of an account that IAM Identity Center grants. */
export interface PermissionSetIdentity extends IdentityBase {
  readonly kind: "aws/permission-set";
  readonly via: Via;
  readonly permissionSet: string;
  readonly account: { readonly id?: string; readonly name?: string };
  readonly region?: Located<string>;
}

/** Whatever credentials the environment of the process offers. */
export interface AmbientIdentity extends IdentityBase {
  /** `ambient` is read as `aws/ambient`. */
  readonly kind: "aws/ambient";
  readonly region?: Located<string>;
}

/** A kind that is known to Atmos, or to nobody, and cannot lead to ECR here. */
export interface OtherIdentity extends IdentityBase {
  readonly kind: "other";
  /** The kind as written. */
  readonly writtenKind: string;
  readonly via?: Via;
}

/** An entry of `auth.identities`. */
export type Identity =
  | UserIdentity
  | AssumeRoleIdentity
  | AssumeRootIdentity
  | PermissionSetIdentity
  | AmbientIdentity
  | OtherIdentity;

/** Fields that every integration has. */
interface IntegrationBase extends Named {
  readonly via?: Via;
  /** Whether `auth login` runs it by itself; true when absent. */
  readonly autoProvision: boolean;
}

/** A private registry: one account in one region. */
export interface EcrIntegration extends IntegrationBase {
  readonly kind: "aws/ecr";
  /** Host names, each checked against the grammar. One, but for the first draft's `registries:` list. */
  readonly hosts: readonly string[];
}

/** `public.ecr.aws`. */
export interface EcrPublicIntegration extends IntegrationBase {
  readonly kind: "aws/ecr-public";
  readonly hosts: readonly string[];
}

/** A kind that is not for container registries of AWS: known by name and left alone. */
export interface OtherIntegration extends IntegrationBase {
  readonly kind: "other";
  readonly via?: Via;
  readonly writtenKind: string;
}

/** An entry of `auth.integrations`. */
export type Integration = EcrIntegration | EcrPublicIntegration | OtherIntegration;

/** An entry as far as it could be read: one bad entry breaks nothing else. */
export interface Entry<T> {
  /** The name as written. */
  readonly name: string;
  readonly origin: Origin;
  /** Undefined when an error among the problems makes the entry unusable. */
  readonly value?: T;
  /** What could be read of an entry with an error: it tells what the entry belongs to, and is never used for anything else. */
  readonly draft?: T;
  readonly problems: readonly Problem[];
  /**
   * Whether functions in it wait for `LoadedConfig.evaluate`. An identity or integration is then of kind `other`, as far as it can be
   * read, and leads nowhere.
   */
  readonly pending?: true;
  /** Whether `default: true` stands in it, also where an error keeps it from being read. */
  readonly marked?: true;
  /** The tags of a provider or identity. */
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
  /** Problems outside of the entries: unknown keys of `auth`, sections of the wrong type. */
  readonly problems: readonly Problem[];
}
