import { randomBytes } from "node:crypto";
import { oidcFailure } from "./sso_oidc_failure.ts";

/** What one grant gives a client. */
export interface Tokens {
  readonly accessToken: string;
  /** Only for clients that may refresh. */
  readonly refreshToken: string | undefined;
  /** Of the access token, milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** One sign-in of a person through a client: it lasts over refreshes. */
interface Session {
  readonly clientId: string;
  /** Milliseconds since the epoch; after it nothing can be refreshed. */
  readonly endsAt: number;
  readonly accessTokens: Map<string, number>;
  readonly refreshTokens: Set<string>;
}

/** The sessions of one instance of IAM Identity Center. */
export class SsoSessions {
  readonly #sessions: Session[] = [];

  open(
    facts: { readonly clientId: string; readonly endsAt: number; readonly mayRefresh: boolean },
    expiresAt: number,
  ): Tokens {
    const { clientId, endsAt } = facts;
    const session: Session = { clientId, endsAt, accessTokens: new Map(), refreshTokens: new Set() };
    this.#sessions.push(session);
    const accessToken = issueAccessToken(session, expiresAt);
    return {
      accessToken,
      refreshToken: facts.mayRefresh ? issueRefreshToken(session) : undefined,
      expiresAt,
    };
  }

  hasRefreshToken(refreshToken: string): boolean {
    return this.#sessions.some((session) => session.refreshTokens.has(refreshToken));
  }

  /**
   * Gives a new access token.
   *
   * @param rotates Whether the refresh token is spent and another comes back; otherwise it stays, and none comes back.
   * @throws {AwsFailure} When the token is spent or revoked, another client's, or the session is over.
   */
  refresh(
    refreshToken: string,
    { clientId, now, expiresAt, rotates }: {
      readonly clientId: string;
      readonly now: number;
      readonly expiresAt: number;
      readonly rotates: boolean;
    },
  ): Tokens {
    const session = this.#sessions.find((each) => each.refreshTokens.has(refreshToken));
    if (session === undefined || session.clientId !== clientId || session.endsAt <= now) {
      throw oidcFailure("InvalidGrantException", "Invalid refresh token provided");
    }
    if (rotates) session.refreshTokens.delete(refreshToken);
    const accessToken = issueAccessToken(session, expiresAt);
    return { accessToken, refreshToken: rotates ? issueRefreshToken(session) : undefined, expiresAt };
  }

  isValid(accessToken: string, now: number): boolean {
    return this.#sessions.some((session) => (session.accessTokens.get(accessToken) ?? -Infinity) > now);
  }

  /** Forgets the session of an access token, its refresh token too. */
  end(accessToken: string): void {
    for (const session of this.#sessions) {
      if (!session.accessTokens.has(accessToken)) continue;
      session.accessTokens.clear();
      session.refreshTokens.clear();
    }
  }

  /** Ends or forgets tokens of all sessions. @returns How many. */
  revokeRefreshTokens(): number {
    return sum(this.#sessions.map(({ refreshTokens }) => clear(refreshTokens)));
  }

  /** @returns How many. */
  revokeAccessTokens(): number {
    return sum(this.#sessions.map(({ accessTokens }) => clear(accessTokens)));
  }

  /** @returns How many were alive at `now`. */
  expireAccessTokens(now: number): number {
    let count = 0;
    for (const { accessTokens } of this.#sessions) {
      for (const [token, expiresAt] of accessTokens) {
        if (expiresAt <= now) continue;
        accessTokens.set(token, now);
        count++;
      }
    }
    return count;
  }
}

function issueAccessToken(session: Session, expiresAt: number): string {
  const token = `aoa${randomBytes(300).toString("base64")}`;
  session.accessTokens.set(token, expiresAt);
  return token;
}

function issueRefreshToken(session: Session): string {
  const token = `aor${randomBytes(300).toString("base64")}`;
  session.refreshTokens.add(token);
  return token;
}

function clear(collection: { readonly size: number; clear(): void }): number {
  const { size } = collection;
  collection.clear();
  return size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
