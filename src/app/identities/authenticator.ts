import type { Identity, Provider } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { AwsError } from "../../domain/errors/errors.ts";
import { type Chain, targetOf, unsupportedKind } from "../../domain/identity/chain.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { requireAwsCredentials } from "./contract/base_credentials.ts";
import type { IdentityStep, IdentitySteps, ProviderStep, StepContext } from "./contract/identity_step.ts";
import { type KeysOfRoot, SessionKeeper, type SessionPorts } from "./session_keeper.ts";

/**
 * Walks chains of identities, and takes every step once however many chains share it. A walk begins behind the last identity whose
 * session is kept from an earlier one; a kept session that AWS does not accept is taken anew, once.
 *
 * It lives as long as one command. So it may remember a step that failed as well as one that did not: all chains that need it fail by
 * the same answer, nobody is asked twice for a code that was wrong, and AWS counts one attempt.
 */
export class Authenticator {
  readonly #steps: IdentitySteps;
  readonly #keeper: SessionKeeper;
  readonly #taken = new Map<string, Promise<StepCredentials>>();
  /** Credentials that come from an earlier walk. */
  readonly #kept = new WeakSet<AwsCredentials>();
  /** What was taken in place of credentials that AWS refused. */
  readonly #renewals = new WeakMap<AwsCredentials, Promise<StepCredentials>>();

  constructor(steps: IdentitySteps, ports: SessionPorts) {
    this.#steps = steps;
    this.#keeper = new SessionKeeper(ports);
  }

  /**
   * Fails for a chain that cannot be walked, before anything is asked of AWS.
   *
   * @throws {LookupError} `IDENTITY_UNSUPPORTED`.
   * @throws {AtmosEcrError} What a step finds wrong with its identity.
   */
  check({ provider, identities }: Chain): void {
    if (provider !== undefined) this.#provider(provider);
    for (const identity of identities) this.#step(identity).check?.(identity);
  }

  /**
   * The credentials at the end of a chain.
   *
   * @param options.fresh Whether the last step is taken anew where a session of it was kept.
   * @throws {AwsError} What AWS answered to one of its steps.
   */
  async credentials(
    chain: Chain,
    context: StepContext,
    { fresh = false }: { readonly fresh?: boolean } = {},
  ): Promise<AwsCredentials> {
    this.check(chain);
    const last = chain.identities.length - 1;
    const taken = fresh
      ? this.#once(pathOf(chain, last), () => this.#take(chain, last, context))
      : this.#walk(chain, last, context);
    return requireAwsCredentials(targetOf(chain), await taken);
  }

  /**
   * Other credentials in place of those at the end of a chain, which AWS has refused, if they were kept from an earlier walk.
   *
   * @param refused What {@linkcode Authenticator.credentials} gave.
   * @param error What AWS answered.
   * @throws {unknown} The error itself when there is nothing else to try; what AWS answered to a step that was taken anew.
   */
  async renew(
    chain: Chain,
    refused: AwsCredentials,
    { error, context }: { readonly error: unknown; readonly context: StepContext },
  ): Promise<AwsCredentials> {
    const renewed = await this.#renew(chain, chain.identities.length - 1, { refused, error, context });
    return requireAwsCredentials(targetOf(chain), renewed);
  }

  /**
   * What a provider gives by itself, before any identity.
   *
   * @throws {LookupError} `IDENTITY_UNSUPPORTED`.
   * @throws {AtmosEcrError} What the provider answered, or that somebody has to log in first.
   */
  async logInTo(provider: Provider, context: StepContext): Promise<StepCredentials> {
    const step = this.#provider(provider);
    return await this.#once(providerPath(provider), () => step(provider, context));
  }

  /** The credentials of the identity at an index of a chain: kept, or taken with those before it. */
  #walk(chain: Chain, index: number, context: StepContext): Promise<StepCredentials> {
    return this.#once(pathOf(chain, index), async () => {
      const identity = identityAt(chain, index);
      const owner = async () => await this.#step(identity).owner?.(identity, context);
      const kept = await this.#keeper.find(chain, identity, {
        context,
        owner,
        keys: this.#keys(chain, context),
      });
      if (kept === undefined) return await this.#take(chain, index, context);
      const credentials = { kind: "aws", ...kept } as const;
      this.#kept.add(credentials);
      return credentials;
    });
  }

  async #take(chain: Chain, index: number, context: StepContext): Promise<StepCredentials> {
    const identity = identityAt(chain, index);
    const step = this.#step(identity);
    const base = index === 0
      ? await this.#first(chain, context)
      : await this.#walk(chain, index - 1, context);
    let taken: StepCredentials;
    try {
      taken = await step.take(identity, base, context);
    } catch (error) {
      if (base?.kind !== "aws" || index === 0) throw error;
      const renewed = await this.#renew(chain, index - 1, { refused: base, error, context });
      taken = await step.take(identity, renewed, context);
    }
    const { realm } = context;
    await this.#keeper.keep(chain, identity, { realm, credentials: taken, keys: this.#keys(chain, context) });
    return taken;
  }

  /** Takes a step anew whose kept session AWS has refused; throws the error where that does not help. */
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
    const renewal = this.#keeper.drop(chain, identity, context.realm)
      .then(() => this.#take(chain, index, context));
    this.#renewals.set(refused, renewal);
    this.#taken.set(pathOf(chain, index), renewal);
    return renewal;
  }

  /** The keys that the identity at the root of a chain has now. */
  #keys({ identities: [first] }: Chain, context: StepContext): KeysOfRoot {
    return async () => await this.#step(first).keys?.(first, context);
  }

  /** What the provider at the root of a chain gives; undefined where there is none. */
  async #first({ provider }: Chain, context: StepContext): Promise<StepCredentials | undefined> {
    return provider === undefined ? undefined : await this.logInTo(provider, context);
  }

  #once(path: string, take: () => Promise<StepCredentials>): Promise<StepCredentials> {
    const running = this.#taken.get(path);
    if (running !== undefined) return running;
    const taken = take();
    this.#taken.set(path, taken);
    return taken;
  }

  #provider(provider: Provider): ProviderStep {
    const step = Object.hasOwn(this.#steps.providers, provider.kind)
      ? this.#steps.providers[provider.kind]
      : undefined;
    if (step === undefined) throw unsupportedKind(provider);
    return step;
  }

  #step(identity: Identity): IdentityStep<Identity> {
    // The table's type ties each step to its kind, which TypeScript cannot follow through the lookup.
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

/** What tells the steps of chains apart: all that they build upon, and themselves. */
function pathOf({ provider, identities }: Chain, index: number): string {
  const names = identities.slice(0, index + 1).map(({ name }) => foldName(name));
  return (provider === undefined ? "" : providerPath(provider)) + JSON.stringify(["identity", ...names]);
}

function providerPath({ name }: Provider): string {
  return JSON.stringify(["provider", foldName(name)]);
}

/**
 * Whether a session that is taken anew may be accepted where this one was not: when AWS does not know it or it has ended, and when AWS
 * says that it may not, as that is how AWS treats sessions that were revoked. Of the latter a person is not asked for a code.
 */
function isRefusal(error: unknown, identity: Identity): boolean {
  if (!(error instanceof AwsError)) return false;
  if (error.keysRefused || error.code === "AWS_CREDENTIALS_EXPIRED") return true;
  return error.code === "AWS_DENIED" && !("mfaArn" in identity);
}
