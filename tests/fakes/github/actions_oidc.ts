/**
 * The endpoint that gives a job of GitHub Actions its identity token. Written down in `../aws/fake_aws.md`.
 *
 * Reference: https://docs.github.com/actions/reference/security/oidc
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { type FakeAws, startFakeAws } from "../aws/fake_aws.ts";
import type { Faults } from "../aws/faults.ts";
import type { RecordedRequest } from "../aws/front_door.ts";
import type { Override } from "../aws/identity_center_answers.ts";
import { restJsonProtocol, restRoutes } from "../aws/rest_json_protocol.ts";
import type { FakeService, UnsignedCall } from "../aws/service.ts";
import { AwsFailure, type Result } from "../aws/wire.ts";
import { headerValue } from "../http/loopback_server.ts";
import { type Claims, OidcIssuer, type SigningAlgorithm } from "../oidc/issuer.ts";

/** What the endpoint answers. */
export interface IdTokenAnswer {
  readonly count: number;
  readonly value: string;
}

const ISSUER_URL = "https://token.actions.githubusercontent.com";

const PATH = "/_apis/distributedtask/hubs/Actions/plans/1/jobs/2/idtoken";

/** Starts the endpoint for one job. Use it with `await using`. */
export async function startFakeActionsOidc(
  options: { readonly algorithm?: SigningAlgorithm } = {},
): Promise<FakeActionsOidc> {
  const actions = new FakeActionsOidc(new OidcIssuer(ISSUER_URL, options.algorithm));
  await actions.start();
  return actions;
}

/** A running endpoint with its controls. Faults and records are those of the fake AWS, the service is `actions-oidc`. */
export class FakeActionsOidc implements AsyncDisposable {
  /** Who signs, for `FakeAws.oidcProvider`. */
  readonly issuer: OidcIssuer;
  /** What tokens say of the job. */
  claims: Claims = {
    sub: "repo:acme/app:ref:refs/heads/main",
    repository: "acme/app",
    repository_owner: "acme",
    ref: "refs/heads/main",
  };
  /** Life of a token. @default {300} */
  lifeSeconds = 300;
  /** Replaces members of each answer: an empty `value`, or one that is no token. */
  answer: Override<IdTokenAnswer> = {};
  readonly #requestToken = randomBytes(48).toString("base64url");
  #server: FakeAws | undefined;

  /** Not running yet: use {@linkcode startFakeActionsOidc}. */
  constructor(issuer: OidcIssuer) {
    this.issuer = issuer;
  }

  /** Called by {@linkcode startFakeActionsOidc}. */
  async start(): Promise<void> {
    const service: FakeService = {
      name: "actions-oidc",
      signingName: "",
      protocol: restJsonProtocol((code, message) => ({ message, typeKey: code })),
      route: restRoutes({ [`GET ${PATH}`]: "GetIdToken" }),
      unsigned: { GetIdToken: (call) => this.#getIdToken(call) },
      handle(): never {
        throw new AwsFailure("unknown-action", "Nothing here takes a signature");
      },
    };
    this.#server = await startFakeAws({ services: [service] });
  }

  /** What goes wrong, and when. */
  get faults(): Faults {
    return this.#running.faults;
  }

  /** Every request so far; `input` has the query. */
  get requests(): readonly RecordedRequest[] {
    return this.#running.requests;
  }

  /** How far the clock of `iat` and `exp` is ahead of this machine's, in milliseconds. */
  get clockOffsetMs(): number {
    return this.#running.clockOffsetMs;
  }

  set clockOffsetMs(offset: number) {
    this.#running.clockOffsetMs = offset;
  }

  /** What a job with `id-token: write` has in its environment. */
  environment(): Record<string, string> {
    return {
      GITHUB_ACTIONS: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.#running.url}${PATH}?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: this.#requestToken,
    };
  }

  /** A token without a request. */
  token(audience: string, claims: Claims = {}): string {
    const now = Math.floor(this.#running.now() / 1000);
    return this.issuer.sign({
      aud: audience,
      iat: now,
      nbf: now,
      exp: now + this.lifeSeconds,
      ...this.claims,
      ...claims,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close();
  }

  get #running(): FakeAws {
    if (this.#server === undefined) throw new Error("The fake of GitHub Actions is not running");
    return this.#server;
  }

  #getIdToken({ input, request }: UnsignedCall): Result {
    const [, token] = /^bearer (.+)$/i.exec(headerValue(request, "authorization") ?? "") ?? [];
    if (token !== this.#requestToken) {
      throw new AwsFailure(
        { status: 401, code: "AuthenticationException" },
        "The request token is not valid",
      );
    }
    // The query that the job was given must still be there.
    if (input["api-version"] !== "2.0") {
      throw new AwsFailure({ status: 400, code: "VssVersionNotSpecifiedException" }, "No api-version");
    }
    const value = this.token(String(input["audience"] ?? "https://github.com/acme"));
    return { count: value.length, value, ...this.answer };
  }
}
