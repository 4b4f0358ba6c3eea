import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { type Chain, targetOf } from "../../domain/identity/chain.ts";
import { Authenticator } from "../identities/authenticator.ts";
import type { WalkOptions } from "../identities/contract/identity_step.ts";
import type { IdentityCredentials } from "./client_ports.ts";

/** Authenticates identities with given credentials, instead of walking their chains. Stores nothing. */
export function givenIdentities(given: IdentityCredentials): Authenticator {
  return new GivenIdentities(given);
}

class GivenIdentities extends Authenticator {
  readonly #given: IdentityCredentials;

  constructor(given: IdentityCredentials) {
    super({ identities: {}, providers: {} }, {
      sessions: {
        read: () => Promise.resolve(undefined),
        write: () => Promise.resolve(),
        readUnmarked: () => Promise.resolve(undefined),
        has: () => Promise.resolve(false),
        files: () => undefined,
        remove: () => Promise.resolve(false),
      },
      clock: () => new Date(0),
    });
    this.#given = given;
  }

  /** The credentials are given, whatever the chain. */
  override check(): void {}

  override async credentials(chain: Chain, { deadline }: WalkOptions): Promise<AwsCredentials> {
    return await this.#given.credentials(targetOf(chain).name, { signal: deadline.signal });
  }

  /** There is no source to renew them from. */
  override renew(
    _chain: Chain,
    _refused: AwsCredentials,
    { error }: { readonly error: unknown },
  ): Promise<AwsCredentials> {
    return Promise.reject(error);
  }
}
