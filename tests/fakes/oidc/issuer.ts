import { generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID, sign } from "node:crypto";

/** How an issuer signs. */
export type SigningAlgorithm = "RS256" | "ES256";

/** Claims of a token: what a test says of them, the rest is the issuer's. */
export type Claims = Readonly<Record<string, string | number | readonly string[]>>;

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly jwk: JsonWebKey;
}

/** An OIDC issuer: signs tokens, and shows the keys to check them. */
export class OidcIssuer {
  /** `iss` of its tokens. */
  readonly url: string;
  /** Whether its keys can be fetched. @default {true} */
  isReachable = true;
  readonly #algorithm: SigningAlgorithm;
  #key: SigningKey;

  /** @param algorithm RS256 is what GitHub uses; ES256 keys are made faster. */
  constructor(url: string, algorithm: SigningAlgorithm = "ES256") {
    this.url = url;
    this.#algorithm = algorithm;
    this.#key = makeKey(algorithm);
  }

  /** Its JWKS; `undefined` while nobody can fetch it. */
  keys(): readonly JsonWebKey[] | undefined {
    return this.isReachable ? [this.#key.jwk] : undefined;
  }

  /** Another key takes the place of this one: tokens of before are forgeries now. */
  rotateKey(): void {
    this.#key = makeKey(this.#algorithm);
  }

  /** A signed JWT with `iss`, a `jti`, and the claims. */
  sign(claims: Claims): string {
    const header = { alg: this.#algorithm, kid: this.#key.id, typ: "JWT" };
    const data = `${part(header)}.${part({ iss: this.url, jti: randomUUID(), ...claims })}`;
    const key = { key: this.#key.privateKey, dsaEncoding: "ieee-p1363" } as const;
    return `${data}.${sign("sha256", new TextEncoder().encode(data), key).toString("base64url")}`;
  }
}

function makeKey(algorithm: SigningAlgorithm): SigningKey {
  const { privateKey, publicKey } = algorithm === "ES256"
    ? generateKeyPairSync("ec", { namedCurve: "P-256" })
    // Short ones take a tenth of the time.
    : generateKeyPairSync("rsa", { modulusLength: 1024 });
  const id = randomUUID();
  return {
    id,
    privateKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid: id, alg: algorithm, use: "sig" },
  };
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
