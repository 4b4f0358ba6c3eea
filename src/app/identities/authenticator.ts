import type { Identity, Provider } from "../../domain/auth/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { type Origin, positionOf } from "../../domain/config/origin.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import type { Chain } from "../../domain/identity/chain.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { requireAwsCredentials } from "./base_credentials.ts";
import type { IdentityStep, IdentitySteps, StepContext } from "./identity_step.ts";

/** Walks chains of identities, and takes every step once however many chains share it. */
export class Authenticator {
  readonly #steps: IdentitySteps;
  readonly #taken = new Map<string, Promise<StepCredentials>>();

  constructor(steps: IdentitySteps) {
    this.#steps = steps;
  }

  /**
   * Fails for a chain that cannot be walked, before anything is asked of AWS.
   *
   * @throws {LookupError} `IDENTITY_UNSUPPORTED`.
   * @throws {AtmosEcrError} What a step finds wrong with its identity.
   */
  check(chain: Chain): void {
    const { provider, identities } = chain;
    if (provider !== undefined && !Object.hasOwn(this.#steps.providers, provider.kind)) {
      throw unsupported(provider);
    }
    for (const identity of identities) this.#step(identity).check?.(identity);
  }

  /** The credentials at the end of a chain. @throws {AwsError} What AWS answered to one of its steps. */
  async credentials(chain: Chain, context: StepContext): Promise<AwsCredentials> {
    this.check(chain);
    const { provider, identities } = chain;
    let path = "";
    let credentials: StepCredentials | undefined;
    if (provider !== undefined) {
      path = JSON.stringify(["provider", foldName(provider.name)]);
      const step = this.#steps.providers[provider.kind];
      if (step === undefined) throw unsupported(provider);
      credentials = await this.#once(path, () => step(provider, context));
    }
    for (const identity of identities) {
      path += JSON.stringify(["identity", foldName(identity.name)]);
      const base = credentials;
      credentials = await this.#once(path, () => this.#step(identity).take(identity, base, context));
    }
    return requireAwsCredentials(identities.at(-1) ?? identities[0], credentials);
  }

  #once(path: string, take: () => Promise<StepCredentials>): Promise<StepCredentials> {
    const running = this.#taken.get(path);
    if (running !== undefined) return running;
    const taken = take();
    this.#taken.set(path, taken);
    return taken;
  }

  #step(identity: Identity): IdentityStep<Identity> {
    // The table's type ties each step to its kind, which TypeScript cannot follow through the lookup.
    const step = this.#steps.identities[identity.kind] as IdentityStep<Identity> | undefined;
    if (step === undefined) throw unsupported(identity);
    return step;
  }
}

function unsupported(entry: Identity | Provider): LookupError {
  const { name, kind, origin }: { name: string; kind: string; origin: Origin } = entry;
  return new LookupError(
    "IDENTITY_UNSUPPORTED",
    `Cannot use "${escapeText(name)}": kind ${escapeText(kind)} is not supported yet`,
    {
      hint: "Log in with Atmos or the AWS CLI first, and use an identity of kind aws/ambient",
      position: positionOf(origin),
    },
  );
}
