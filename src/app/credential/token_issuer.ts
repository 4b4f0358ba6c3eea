import type { Chain } from "../../domain/identity/chain.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { checkPartition } from "../../domain/identity/chain_partition.ts";
import { partitionInfo } from "../../domain/registry/partitions.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AmbientCredentials, EcrTokens, ProfileChoice } from "../../ports/aws.ts";
import type { Authenticator } from "../identities/authenticator.ts";
import type { WalkOptions } from "../identities/contract/identity_step.ts";

/** How a token is issued. */
export interface IssueOptions extends WalkOptions {
  /** A profile of the AWS files in place of the environment's own credentials; of no matter to a chain. */
  readonly profile?: ProfileChoice | undefined;
}

/** Issues ECR tokens: from a chain of identities, or from the environment's credentials, to the token of a registry. */
export class TokenIssuer {
  /** What walks the chains. Whoever uses it shares the steps that were taken for tokens. */
  readonly authenticator: Authenticator;
  readonly #ambient: AmbientCredentials;
  readonly #tokens: EcrTokens;
  readonly #ambientCredentials = new Map<string, Promise<AwsCredentials>>();

  constructor(authenticator: Authenticator, ambient: AmbientCredentials, tokens: EcrTokens) {
    this.authenticator = authenticator;
    this.#ambient = ambient;
    this.#tokens = tokens;
  }

  /**
   * Fails for a chain that cannot be walked, or leads nowhere near the registry.
   *
   * @throws {LookupError} `IDENTITY_UNSUPPORTED`, `IDENTITY_CHAIN_INVALID`.
   * @throws {AtmosEcrError} What a step finds wrong with its identity.
   */
  check(chain: Chain, registry: Registry): void {
    this.authenticator.check(chain);
    checkPartition(chain, registry);
  }

  /**
   * Requests a token.
   *
   * @param chain Undefined for the environment's own credentials.
   * @throws {AwsError} What AWS answered on the way.
   */
  async issue(registry: Registry, chain: Chain | undefined, options: IssueOptions): Promise<EcrToken> {
    const { signal } = options.deadline;
    const request = async (credentials: AwsCredentials): Promise<EcrToken> => {
      const token = await this.#tokens.request(registry, credentials, { signal });
      const { principal } = credentials;
      return principal === undefined ? token : { ...token, principal };
    };
    if (chain === undefined) {
      return await request(await this.#resolve(options.profile, signal));
    }
    const context = { ...options, partition: partitionInfo(registry.partition) };
    const credentials = await this.authenticator.credentials(chain, context);
    try {
      return await request(credentials);
    } catch (error) {
      return await request(await this.authenticator.renew(chain, credentials, { error, context }));
    }
  }

  /** The credentials of the environment, or of a profile, which are got once. */
  #resolve(profile: ProfileChoice | undefined, signal: AbortSignal): Promise<AwsCredentials> {
    const key = JSON.stringify(profile ?? null);
    const credentials = this.#ambientCredentials.get(key) ?? this.#ambient.resolve({ signal, profile });
    this.#ambientCredentials.set(key, credentials);
    return credentials;
  }
}
