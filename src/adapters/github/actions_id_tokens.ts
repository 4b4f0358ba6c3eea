import { setTimeout as sleep } from "node:timers/promises";
import { AwsError, type AwsErrorCode, CancelledError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import { isLoopbackHost } from "../../domain/trust/aws_hosts.ts";
import type { CallOptions, WebIdentityTokens } from "../../ports/aws.ts";
import type { Environment } from "../../ports/process.ts";
import { Network, readBoundedBody } from "../http/network.ts";

/** Time limit of one attempt, in milliseconds. */
const ATTEMPT_TIMEOUT_MS = 10_000;

/** The number of attempts. */
const MAX_ATTEMPTS = 3;

/** Milliseconds before the second attempt; twice as many before the third. */
const RETRY_DELAY_MS = 200;

const OPENING = "Cannot get a GitHub Actions identity token";

const PERMISSION_HINT =
  "Add `permissions: {id-token: write}` to the job, and pass its variables to this step";

/** The result of an attempt. */
type Attempt =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "failed"; readonly error: AwsError; readonly again: boolean };

/** Replaced in tests. */
export interface ActionsIdTokenOptions {
  /** @default {10000} */
  readonly timeoutMs?: number;
  /** @default {200} */
  readonly retryDelayMs?: number;
}

/**
 * The identity tokens of a GitHub Actions job, from the endpoint that the runner names; `ACTIONS_ID_TOKEN` instead if set, as in Atmos.
 *
 * Reference: https://docs.github.com/actions/reference/security/oidc, and `pkg/auth/providers/github/oidc.go` of Atmos.
 */
export class ActionsIdTokens implements WebIdentityTokens {
  readonly #environment: Environment;
  readonly #timeoutMs: number;
  readonly #retryDelayMs: number;

  constructor(
    environment: Environment,
    { timeoutMs = ATTEMPT_TIMEOUT_MS, retryDelayMs = RETRY_DELAY_MS }: ActionsIdTokenOptions = {},
  ) {
    this.#environment = environment;
    this.#timeoutMs = timeoutMs;
    this.#retryDelayMs = retryDelayMs;
  }

  async request(audience: string, { signal }: CallOptions): Promise<Secret> {
    const variable = (name: string): string => this.#environment.get(name) ?? "";
    if (variable("GITHUB_ACTIONS") !== "true") {
      throw failure("AWS_CREDENTIALS_MISSING", "this is not a GitHub Actions job", {
        hint: "Run it in a workflow, or use an identity with another provider",
      });
    }
    const given = variable("ACTIONS_ID_TOKEN").trim();
    if (given !== "") return new Secret(given);
    for (const name of ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"]) {
      if (variable(name) !== "") continue;
      throw failure("AWS_CREDENTIALS_MISSING", `${name} is not set`, { hint: PERMISSION_HINT });
    }
    const request = parseRequestUrl(variable("ACTIONS_ID_TOKEN_REQUEST_URL"), audience);
    if (request.kind === "fault") {
      throw failure("AWS_ENDPOINT_REFUSED", `ACTIONS_ID_TOKEN_REQUEST_URL ${request.state}`, {
        hint: "Do not change the variable that the runner sets",
      });
    }
    return new Secret(await this.#ask(request, variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"), signal));
  }

  async #ask(request: IdTokenRequest, bearer: string, signal: AbortSignal): Promise<string> {
    for (let attempt = 1;; attempt++) {
      throwIfEnded(signal);
      const result = await this.#attempt(request, bearer, signal);
      if (result.kind === "token") return result.token;
      throwIfEnded(signal);
      if (!result.again || attempt === MAX_ATTEMPTS) throw result.error;
      const delayMs = this.#retryDelayMs * 2 ** (attempt - 1);
      await sleep(delayMs, undefined, { signal }).catch(() => throwIfEnded(signal));
    }
  }

