import { setTimeout as sleep } from "node:timers/promises";
import { AwsError, type AwsErrorCode, CancelledError } from "../../domain/errors/errors.ts";
import { asFields, parseJson } from "../../domain/files/json_fields.ts";
import { Secret } from "../../domain/secret.ts";
import { isLoopbackHost } from "../../domain/trust/aws_hosts.ts";
import type { CallOptions, WebIdentityTokens } from "../../ports/aws.ts";
import type { Environment } from "../../ports/process.ts";
import { Network, readBoundedBody } from "../http/network.ts";

const MAX_ATTEMPTS = 3;

/** The maximum size of a response in bytes; a token has about 2 KiB. */
const MAX_BYTES = 64 * 1024;

/** Three parts of base64url. Reference: RFC 7519 */
const JWT_REGEXP = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const PERMISSION_HINT =
  "Add `permissions: {id-token: write}` to the job, and pass its variables to this step";

const NETWORK_HINT = "Check the network and HTTPS_PROXY, then try again";

/** The result of an attempt. */
type Attempt =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "failed"; readonly error: AwsError; readonly again: boolean };

/** Times in milliseconds, replaced in tests. */
export interface ActionsIdTokenOptions {
  /** The time limit of one attempt. @default {10000} */
  readonly timeoutMs?: number;
  /** The time before the second attempt; twice as much before the third. @default {200} */
  readonly retryDelayMs?: number;
}

/**
 * The identity tokens of a GitHub Actions job, from the endpoint that the runner names; `ACTIONS_ID_TOKEN` instead if set, as in Atmos.
 * Reference: https://docs.github.com/actions/reference/security/oidc, and `pkg/auth/providers/github/oidc.go` of Atmos.
 */
export class ActionsIdTokens implements WebIdentityTokens {
  readonly #environment: Environment;
  readonly #times: Required<ActionsIdTokenOptions>;

  constructor(environment: Environment, times: ActionsIdTokenOptions = {}) {
    this.#environment = environment;
    this.#times = { timeoutMs: 10_000, retryDelayMs: 200, ...times };
  }

  async request(audience: string, { signal }: CallOptions): Promise<Secret> {
    const variable = (name: string): string => this.#environment.get(name) ?? "";
    if (variable("GITHUB_ACTIONS") !== "true") {
      const hint = "Run it in a workflow, or use an identity with another provider";
      throw failure("AWS_CREDENTIALS_MISSING", "this is not a GitHub Actions job", hint);
    }
    const given = variable("ACTIONS_ID_TOKEN").trim();
    if (given !== "") return new Secret(given);
    for (const name of ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"]) {
      if (variable(name) !== "") continue;
      throw failure("AWS_CREDENTIALS_MISSING", `${name} is not set`, PERMISSION_HINT);
    }
    const url = requestUrl(variable("ACTIONS_ID_TOKEN_REQUEST_URL"), audience);
    return new Secret(await this.#ask(url, variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"), signal));
  }

  async #ask(url: URL, bearer: string, signal: AbortSignal): Promise<string> {
    for (let attempt = 1;; attempt++) {
      throwIfEnded(signal);
      const result = await this.#attempt(url, bearer, signal);
      if (result.kind === "token") return result.token;
      throwIfEnded(signal);
      if (!result.again || attempt === MAX_ATTEMPTS) throw result.error;
      const delayMs = this.#times.retryDelayMs * 2 ** (attempt - 1);
      await sleep(delayMs, undefined, { signal }).catch(() => throwIfEnded(signal));
    }
  }

  async #attempt(url: URL, bearer: string, signal: AbortSignal): Promise<Attempt> {
    const timeout = AbortSignal.timeout(this.#times.timeoutMs);
    try {
      using network = new Network(this.#environment);
      // Redirects, which could send the bearer token elsewhere, are not followed.
      const { response } = await network.fetch(url, {
        headers: { authorization: `bearer ${bearer}`, accept: "application/json" },
        signal: AbortSignal.any([signal, timeout]),
      });
      return await readAnswer(response, url.host);
    } catch (thrown) {
      // Our own message: about the proxy, or the certificates, of the environment.
      if (thrown instanceof AwsError) return { kind: "failed", error: thrown, again: false };
      // The runtime's message may contain the URL, which belongs to the job.
      const state = timeout.aborted
        ? `"${url.host}" did not respond within ${this.#times.timeoutMs / 1000} s`
        : `"${url.host}" could not be reached`;
      return { kind: "failed", error: failure("AWS_UNREACHABLE", state, NETWORK_HINT), again: true };
    }
  }
}

/** Reads a response, and consumes its body. Its content is never repeated, since it may be the token. */
async function readAnswer(response: Response, host: string): Promise<Attempt> {
  const { status } = response;
  if (status !== 200) await response.body?.cancel();
  if (status === 429 || status >= 500) {
    const hint = "Wait a minute, then try again; see githubstatus.com";
    const error = failure("AWS_UNREACHABLE", `"${host}" failed (HTTP ${status})`, hint);
    return { kind: "failed", error, again: true };
  }
  if (status >= 400) {
    const state = `"${host}" refused the request (HTTP ${status})`;
    const error = failure("AWS_CREDENTIALS_MISSING", state, PERMISSION_HINT);
    return { kind: "failed", error, again: false };
  }
  const invalid = (reason: string): Attempt => {
    const hint = "Check HTTPS_PROXY and what sets ACTIONS_ID_TOKEN_REQUEST_URL, then try again";
    const state = `the response of "${host}" is invalid: ${reason}`;
    return { kind: "failed", error: failure("AWS_RESPONSE_INVALID", state, hint), again: false };
  };
  if (status !== 200) return invalid(`it has the HTTP status ${status}, and redirects are not followed`);
  const body = await readBoundedBody(response, MAX_BYTES);
  if (body === undefined) return invalid("it is larger than 64 KiB");
  const answer = parseJson(new TextDecoder().decode(body));
  if (answer === undefined) return invalid("it is not JSON");
  const token = asFields(answer)?.["value"];
  return typeof token === "string" && JWT_REGEXP.test(token)
    ? { kind: "token", token }
    : invalid("it contains no token");
}

/** Throws if the deadline or the user has ended the call. */
function throwIfEnded(signal: AbortSignal): void {
  if (!signal.aborted) return;
  if (signal.reason instanceof CancelledError) throw signal.reason;
  throw failure("AWS_UNREACHABLE", "there was no response in time", NETWORK_HINT);
}

/**
 * The URL of a token for an audience: `https`, or `http` on this machine, keeping its query.
 *
 * @throws {AwsError} `AWS_ENDPOINT_REFUSED`. The URL is not repeated, since it may contain secrets.
 */
function requestUrl(text: string, audience: string): URL {
  const refused = (state: string): AwsError =>
    failure(
      "AWS_ENDPOINT_REFUSED",
      `ACTIONS_ID_TOKEN_REQUEST_URL ${state}`,
      "Do not change the variable that the runner sets",
    );
  const url = URL.parse(text);
  if (url === null) throw refused("is not a URL");
  if (url.username !== "" || url.password !== "") throw refused("contains user information");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(url.hostname))) {
    throw refused("is not an https:// address");
  }
  url.searchParams.set("audience", audience);
  return url;
}

function failure(code: AwsErrorCode, state: string, hint: string): AwsError {
  return new AwsError(code, `Cannot get a GitHub Actions identity token: ${state}`, { hint });
}
