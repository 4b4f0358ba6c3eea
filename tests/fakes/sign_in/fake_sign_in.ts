/**
 * AWS' sign-in service on loopback: the page where a person signs in, and the tokens. What it checks is written down in
 * `fake_sign_in.md`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createHash,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  verify,
} from "node:crypto";
import type { Keys } from "../aws/fake_aws.ts";

/** A code or refresh token that was issued. */
interface Issued {
  readonly clientId: string;
  readonly redirectUri?: string;
  readonly challenge?: string;
  /** The thumbprint of the key that a refresh token is bound to. */
  readonly key?: string;
}

/** A running service. */
export class FakeSignIn implements AsyncDisposable {
  /** What the person does at the page. */
  person: "allows" | "denies" | "waits" = "allows";
  /** Whether every proof must hold a nonce of the service. */
  wantsNonce = false;
  /** Set to end all logins: refresh tokens are refused. */
  isRevoked = false;
  /** Set to fail: status of every token request. */
  failure: number | undefined;
  /** Requests, in order: `GET /v1/authorize`, or the grant type of a token request. */
  readonly requests: string[] = [];
  /** Codes for another machine, as the page shows them. */
  readonly shown: string[] = [];
  readonly #codes = new Map<string, Issued>();
  readonly #refreshTokens = new Map<string, Issued>();
  readonly #proofs = new Set<string>();
  readonly #issue: () => Keys;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #nonce = randomText();

  /** @param issue Makes the credentials of the person who signed in. */
  constructor(issue: () => Keys) {
    this.#issue = issue;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#serve(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  /** A refresh token of an earlier login, bound to a key. @param key A public one. */
  issueRefreshToken(clientId: string, key: KeyObject): string {
    const token = randomText();
    this.#refreshTokens.set(token, { clientId, key: thumbprint(key.export({ format: "jwk" })) });
    return token;
  }

  async #serve(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.method === "GET" && url.pathname === "/v1/authorize") return this.#authorize(url);
    if (request.method === "POST" && url.pathname === "/v1/token") return await this.#token(request);
    if (url.pathname === "/v1/sessions/confirmation") return new Response("Copy the code");
    return new Response("Not found", { status: 404 });
  }

