import type { SessionOwner } from "../../../domain/identity/session_owner.ts";
import type { Identity, Provider } from "../../../domain/auth/model/auth_config.ts";
import type { PartitionInfo } from "../../../domain/registry/partitions.ts";
import type { StepCredentials } from "../../../domain/identity/credentials.ts";
import type { Deadline } from "../../../ports/time.ts";

/** How a chain is walked. */
export interface WalkOptions {
  /** Ends the calls of the steps. Its clock stands still while a person is asked. */
  readonly deadline: Deadline;
  /** Whose sessions are shared. */
  readonly realm: string;
}

/** What every step of a chain is given. */
export interface StepContext extends WalkOptions {
  /** The partition of the registry that all this is for. */
  readonly partition: PartitionInfo;
}

/** One kind of identity. */
export interface IdentityStep<I extends Identity> {
  /**
   * Fails for an identity that cannot be taken, before anything is asked of AWS.
   *
   * @throws {AtmosEcrError} What is wrong with the configuration.
   */
  check?(identity: I): void;

  /** Turns the credentials of the step before into those of an identity. `base` is undefined for the first of a chain. */
  take(identity: I, base: StepCredentials | undefined, context: StepContext): Promise<StepCredentials>;

  /**
   * Who an identity is whose definition does not tell: asks AWS for whom its long-lived keys stand. Undefined where there are none.
   *
   * @throws {AtmosEcrError} What is wrong with the keys, or AWS answered.
   */
  owner?(identity: I, context: StepContext): Promise<SessionOwner | undefined>;

  /**
   * The id of an identity's long-lived keys that the configuration does not have: sessions that other keys have made are not this
   * identity's any more. `null` where there are none; undefined where that does not matter, or cannot be told.
   *
   * @throws {AtmosEcrError} What is wrong with the place of the keys.
   */
  keys?(identity: I, context: StepContext): Promise<string | null | undefined>;
}

/** Gets the first credentials of a chain from a provider. */
export type ProviderStep = (provider: Provider, context: StepContext) => Promise<StepCredentials>;

/**
 * What can be authenticated, by kind. This is where a new kind of login plugs in: write its step beside the others, and add it to
 * {@linkcode createIdentitySteps}.
 */
export interface IdentitySteps {
  readonly identities: {
    readonly [K in Identity["kind"]]?: IdentityStep<Extract<Identity, { readonly kind: K }>>;
  };
  readonly providers: { readonly [kind: string]: ProviderStep };
}
