import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AmbientCredentials, EcrTokens, MfaProver, ProfileChoice } from "../../ports/aws.ts";

/** How to issue a token without an identity. */
export interface AmbientIssueOptions {
  /** An AWS profile, instead of the environment's own credentials. */
  readonly profile?: ProfileChoice | undefined;
  /** For profiles that require an MFA code. */
  readonly mfa?: MfaProver | undefined;
  /** Aborts the calls. */
  readonly signal: AbortSignal;
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

  /**
   * Requests a token. The credentials are resolved once.
   *
   * @throws {AwsError} An error of AWS.
   */
  async issue(registry: Registry, { profile, signal, mfa }: AmbientIssueOptions): Promise<EcrToken> {
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
