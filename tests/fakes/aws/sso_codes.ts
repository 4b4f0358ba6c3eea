import { createHash, randomBytes } from "node:crypto";
import { oidcFailure } from "./sso_oidc_failure.ts";

/** What a code was given out for. */
export interface CodeFacts {
  readonly clientId: string;
  readonly redirectUri: string;
  /** base64url of the SHA-256 of the verifier. */
  readonly codeChallenge: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The authorization codes of one instance of IAM Identity Center: each is spent by the first who shows it. */
export class SsoCodes {
  readonly #codes = new Map<string, CodeFacts>();

  issue(facts: CodeFacts): string {
    const code = randomBytes(48).toString("base64url");
    this.#codes.set(code, facts);
    return code;
  }

  has(code: string): boolean {
    return this.#codes.has(code);
  }

  /** @throws {AwsFailure} When the code is spent, expired, or was given out for something else. */
  redeem(
    code: string,
    shown: {
      readonly clientId: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
      readonly now: number;
    },
  ): void {
    const facts = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256").update(shown.codeVerifier).digest("base64url");
    const isRight = facts !== undefined && facts.expiresAt > shown.now && facts.clientId === shown.clientId &&
      facts.redirectUri === shown.redirectUri && facts.codeChallenge === challenge;
    if (!isRight) throw oidcFailure("InvalidGrantException", "Invalid authorization code provided");
  }
}
