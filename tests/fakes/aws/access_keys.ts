/**
 * Makes identifiers and secrets of the shapes that AWS uses, at random: no fixture holds anything that looks like a secret.
 *
 * @module
 */
import { randomBytes } from "node:crypto";

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What kind of thing an AWS unique id names. */
export type IdPrefix = "AKIA" | "ASIA" | "AIDA" | "AROA";

/** An id of 4 + 16 characters, such as an access key ID (`AKIA…` long-lived, `ASIA…` of a session). */
export function randomId(prefix: IdPrefix): string {
  return prefix + Array.from(randomBytes(16), (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join("");
}

/** A secret access key: 40 characters of base64. */
export function randomSecret(): string {
  return randomBytes(30).toString("base64");
}

/** A session token: long, and with the characters that need care in headers and forms. */
export function randomSessionToken(): string {
  return randomBytes(320).toString("base64") + "==";
}
