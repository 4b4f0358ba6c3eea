import type { Chain } from "../../domain/identity/chain.ts";
import { checkPartition } from "../../domain/identity/chain_partition.ts";
import { partitionInfo } from "../../domain/registry/partitions.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AmbientCredentials, EcrTokens, ProfileChoice } from "../../ports/aws.ts";
import { AmbientIssuer } from "./ambient_issuer.ts";
import type { MfaCodes } from "../identities/mfa_codes.ts";
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
  readonly #ambient: AmbientIssuer;
  readonly #codes: Pick<MfaCodes, "prover"> | undefined;
  readonly #tokens: EcrTokens;

  /** @param codes Codes of MFA devices, for profiles that want one; undefined where none can be had. */
  constructor(
    authenticator: Authenticator,
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
    const { deadline } = options;
    const { signal } = deadline;
    if (chain === undefined) {
      const mfa = this.#codes?.prover(deadline);
      return await this.#ambient.issue(registry, { profile: options.profile, signal, mfa });
    }
    this.#tokens.expect?.(registry);
    const context = { ...options, partition: partitionInfo(registry.partition) };
    const credentials = await this.authenticator.credentials(chain, context);
    try {
      return await this.#ambient.issueWith(credentials, registry, signal);
    } catch (error) {
      const renewed = await this.authenticator.renew(chain, credentials, { error, context });
      return await this.#ambient.issueWith(renewed, registry, signal);
    }
  }
}
