import type { SessionOwner } from "../../../domain/identity/session_owner.ts";
import type { Identity, Provider } from "../../../domain/auth/model/auth_config.ts";
import type { PartitionInfo } from "../../../domain/registry/partitions.ts";
import type { StepCredentials } from "../../../domain/identity/credentials.ts";
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
  /**
   * Fails for an invalid identity, before AWS is called.
   *
   * @throws {AtmosEcrError} A problem of the configuration.
   */
  check?(identity: I): void;

  /** Turns the credentials of the previous step into those of an identity. `base` is undefined for the first step. */
  authenticate(
    identity: I,
    base: StepCredentials | undefined,
    context: StepContext,
  ): Promise<StepCredentials>;

  /**
   * The principal of an identity whose definition does not determine it: calls AWS with its long-lived keys. Undefined without keys.
   *
   * @throws {AtmosEcrError} A problem of the keys, or an error of AWS.
   */
  owner?(identity: I, context: StepContext): Promise<SessionOwner | undefined>;

  /**
   * The id of an identity's long-lived keys outside the configuration: sessions made with other keys no longer belong to this identity.
   * `null` without keys; undefined if it does not matter, or is unknown.
   *
   * @throws {AtmosEcrError} A problem of the store of the keys.
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
