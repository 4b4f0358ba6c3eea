import { AwsError, CancelledError } from "../../../domain/errors/errors.ts";
import { asFields, type Fields, parseFields } from "../../../domain/files/json_fields.ts";
import { Secret } from "../../../domain/secret.ts";
import { signInOrigin, type SignInTokens } from "../../../domain/sign_in/sign_in.ts";
import type { SignInGrant, SignInOptions, SignInReply, SignInService } from "../../../ports/browser.ts";
import { readBoundedBody } from "../../http/network.ts";
import type { AwsAdapterOptions } from "./run_call.ts";
import { createDpopKey, dpopProof } from "./dpop.ts";
import { configuredEndpoint } from "../endpoints/endpoint_rules.ts";
import { invalidResponse, opening } from "../errors/error_mapping.ts";

/** The maximum size of a reply, in bytes. */
const MAX_BYTES = 64 * 1024;

/** Time limit of one request, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** The service in `AWS_ENDPOINT_URL_<NAME>`. Reference: `serviceId` of the model. */
const SERVICE_NAME = "SIGNIN";

/** The error codes of an expired grant. Reference: RFC 6749, section 5.2; `OAuth2ErrorCode` of the model. */
const REFUSED_CODES: ReadonlySet<string> = new Set([
  "invalid_grant",
  "invalid_token",
  "access_denied",
  "TOKEN_EXPIRED",
  "AUTHCODE_EXPIRED",
  "USER_CREDENTIALS_CHANGED",
  "INSUFFICIENT_PERMISSIONS",
]);

const SIGN_IN = { action: "sign in to AWS" };

/** An error code that may be shown. */
const CODE_REGEXP = /^[A-Za-z_]{1,64}$/;

/** The reply to one request. */
interface Reply {
  readonly status: number;
  readonly fields: Fields;
  readonly nonce: string | undefined;
}

/** What calling the service needs. */
export interface HttpSignInOptions extends Pick<AwsAdapterOptions, "environment" | "clock"> {
  /** @default {globalThis.fetch} */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The AWS sign-in service over HTTP: OAuth 2.0 tokens bound to a key.
 * Reference: RFC 9449 (DPoP); `webflow_token.go` of Atmos for the form of requests and replies.
 */
export class HttpSignIn implements SignInService {
  readonly #options: HttpSignInOptions;

  constructor(options: HttpSignInOptions) {
    this.#options = options;
  }

  origin(region: string): string {
    const named = configuredEndpoint(SERVICE_NAME, this.#options.environment, undefined);
    return named?.replace(/\/+$/, "") ?? signInOrigin(region);
  }

  createKey(): Promise<Secret> {
    return createDpopKey();
  }

  async createToken(grant: SignInGrant, dpopKey: Secret, options: SignInOptions): Promise<SignInReply> {
    const url = `${this.origin(options.region)}/v1/token`;
    const { signal } = options;
    let reply = await this.#post(url, grant, { dpopKey, signal });
    // RFC 9449, section 8: a server may require a nonce in the proof, and reports it once.
    if (reply.status === 400 && reply.fields["error"] === "use_dpop_nonce" && reply.nonce !== undefined) {
      reply = await this.#post(url, grant, { dpopKey, signal, nonce: reply.nonce });
    }
    const { status, fields } = reply;
    if (status === 200) return { kind: "tokens", tokens: this.#tokens(fields, grant, options.region) };
    const error = typeof fields["error"] === "string" ? fields["error"] : "";
    // Only the code: a description could repeat what was sent.
    const shown = CODE_REGEXP.test(error) ? ` (${error})` : "";
    const failure = (code: "AWS_UNREACHABLE" | "AWS_REJECTED", hint: string): AwsError =>
      new AwsError(code, `${opening(SIGN_IN)}: the service replied HTTP ${status}${shown}`, { hint });
    if (status === 429 || status >= 500) throw failure("AWS_UNREACHABLE", "Wait a minute, then try again");
    // Something else replied, such as the login page of a guest network. A denial stays one.
    if (error === "" && status !== 401 && status !== 403) {
      throw invalidResponse(SIGN_IN, `the response is not from AWS (HTTP ${status})`);
    }
    if (REFUSED_CODES.has(error)) return { kind: "refused", error: failure("AWS_REJECTED", "Log in again") };
    throw failure("AWS_REJECTED", "Check AWS_ENDPOINT_URL and proxies, then log in again");
  }

  async #post(
    url: string,
    grant: SignInGrant,
    { dpopKey, signal, nonce }: Pick<SignInOptions, "signal"> & {
      readonly dpopKey: Secret;
      readonly nonce?: string;
    },
  ): Promise<Reply> {
    const issuedAt = Math.floor(this.#options.clock().getTime() / 1000);
    const proof = await dpopProof(dpopKey, { method: "POST", url, nonce, issuedAt });
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const { host } = new URL(url);
    try {
      const response = await (this.#options.fetch ?? fetch)(url, {
        method: "POST",
        // A redirect could send the code or the token elsewhere.
        redirect: "manual",
        headers: {
          DPoP: proof,
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: formOf(grant),
        signal: AbortSignal.any([signal, timeout]),
      });
      const body = await readBoundedBody(response, MAX_BYTES);
      return {
        status: response.status,
        fields: parseFields(new TextDecoder().decode(body)) ?? {},
        nonce: response.headers.get("DPoP-Nonce") ?? undefined,
      };
    } catch {
      if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : new CancelledError();
      const state = timeout.aborted
        ? `"${host}" did not reply within ${TIMEOUT_MS / 1000} s`
        : `"${host}" could not be reached`;
      throw new AwsError("AWS_UNREACHABLE", `${opening(SIGN_IN)}: ${state}`, {
        hint: "Check the network, the VPN and HTTPS_PROXY, then try again",
      });
    }
  }

  #tokens(fields: Fields, grant: SignInGrant, region: string): SignInTokens {
    const { access_token, expires_in, refresh_token } = fields;
    const keys = asFields(access_token);
    const key = (name: string): string => {
      const value = keys?.[name];
      if (typeof value === "string" && value !== "") return value;
      throw invalidResponse(SIGN_IN, "the response contains no credentials");
    };
    // Credentials last for 15 minutes; a reply with a longer lifetime is not trusted.
    const seconds = typeof expires_in === "number" && expires_in > 0 ? Math.min(expires_in, 3600) : 900;
    const previous = grant.kind === "refresh" ? grant.refreshToken : new Secret("");
    return {
      credentials: {
        accessKeyId: key("access_key_id"),
        secretAccessKey: new Secret(key("secret_access_key")),
        sessionToken: new Secret(key("session_token")),
        expiresAt: new Date(this.#options.clock().getTime() + seconds * 1000),
        region,
      },
      refreshToken: typeof refresh_token === "string" && refresh_token !== ""
        ? new Secret(refresh_token)
        : previous,
    };
  }
}

function formOf(grant: SignInGrant): URLSearchParams {
  const { clientId: client_id } = grant;
  return new URLSearchParams(
    grant.kind === "code"
      ? {
        client_id,
        grant_type: "authorization_code",
        code: grant.code.expose(),
        code_verifier: grant.verifier.expose(),
        redirect_uri: grant.redirectUri,
      }
      : { client_id, grant_type: "refresh_token", refresh_token: grant.refreshToken.expose() },
  );
}
