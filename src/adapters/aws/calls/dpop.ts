import { Secret } from "../../../domain/secret.ts";

/** ES256. Reference: RFC 7518, section 3.4. */
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" } as const;

/** A new key as PKCS#8 in base64. */
export async function createDpopKey(): Promise<Secret> {
  const { privateKey } = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  return new Secret(new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)).toBase64());
}

/** A proof that the sender of a request has the key. Reference: RFC 9449, section 4.2. @throws {TypeError} For an invalid key. */
export async function dpopProof(
  key: Secret,
  { method, url, nonce, issuedAt }: {
    readonly method: string;
    /** Without query and fragment. */
    readonly url: string;
    readonly nonce: string | undefined;
    /** Seconds since the epoch, by the server's clock if known. */
    readonly issuedAt: number;
  },
): Promise<string> {
  const bytes = Uint8Array.fromBase64(key.expose());
  const privateKey = await crypto.subtle.importKey("pkcs8", bytes, ALGORITHM, true, ["sign"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", privateKey);
  const header = { typ: "dpop+jwt", alg: "ES256", jwk: { kty: "EC", crv: "P-256", x, y } };
  const claims = {
    jti: encode(crypto.getRandomValues(new Uint8Array(16))),
    htm: method,
    htu: url,
    iat: issuedAt,
    ...(nonce === undefined ? {} : { nonce }),
  };
  const parts = [header, claims].map((part) => encode(new TextEncoder().encode(JSON.stringify(part))));
  const text = parts.join(".");
  const signature = await crypto.subtle.sign(SIGNATURE, privateKey, new TextEncoder().encode(text));
  return `${text}.${encode(new Uint8Array(signature))}`;
}

function encode(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
