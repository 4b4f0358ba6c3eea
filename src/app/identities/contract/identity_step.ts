import type { Identity, Provider } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { LookupError } from "../../../domain/errors/errors.ts";
import type { AwsCredentials, StepCredentials } from "../../../domain/identity/credentials.ts";
import type { SessionOwner } from "../../../domain/identity/session_owner.ts";
import { type PartitionInfo, partitionOfRegion } from "../../../domain/registry/partitions.ts";
import type { Secret } from "../../../domain/secret.ts";
import type { Deadline } from "../../../ports/time.ts";

/** How to walk a chain. */
export interface WalkOptions {
  /** Aborts the calls of the steps. Its clock stops during a prompt. */
  readonly deadline: Deadline;
  /** The realm of the sessions. */
  readonly realm: string;
}

/** The context of every step of a chain. */
export interface StepContext extends WalkOptions {
  /** The partition of the registry. */
  readonly partition: PartitionInfo;
}

/** One kind of identity. */
export interface IdentityStep<I extends Identity> {
  /** Fails for an invalid identity, before AWS is called. */
  check?(identity: I): void;

  /** Turns the credentials of the previous step into those of an identity. `base` is undefined for the first step. */
  authenticate(
    identity: I,
    base: StepCredentials | undefined,
    context: StepContext,
  ): Promise<StepCredentials>;

  /** The principal of an identity whose definition does not determine it: calls AWS with its long-lived keys. Undefined without keys. */
  owner?(identity: I, context: StepContext): Promise<SessionOwner | undefined>;

  /**
   * The id of an identity's long-lived keys outside the configuration: sessions made with other keys no longer belong to this identity.
   * `null` without keys; undefined if it does not matter, or is unknown.
   */
  keys?(identity: I, context: StepContext): Promise<string | null | undefined>;
}

/** Gets the first credentials of a chain from a provider. */
export type ProviderStep = (provider: Provider, context: StepContext) => Promise<StepCredentials>;

/**
 * What can be authenticated, by kind. To add a kind of login, write its step beside the others, and add it to {@linkcode
 * createIdentitySteps}.
 */
export interface IdentitySteps {
  readonly identities: {
    readonly [K in Identity["kind"]]?: IdentityStep<Extract<Identity, { readonly kind: K }>>;
  };
  readonly providers: { readonly [kind: string]: ProviderStep };
}

/**
 * The credentials of the previous step, as keys that can sign a request.
 *
 * @throws {LookupError} `IDENTITY_CHAIN_INVALID` if the previous step provides another kind.
 */
export function requireAwsCredentials(identity: Identity, base: StepCredentials | undefined): AwsCredentials {
  if (base?.kind === "aws") return base;
  throw new LookupError(
    "IDENTITY_CHAIN_INVALID",
    `Cannot use identity "${identity.name}": the previous step does not provide AWS credentials`,
    { hint: "Set via.identity to an identity that does", position: positionOf(identity.origin) },
  );
}

/**
 * The region for STS: the identity's own, otherwise that of the previous step if it is in the partition, otherwise the partition's first,
 * which is `us-east-1` for the commercial one, as in Atmos.
 */
export function stsRegion(
  own: string | undefined,
  before: string | undefined,
  partition: PartitionInfo,
): string {
  if (own !== undefined) return own;
  return before !== undefined && partitionOfRegion(before)?.id === partition.id
    ? before
    : partition.defaultRegion;
}

/** The user's options for a login. */
export interface LoginOptions {
  /** Use the device flow of IAM Identity Center even if a browser is available. */
  readonly device: boolean;
  /** The MFA code, so that no prompt is needed. */
  readonly mfaCode?: Secret | undefined;
  /** Sign in to an IAM user at the AWS sign-in page, even if there are keys or a login. */
  readonly webFlow?: boolean | undefined;
  /** The file with the response of a SAML identity provider, `-` for standard input; no browser is opened. */
  readonly samlAssertion?: string | undefined;
  /** Whether an IAM Identity Center login stores the identities that it finds, if its provider is configured to. */
  readonly provisionIdentities?: boolean;
  /** Never prompt, even on a terminal. */
  readonly silent?: true;
  /** The flags with which a command in a hint finds the same configuration, each after a space. None if absent. */
  readonly flags?: string;
}

/** The defaults. */
export const DEFAULT_LOGIN_OPTIONS: LoginOptions = { device: false };

/** Why a login cannot prompt, as the end of a sentence. */
export function noPromptWords({ silent }: LoginOptions): string {
  return silent === true ? "this command never prompts" : "no interactive terminal is available";
}
