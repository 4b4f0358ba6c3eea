import {
  type Credential,
  type CredentialPorts,
  getCredential,
} from "../../src/app/credential/get_credential.ts";
import { findRegistryPin } from "../../src/app/pins/find_pin.ts";
import { type LocatedCredential, resolveCacheKey } from "../../src/app/credential/locate_credential.ts";
import { pinLabel, type RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import type { KnownPrincipal } from "../../src/domain/identity/credentials.ts";
import type { Definition } from "../../src/domain/identity/definition.ts";
import type { FormerPins } from "../../src/ports/state.ts";
import { MemoryPrincipals, NO_FORMER_PINS } from "../fakes/memory_principals.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import type { EcrToken } from "../../src/domain/token/ecr_token.ts";
import { Secret } from "../../src/domain/secret.ts";
import { MemoryRegistryPins } from "../fakes/memory_registry_pins.ts";
import { MemoryTokenCache } from "../fakes/memory_token_cache.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { LIFE_MS, NOW } from "../support/helper_fixtures.ts";

/** What AWS does. */
interface WorldOptions {
  readonly error?: Error | undefined;
  readonly pins?: readonly RegistryPin[];
}

/** Everything around a credential, in memory: a clock that stands still, and an AWS that does as it is told. */
export class CredentialWorld {
  readonly cache = new MemoryTokenCache(() => this.now);
  readonly pins: MemoryRegistryPins;
  readonly variables: Record<string, string> = {
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    HOME: "/home/user",
  };
  now = NOW;
  error: Error | undefined;
  /** How often AWS was asked, and for which identities. */
  issued = 0;
  readonly issuedFor: (string | undefined)[] = [];
  /** How often the way to AWS was loaded. */
  sources = 0;
  readonly deadlinesMs: number[] = [];
  readonly principals = new MemoryPrincipals();
  /** Pins of an earlier version. */
  former: FormerPins = NO_FORMER_PINS;
  /** Who a token turns out to be issued to, where that is not who was asked for. */
  issuedAs: (() => Definition | undefined) | undefined;
  /** Who AWS says that tokens are for. */
  principal: KnownPrincipal | undefined;
  /** Until AWS answers. */
  beforeIssue: () => Promise<void> = () => Promise.resolve();
  onIssue: () => void = () => {};
  onHold: () => Promise<void> = () => Promise.resolve();

  constructor({ error, pins = [] }: WorldOptions = {}) {
    this.error = error;
    this.pins = new MemoryRegistryPins(pins);
  }

  get ports(): CredentialPorts {
    return {
      cache: this.cache,
      locks: {
        hold: async (key, options) => {
          const lock = await this.cache.hold(key, options);
          await this.onHold();
          return lock;
        },
      },
      pins: this.pins,
      clock: () => this.now,
      ...this.principals.ports({ get: (name) => this.variables[name], cwd: "/work", os: "linux" }),
      former: this.former,
      deadlines: (milliseconds) => {
        this.deadlinesMs.push(milliseconds);
        return new PatientDeadline();
      },
      source: () => {
        this.sources++;
        return Promise.resolve({
          issue: async (registry, pin) => {
            const { key } = await resolveCacheKey(registry, pin, this.ports);
            const token = await this.#issue(pin === undefined ? undefined : pinLabel(pin));
            return { token, definition: this.issuedAs === undefined ? key.definition : this.issuedAs() };
          },
          issueForPod: (_registry, { roleArn }) => this.#issue(roleArn),
        });
      },
    };
  }

  async #issue(principal: string | undefined): Promise<EcrToken> {
    const number = ++this.issued;
    this.issuedFor.push(principal);
    await this.beforeIssue();
    this.onIssue();
    if (this.error !== undefined) throw this.error;
    return {
      username: "AWS",
      password: new Secret(`issued-${number}`),
      expiresAt: new Date(this.now.getTime() + LIFE_MS),
      ...(this.principal === undefined ? {} : { principal: this.principal }),
    };
  }

  async locate(registry: Registry): Promise<LocatedCredential> {
    return await resolveCacheKey(registry, await findRegistryPin(registry, this.ports), this.ports);
  }

  async get(registry: Registry): Promise<Credential> {
    return await getCredential(await this.locate(registry), this.ports);
  }
}
