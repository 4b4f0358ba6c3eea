import { randomBytes } from "node:crypto";
import { oidcFailure } from "./sso_oidc_failure.ts";

/** The grant types that a client may register, and ask `CreateToken` for. */
export const GRANT_TYPES = {
  device: "urn:ietf:params:oauth:grant-type:device_code",
  code: "authorization_code",
  refresh: "refresh_token",
} as const;

/** What a client says of itself when it registers. */
export interface ClientFacts {
  readonly grantTypes: readonly string[];
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  /** The start URL that the client is for; the code grant needs it. */
  readonly issuerUrl: string | undefined;
}

/** A registered client. */
export interface SsoClient extends ClientFacts {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Reference: "Client registration expires after 90 days", IAM Identity Center OIDC API reference, RegisterClient. */
const REGISTRATION_LIFE_MS = 90 * 24 * 3600_000;

/** The registrations of one server. */
export class SsoClients {
  readonly #clients = new Map<string, SsoClient>();

  register(facts: ClientFacts, now: number): SsoClient {
    const client: SsoClient = {
      ...facts,
      clientId: randomBytes(16).toString("base64url"),
      // Real ones are long signed tokens.
      clientSecret: randomBytes(600).toString("base64url"),
      issuedAt: now,
      expiresAt: now + REGISTRATION_LIFE_MS,
    };
    this.#clients.set(client.clientId, client);
    return client;
  }

  find(clientId: unknown): SsoClient | undefined {
    return typeof clientId === "string" ? this.#clients.get(clientId) : undefined;
  }

  /** @throws {AwsFailure} For an unknown client, a wrong secret, or one that expired. */
  demand(clientId: unknown, clientSecret: unknown, now: number): SsoClient {
    const client = this.find(clientId);
    if (client === undefined || client.clientSecret !== clientSecret || client.expiresAt <= now) {
      throw oidcFailure("InvalidClientException", "Invalid client provided");
    }
    return client;
  }

  /** Ends every registration at `now`. @returns How many. */
  expireAll(now: number): number {
    for (const client of this.#clients.values()) {
      this.#clients.set(client.clientId, { ...client, expiresAt: now });
    }
    return this.#clients.size;
  }
}
