import type { Chain } from "../../domain/identity/chain.ts";
import { checkPartition } from "../../domain/identity/chain_partition.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { partitionInfo } from "../../domain/registry/partitions.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AmbientCredentials, AmbientOptions, EcrTokens } from "../../ports/aws.ts";
import type { ChainAuthenticator } from "../identities/authenticator.ts";
import type { WalkOptions } from "../identities/contract/identity_step.ts";
import type { MfaCodes } from "../identities/mfa_codes.ts";

/** Issues ECR tokens, from a chain of identities or from the environment's credentials. */
export class TokenIssuer {
  /** Walks the chains. Its users share the steps taken for tokens. */
  readonly authenticator: ChainAuthenticator;
  readonly #ambient: AmbientIssuer;
  readonly #codes: Pick<MfaCodes, "prover"> | undefined;
  readonly #tokens: EcrTokens;

  /** @param codes MFA codes, for profiles that require one; undefined if none is available. */
  constructor(
    authenticator: ChainAuthenticator,
    ambient: AmbientCredentials,
    tokens: EcrTokens,
    codes?: Pick<MfaCodes, "prover">,
  ) {
    this.authenticator = authenticator;
    this.#codes = codes;
    this.#ambient = new AmbientIssuer(ambient, tokens);
    this.#tokens = tokens;
  }

  /**
   * Fails for a chain that cannot be walked, or that does not lead to the registry's partition.
   *
   * @throws {LookupError} `IDENTITY_UNSUPPORTED`, `IDENTITY_CHAIN_INVALID`.
   */
  check(chain: Chain, registry: Registry): void {
    this.authenticator.check(chain);
    checkPartition(chain, registry);
  }

  /** Announces the request for a token: a connection is opened while other requests are pending. */
  expect(registry: Registry): void {
    this.#tokens.expect?.(registry);
  }

  /** Requests a token. @param chain Undefined for the environment's own credentials. */
  async issue(
    registry: Registry,
    chain: Chain | undefined,
    options: WalkOptions & Pick<AmbientOptions, "profile">,
  ): Promise<EcrToken> {
    const { deadline } = options;
    const { signal } = deadline;
    if (chain === undefined) {
      const mfa = this.#codes?.prover(deadline);
      return await this.#ambient.issue(registry, { profile: options.profile, signal, mfa });
    }
    this.expect(registry);
    const context = { ...options, partition: partitionInfo(registry.partition) };
    try {
      // Sessions are stored while ECR is asked.
      const credentials = await this.authenticator.credentials(chain, context, { settle: false });
      try {
        return await this.#ambient.issueWith(credentials, registry, signal);
      } catch (error) {
        const renewed = await this.authenticator.renew(chain, credentials, { error, context });
        return await this.#ambient.issueWith(renewed, registry, signal);
      }
    } finally {
      await this.authenticator.settled();
    }
  }
}

/** Issues ECR tokens from the environment's credentials or an AWS profile: all that a helper without identities needs. */
export class AmbientIssuer {
  readonly #ambient: AmbientCredentials;
  readonly #tokens: EcrTokens;
  readonly #credentials = new Map<string, Promise<AwsCredentials>>();

  constructor(ambient: AmbientCredentials, tokens: EcrTokens) {
    this.#ambient = ambient;
    this.#tokens = tokens;
  }

  /** Requests a token. The credentials are resolved once. */
  async issue(registry: Registry, { profile, signal, mfa }: AmbientOptions): Promise<EcrToken> {
    const key = JSON.stringify(profile ?? null);
    const credentials = this.#credentials.get(key) ?? this.#ambient.resolve({ signal, profile, mfa });
    this.#credentials.set(key, credentials);
    return await this.issueWith(await credentials, registry, signal);
  }

  /** Requests a token with given credentials, and returns their principal if they contain it. */
  async issueWith(credentials: AwsCredentials, registry: Registry, signal: AbortSignal): Promise<EcrToken> {
    const token = await this.#tokens.request(registry, credentials, { signal });
    const { principal } = credentials;
    return principal === undefined ? token : { ...token, principal };
  }
}