  #authorize({ searchParams }: URL): Response {
    this.requests.push("GET /v1/authorize");
    const get = (name: string): string => searchParams.get(name) ?? "";
    const redirectUri = get("redirect_uri");
    const isLocal = /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/.test(redirectUri);
    const clientId = get("client_id");
    const isRemote = redirectUri === `${this.url}/v1/sessions/confirmation`;
    const fits = (clientId === "arn:aws:signin:::devtools/same-device" && isLocal) ||
      (clientId === "arn:aws:signin:::devtools/cross-device" && isRemote);
    const isValid = fits && get("response_type") === "code" && get("scope") === "openid" &&
      get("state").length >= 16 &&
      get("code_challenge_method") === "SHA-256" && /^[\w-]{43}$/.test(get("code_challenge"));
    if (!isValid) return new Response("invalid_request", { status: 400 });
    if (this.person === "waits") return new Response("Sign in");
    const back = new URL(redirectUri);
    if (this.person === "denies") back.searchParams.set("error", "access_denied");
    else {
      const code = randomText();
      this.#codes.set(code, { clientId, redirectUri, challenge: get("code_challenge") });
      back.searchParams.set("code", code);
      if (isRemote) this.shown.push(btoa(new URLSearchParams({ code, state: get("state") }).toString()));
    }
    back.searchParams.set("state", get("state"));
    return Response.redirect(back, 302);
  }

  async #token(request: Request): Promise<Response> {
    const text = await request.text();
    // The SDKs send and read JSON with names of their own; the documented way is a form.
    const isSdk = request.headers.get("content-type")?.startsWith("application/json") === true;
    const form = isSdk ? formOf(JSON.parse(text)) : new URLSearchParams(text);
    this.requests.push(form.get("grant_type") ?? "");
    if (this.failure !== undefined) return reply({ error: "server_error" }, this.failure);
    const proof = this.#readProof(request.headers.get("dpop") ?? "");
    if (typeof proof === "string") return reply({ error: proof }, 400, { "DPoP-Nonce": this.#nonce });
    const grant = form.get("grant_type") === "authorization_code"
      ? this.#redeem(form)
      : this.#renew(form, proof.key);
    if (grant === undefined) {
      return isSdk
        ? reply({ error: "TOKEN_EXPIRED", message: "Token has expired" }, 403, {
          "x-amzn-errortype": "AccessDeniedException",
        })
        : reply({ error: "invalid_grant" }, 400);
    }
    const refreshToken = randomText();
    this.#refreshTokens.set(refreshToken, { clientId: grant.clientId, key: proof.key });
    const { accessKeyId, secretAccessKey, sessionToken } = this.#issue();
    if (isSdk) {
      return reply({
        accessToken: { accessKeyId, secretAccessKey, sessionToken },
        tokenType: "aws_sigv4",
        expiresIn: 900,
        refreshToken,
      }, 200);
    }
    return reply({
      access_token: {
        access_key_id: accessKeyId,
        secret_access_key: secretAccessKey,
        session_token: sessionToken,
      },
      token_type: "aws_sigv4",
      expires_in: 900,
      refresh_token: refreshToken,
      id_token: "x.y.z",
    }, 200);
  }

  #redeem(form: URLSearchParams): Issued | undefined {
    const code = form.get("code") ?? "";
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    const fits = issued?.clientId === form.get("client_id") &&
      issued?.redirectUri === form.get("redirect_uri") &&
      issued?.challenge === challenge;
    return fits ? issued : undefined;
  }

  #renew(form: URLSearchParams, key: string): Issued | undefined {
    const token = form.get("refresh_token") ?? "";
    const issued = this.#refreshTokens.get(token);
    if (this.isRevoked || issued === undefined || issued.key !== key) return undefined;
    if (issued.clientId !== form.get("client_id")) return undefined;
    this.#refreshTokens.delete(token);
    return issued;
  }

  /** The thumbprint of a good proof's key, else the error code. */
  #readProof(text: string): { readonly key: string } | string {
    const [header = "", claims = "", signature = ""] = text.split(".");
    const { typ, alg, jwk } = json(header);
    const { jti, htm, htu, iat, nonce } = json(claims);
    if (typ !== "dpop+jwt" || alg !== "ES256" || htm !== "POST" || htu !== `${this.url}/v1/token`) {
      return "invalid_dpop_proof";
    }
    if (typeof jti !== "string" || this.#proofs.has(jti) || Math.abs(Number(iat) - Date.now() / 1000) > 60) {
      return "invalid_dpop_proof";
    }
    if (typeof jwk !== "object" || jwk === null || Object.hasOwn(jwk, "d")) return "invalid_dpop_proof";
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    const data = new TextEncoder().encode(`${header}.${claims}`);
    if (!verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"))) {
      return "invalid_dpop_proof";
    }
    if (this.wantsNonce && nonce !== this.#nonce) return "use_dpop_nonce";
    this.#proofs.add(jti);
    if (this.wantsNonce) this.#nonce = randomText();
    return { key: thumbprint(jwk as JsonWebKey) };
  }
}

/** Reference: RFC 7638. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
}

/** What an SDK sends, in the names of the form. */
function formOf(input: Readonly<Record<string, string>>): URLSearchParams {
  const { clientId = "", grantType = "", refreshToken = "" } = input;
  return new URLSearchParams({ client_id: clientId, grant_type: grantType, refresh_token: refreshToken });
}

function json(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return {};
  }
}

function reply(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers });
}

function randomText(): string {
  return randomBytes(24).toString("base64url");
}
