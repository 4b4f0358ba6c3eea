/**
 * Registry passwords that tell whom and what they were made for, and cannot be forged.
 *
 * @module
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What a password says of itself. */
export interface PasswordClaims {
  readonly service: "ecr" | "ecr-public";
  /** ARN of the caller. */
  readonly principal: string;
  /** ARN of the role, when the caller is a session of one. */
  readonly role?: string;
  /** Account of the caller. */
  readonly callerAccount: string;
  /** Account of the registry that was asked for. */
  readonly account: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Real passwords have about two thousand characters; a store with a limit must meet it here too. */
const PADDING_BYTES = 640;

/** Makes and reads the passwords of one server. */
export class PasswordMint {
  readonly #key = randomBytes(32);

  /** Every call gives another password. */
  issue(claims: PasswordClaims): string {
    const unique = randomBytes(PADDING_BYTES).toString("base64url");
    const payload = new TextEncoder().encode(JSON.stringify({ ...claims, unique })).toBase64({
      alphabet: "base64url",
    });
    return btoa(JSON.stringify({
      payload,
      datakey: this.#seal(payload).toString("base64url"),
      version: "2",
      type: "DATA_KEY",
      expiration: Math.floor(claims.expiresAt / 1000),
    }));
  }

  /** What a password was made for; `undefined` for one that this server did not make. Expiry is not looked at. */
  describe(password: string): PasswordClaims | undefined {
    const envelope = readEnvelope(password);
    if (envelope === undefined) return undefined;
    const { payload, datakey } = envelope;
    const expected = this.#seal(payload);
    const claimed = Buffer.from(datakey, "base64url");
    if (claimed.byteLength !== expected.byteLength || !timingSafeEqual(claimed, expected)) return undefined;
    const { unique: _unique, ...claims } = JSON.parse(Buffer.from(payload, "base64url").toString());
    return claims;
  }

  #seal(payload: string): Buffer {
    return createHmac("sha256", this.#key).update(payload).digest();
  }
}

/** What is around the sealed claims, as in a real password. */
function readEnvelope(password: string): { readonly payload: string; readonly datakey: string } | undefined {
  try {
    const { payload, datakey } = JSON.parse(atob(password));
    return typeof payload === "string" && typeof datakey === "string" ? { payload, datakey } : undefined;
  } catch {
    return undefined;
  }
}
