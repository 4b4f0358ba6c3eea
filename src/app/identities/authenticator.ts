import type { Identity, Provider } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { AwsError } from "../../domain/errors/errors.ts";
import { type Chain, targetOf, unsupportedKind } from "../../domain/identity/chain.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import {
  type IdentityStep,
  type IdentitySteps,
  type ProviderStep,
  requireAwsCredentials,
  type StepContext,
} from "./contract/identity_step.ts";
import { type KeysOfRoot, SessionKeeper, type SessionPorts } from "./session_keeper.ts";

/** Authenticates chains of identities. */
export type ChainAuthenticator = Pick<
  Authenticator,
  "check" | "credentials" | "keysOf" | "settled" | "renew" | "logInTo"
>;

/** Steps that ask the user for nothing themselves. */
const WITHOUT_PROMPTS: readonly string[] = ["aws/assume-role", "aws/assume-root", "aws/permission-set"];

/**
 * Walks chains of identities, and takes each step once even if several chains share it. A walk starts after the last identity with a stored
 * session; a stored session that AWS rejects is renewed once.
 *
 * It lives as long as one command. It can therefore remember failed steps as well: all chains that need the step fail with the same error,
 * no wrong code is prompted for twice, and AWS counts one attempt. Only a throttled step without prompts can be taken again.
 */
export class Authenticator {
  readonly #steps: IdentitySteps;
  readonly #keeper: SessionKeeper;
  readonly #running = new Map<string, Promise<StepCredentials>>();
  /** Sessions that are being stored. */
  readonly #keeping: Promise<void>[] = [];
  /** Credentials that come from an earlier run. */
  readonly #kept = new WeakSet<AwsCredentials>();
  /** The replacements for rejected credentials. */
  readonly #renewals = new WeakMap<AwsCredentials, Promise<StepCredentials>>();

  constructor(steps: IdentitySteps, ports: SessionPorts) {
    this.#steps = steps;
    this.#keeper = new SessionKeeper(ports);
  }

  /** Fails for a chain that cannot be walked, before AWS is called. @throws {LookupError} `IDENTITY_UNSUPPORTED`. */
  check({ provider, identities }: Chain): void {
    if (provider !== undefined) this.#provider(provider);
    for (const identity of identities) this.#step(identity).check?.(identity);
  }

  /**
   * The credentials at the end of a chain.
   *
   * @param options.fresh Whether to take the last step again even if its session is stored.
   * @param options.settle Whether to wait until sessions are stored; without, call {@linkcode Authenticator.settled} later. True when absent.
   */
  async credentials(
    chain: Chain,
    context: StepContext,
    { fresh = false, settle = true }: { readonly fresh?: boolean; readonly settle?: boolean } = {},
  ): Promise<AwsCredentials> {
    this.check(chain);
    const last = chain.identities.length - 1;
    const credentials = fresh
      ? this.#once(pathOf(chain, last), () => this.#authenticate(chain, last, context))
      : this.#walk(chain, last, context);
    try {
      return requireAwsCredentials(targetOf(chain), await credentials);
    } finally {
      if (settle) await this.settled();
    }
  }

  /** The current keys of the identity at the root of a chain; see {@linkcode IdentityStep.keys}. */
  async keysOf({ identities: [first] }: Chain, context: StepContext): ReturnType<KeysOfRoot> {
    return await this.#step(first).keys?.(first, context);
  }

