import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AmbientCredentials, EcrTokens, MfaProver, ProfileChoice } from "../../ports/aws.ts";

/** How a token is issued without an identity. */
export interface AmbientIssueOptions {
  /** A profile of the AWS files in place of the environment's own credentials. */
  readonly profile?: ProfileChoice | undefined;
  /** For profiles that want a code of an MFA device. */
  readonly mfa?: MfaProver | undefined;
  /** Ends the calls. */
  readonly signal: AbortSignal;
}

/** Issues ECR tokens from the environment's credentials, or from those of a profile: all that a helper without identities needs. */
export class AmbientIssuer {
  readonly #ambient: AmbientCredentials;
  readonly #tokens: EcrTokens;
  readonly #credentials = new Map<string, Promise<AwsCredentials>>();

  constructor(ambient: AmbientCredentials, tokens: EcrTokens) {
    this.#ambient = ambient;
    this.#tokens = tokens;
  }

  /**
   * Requests a token. The credentials are got once.
   *
   * @throws {AwsError} What AWS answered on the way.
   */
  async issue(registry: Registry, { profile, signal, mfa }: AmbientIssueOptions): Promise<EcrToken> {
    const key = JSON.stringify(profile ?? null);
    const credentials = this.#credentials.get(key) ?? this.#ambient.resolve({ signal, profile, mfa });
    this.#credentials.set(key, credentials);
    return await this.issueWith(await credentials, registry, signal);
  }

  /** Requests a token with given credentials, and says whose it is where they do. */
  async issueWith(credentials: AwsCredentials, registry: Registry, signal: AbortSignal): Promise<EcrToken> {
    const token = await this.#tokens.request(registry, credentials, { signal });
    const { principal } = credentials;
    return principal === undefined ? token : { ...token, principal };
  }
}
