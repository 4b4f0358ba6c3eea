import { createPublicKey, type JsonWebKey, verify } from "node:crypto";

/** Who signs identity tokens, as far as AWS sees of it. */
export interface TokenIssuer {
  /** `iss` of its tokens: `https://token.actions.githubusercontent.com`. */
  readonly url: string;
  /** Its JWKS; `undefined` while nobody can fetch it. */
  keys(): readonly JsonWebKey[] | undefined;
}

/** An OIDC provider in an account's IAM. */
export interface OidcProvider {
  readonly arn: string;
  readonly issuer: TokenIssuer;
  readonly audiences: readonly string[];
}

/** The claims that AWS looks at. */
export interface IdentityToken {
  readonly iss: string;
  readonly aud: readonly string[];
  readonly sub: string;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** The OIDC providers of all accounts. */
export class OidcProviders {
  readonly #providers = new Map<string, OidcProvider>();

  add(account: string, provider: OidcProvider): void {
    this.#providers.set(`${account} ${provider.issuer.url}`, provider);
  }

  find(account: string, issuerUrl: string): OidcProvider | undefined {
    return this.#providers.get(`${account} ${issuerUrl}`);
  }
}

/** Reads a JWT without looking at its signature; `undefined` when it is none, or lacks a claim. */
export function readIdentityToken(token: string): IdentityToken | undefined {
  const [, payload, , ...rest] = token.split(".");
  const claims = rest.length === 0 ? jsonPart(payload) : undefined;
  if (claims === undefined) return undefined;
  const { iss, aud, sub, exp } = claims;
  const audiences = Array.isArray(aud) ? aud.map(String) : [aud].filter((each) => typeof each === "string");
  if (
    typeof iss !== "string" || typeof sub !== "string" || typeof exp !== "number" || audiences.length === 0
  ) {
    return undefined;
  }
  return { iss, aud: audiences, sub, exp };
}

/** Whether one of the keys signed a JWT, by RS256 or ES256. */
export function isSignedByOneOf(token: string, keys: readonly JsonWebKey[]): boolean {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const facts = jsonPart(header);
  const jwk = keys.find((key) => key["kid"] === facts?.["kid"]);
  const algorithm = { RSA: "RS256", EC: "ES256" }[String(jwk?.kty)];
  // The key says how it may be used: a token that names another algorithm is a forgery.
  if (jwk === undefined || algorithm === undefined || facts?.["alg"] !== algorithm) return false;
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const data = new TextEncoder().encode(`${header}.${payload}`);
  return verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
}

function jsonPart(part: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