  /** Waits until the sessions of all steps so far are stored, including those of a walk that failed later. */
  async settled(): Promise<void> {
    await Promise.all(this.#keeping.splice(0));
  }

  /**
   * Replaces rejected credentials at the end of a chain, if they come from an earlier run.
   *
   * @param refused The result of {@linkcode Authenticator.credentials}.
   * @throws {unknown} The error itself if there is nothing else to try; the error of a step that was authenticated again.
   */
  async renew(
    chain: Chain,
    refused: AwsCredentials,
    { error, context }: { readonly error: unknown; readonly context: StepContext },
  ): Promise<AwsCredentials> {
    try {
      const renewed = await this.#renew(chain, chain.identities.length - 1, { refused, error, context });
      return requireAwsCredentials(targetOf(chain), renewed);
    } finally {
      await this.settled();
    }
  }

  /** The result of a provider, before any identity. @throws {LookupError} `IDENTITY_UNSUPPORTED`. */
  async logInTo(provider: Provider, context: StepContext): Promise<StepCredentials> {
    const step = this.#provider(provider);
    return await this.#once(providerPath(provider), () => step(provider, context));
  }

  /** The credentials of the identity at an index of a chain: stored, or obtained through the previous ones. */
  #walk(chain: Chain, index: number, context: StepContext): Promise<StepCredentials> {
    return this.#once(pathOf(chain, index), async () => {
      const identity = identityAt(chain, index);
      const owner = async () => await this.#step(identity).owner?.(identity, context);
      const kept = await this.#keeper.find(chain, identity, {
        context,
        owner,
        keys: () => this.keysOf(chain, context),
      });
      if (kept === undefined) return await this.#authenticate(chain, index, context);
      const credentials = { kind: "aws", ...kept } as const;
      this.#kept.add(credentials);
      return credentials;
    });
  }

  /** Takes a step and keeps its session. */
  async #authenticate(chain: Chain, index: number, context: StepContext): Promise<StepCredentials> {
    const identity = identityAt(chain, index);
    const credentials = await this.#take(chain, index, context).catch((error) => {
      const isThrottled = error instanceof AwsError && error.code === "AWS_THROTTLED";
      if (isThrottled && WITHOUT_PROMPTS.includes(identity.kind)) this.#running.delete(pathOf(chain, index));
      throw error;
    });
    const { realm } = context;
    // The next step need not wait for files.
    const keeping = this.#keeper.keep(chain, identity, {
      realm,
      credentials,
      keys: () => this.keysOf(chain, context),
    });
    keeping.catch(() => undefined);
    this.#keeping.push(keeping);
    return credentials;
  }

  async #take(chain: Chain, index: number, context: StepContext): Promise<StepCredentials> {
    const identity = identityAt(chain, index);
    const step = this.#step(identity);
    const base = index > 0
      ? await this.#walk(chain, index - 1, context)
      : chain.provider && await this.logInTo(chain.provider, context);
    try {
      return await step.authenticate(identity, base, context);
    } catch (error) {
      if (base?.kind !== "aws" || index === 0) throw error;
      const renewed = await this.#renew(chain, index - 1, { refused: base, error, context });
      return await step.authenticate(identity, renewed, context);
    }
  }

  /** Takes a step again after AWS has rejected its stored session; throws the error if that does not help. */
  #renew(
    chain: Chain,
    index: number,
    { refused, error, context }: {
      readonly refused: AwsCredentials;
      readonly error: unknown;
      readonly context: StepContext;
    },
  ): Promise<StepCredentials> {
    const identity = identityAt(chain, index);
    if (!this.#kept.has(refused) || !isRefusal(error, identity)) throw error;
    const running = this.#renewals.get(refused);
    if (running !== undefined) return running;
    const renewal = this.#keeper.drop(chain, identity, { realm: context.realm, refused })
      .then(() => this.#authenticate(chain, index, context));
    this.#renewals.set(refused, renewal);
    this.#running.set(pathOf(chain, index), renewal);
    return renewal;
  }

  #once(path: string, authenticate: () => Promise<StepCredentials>): Promise<StepCredentials> {
    const running = this.#running.get(path);
    if (running !== undefined) return running;
    const credentials = authenticate();
    this.#running.set(path, credentials);
    return credentials;
  }

  #provider(provider: Provider): ProviderStep {
    const step = Object.hasOwn(this.#steps.providers, provider.kind)
      ? this.#steps.providers[provider.kind]
      : undefined;
    if (step === undefined) throw unsupportedKind(provider);
    return step;
  }

  #step(identity: Identity): IdentityStep<Identity> {
    // The table's type ties each step to its kind, which TypeScript cannot infer through the lookup.
    const step = this.#steps.identities[identity.kind] as IdentityStep<Identity> | undefined;
    if (step === undefined) throw unsupportedKind(identity);
    return step;
  }
}

function identityAt({ identities }: Chain, index: number): Identity {
  const identity = identities[index];
  if (identity === undefined) throw new RangeError("A chain has no such step");
  return identity;
}

/** The key of a step: everything that it is based on, and itself. */
function pathOf({ provider, identities }: Chain, index: number): string {
  const names = identities.slice(0, index + 1).map(({ name }) => foldName(name));
  return (provider === undefined ? "" : providerPath(provider)) + JSON.stringify(["identity", ...names]);
}

function providerPath({ name }: Provider): string {
  return JSON.stringify(["provider", foldName(name)]);
}

/**
 * Whether a new session may be accepted where this one was rejected: if AWS does not know it, if it has expired, and if access is denied,
 * since AWS denies access to revoked sessions. In the latter case, the user is not prompted for a code.
 */
function isRefusal(error: unknown, identity: Identity): boolean {
  if (!(error instanceof AwsError)) return false;
  if (error.keysRefused || error.code === "AWS_CREDENTIALS_EXPIRED") return true;
  return error.code === "AWS_DENIED" && !("mfaArn" in identity);
}