  async #attempt({ url, host }: IdTokenRequest, bearer: string, signal: AbortSignal): Promise<Attempt> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    let answer: Awaited<ReturnType<typeof readIdToken>>;
    try {
      using network = new Network(this.#environment);
      // Redirects, which could send the bearer token elsewhere, are not followed.
      const { response } = await network.fetch(url, {
        headers: { authorization: `bearer ${bearer}`, accept: "application/json" },
        signal: AbortSignal.any([signal, timeout]),
      });
      answer = await readIdToken(response);
    } catch (thrown) {
      // Our own message: about the proxy, or the certificates, of the environment.
      if (thrown instanceof AwsError) return { kind: "failed", error: thrown, again: false };
      // The runtime's message may contain the URL, which belongs to the job.
      const state = timeout.aborted
        ? `"${host}" did not respond within ${this.#timeoutMs / 1000} s`
        : `"${host}" could not be reached`;
      const error = failure("AWS_UNREACHABLE", state, {
        hint: "Check the network and HTTPS_PROXY, then try again",
      });
      return { kind: "failed", error, again: true };
    }
    switch (answer.kind) {
      case "token":
        return answer;
      case "refused": {
        const state = `"${host}" refused the request (HTTP ${answer.status})`;
        return {
          kind: "failed",
          error: failure("AWS_CREDENTIALS_MISSING", state, { hint: PERMISSION_HINT }),
          again: false,
        };
      }
      case "down": {
        const error = failure("AWS_UNREACHABLE", `"${host}" failed (HTTP ${answer.status})`, {
          hint: "Wait a minute, then try again; see githubstatus.com",
        });
        return { kind: "failed", error, again: true };
      }
      case "unusable": {
        const error = failure(
          "AWS_RESPONSE_INVALID",
          `the response of "${host}" is invalid: ${answer.state}`,
          {
            hint: "Check HTTPS_PROXY and what sets ACTIONS_ID_TOKEN_REQUEST_URL, then try again",
          },
        );
        return { kind: "failed", error, again: false };
      }
    }
  }
}

function failure(code: AwsErrorCode, state: string, { hint }: { readonly hint: string }): AwsError {
  return new AwsError(code, `${OPENING}: ${state}`, { hint });
}

/** Throws if the deadline or the user has ended the call. */
function throwIfEnded(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof CancelledError) throw signal.reason;
  throw failure("AWS_UNREACHABLE", "there was no response in time", {
    hint: "Check the network and HTTPS_PROXY, then try again",
  });
}

/** Where to request a token. */
interface IdTokenRequest {
  readonly kind: "request";
  readonly url: URL;
  readonly host: string;
}

/** Why a URL is rejected; `state` follows the name of its variable. The URL is not repeated, since it may contain secrets. */
interface RequestUrlFault {
  readonly kind: "fault";
  readonly state: string;
}

/** The URL of a token for an audience: `https`, or `http` on this machine, keeping its query. */
function parseRequestUrl(text: string, audience: string): IdTokenRequest | RequestUrlFault {
  const url = URL.parse(text);
  if (url === null) return { kind: "fault", state: "is not a URL" };
  if (url.username !== "" || url.password !== "") {
    return { kind: "fault", state: "contains user information" };
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(url.hostname))) {
    return { kind: "fault", state: "is not an https:// address" };
  }
  url.searchParams.set("audience", audience);
  return { kind: "request", url, host: url.host };
}

/** The endpoint's response. */
export type IdTokenAnswer =
  | { readonly kind: "token"; readonly token: string }
  /** It gives this job no token. */
  | { readonly kind: "refused"; readonly status: number }
  /** It may give a token later. */
  | { readonly kind: "down"; readonly status: number }
  /** It is not the endpoint, or is faulty; the state ends a sentence. */
  | { readonly kind: "unusable"; readonly state: string };

/** The maximum size of a response in bytes; a token has about 2 KiB. */
const MAX_BYTES = 64 * 1024;

/** Three parts of base64url. Reference: RFC 7519 */
const JWT_REGEXP = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Reads a response, and consumes its body. Its content is never repeated, since it may be the token. */
export async function readIdToken(response: Response): Promise<IdTokenAnswer> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel();
    if (status === 429 || status >= 500) return { kind: "down", status };
    if (status >= 400) return { kind: "refused", status };
    return { kind: "unusable", state: `it has the HTTP status ${status}, and redirects are not followed` };
  }
  const bytes = await readBoundedBody(response, MAX_BYTES);
  if (bytes === undefined) return { kind: "unusable", state: "it is larger than 64 KiB" };
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return { kind: "unusable", state: "it is not JSON" };
  }
  const value = typeof answer === "object" && answer !== null && "value" in answer ? answer.value : undefined;
  return typeof value === "string" && JWT_REGEXP.test(value)
    ? { kind: "token", token: value }
    : { kind: "unusable", state: "it contains no token" };
}
