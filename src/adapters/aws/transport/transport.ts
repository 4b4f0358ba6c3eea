import { AwsError } from "../../../domain/errors/errors.ts";
import { parseJson } from "../../../domain/files/json_fields.ts";
import { ownTime } from "../../../domain/time/own_time.ts";
import { transportFault } from "../../../domain/trust/endpoint_url.ts";
import type { NamedBundle } from "../../http/certificates.ts";
import { type Network, readBoundedBody } from "../../http/network.ts";
import { NetworkFailure, networkFailure } from "../../http/network_failure.ts";
import { BODY_TOO_LARGE, INVALID_CHARACTER, MAX_SKEW_MS } from "./aws_fault.ts";

/** Milliseconds until the response headers of an attempt must arrive, and between two parts of its body. */
const ATTEMPT_TIMEOUT_MS = 5000;

/** The maximum size of a response in bytes; the largest of AWS here has about 10 KiB. The SDK has no limit. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What a call observed on the network, for failure messages. */
export interface CallTrace {
  /** The last host, with its port if it is not the default. */
  host?: string;
  /** HTTP status of the last response. */
  status?: number;
  /** The `Date` header of the last response. */
  serverTime?: Date;
  /** The rejection of an endpoint or a proxy, which the SDK may have wrapped in its own error. */
  refusal?: AwsError;
  /** The last network failure, which the SDK's credential providers turn into text. */
  failure?: unknown;
}

/** The transport of one call, and what it observed. */
export interface Transport {
  /** For `requestHandler` of any client. */
  readonly handler: HttpHandler;
  readonly trace: CallTrace;
}

/** A request, signed. */
export interface HttpRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  // deno-lint-ignore no-explicit-any -- as the SDK has it; a text or bytes in every call that is made here.
  readonly body?: any;
}

/** A response with its whole body, which the SDK accepts like a stream. */
interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/**
 * Sends requests. The used part of the SDK's interface: its own types would load their package.
 * Reference: `HttpHandler` and `HttpRequest` of @smithy/types 4.20.0.
 */
interface HttpHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(
    request: HttpRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ readonly response: HttpAnswer }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<never, never>;
}

/**
 * Opens the transport of one call. It is below the SDK, so these rules apply to every request:
 *
 * - requests are sent over https only, or over http to this machine;
 * - every attempt ends with the signal, even if the SDK does not pass it on;
 * - attempts time out, and a response is read completely, up to 1 MiB: a truncated one is a network failure;
 * - redirects are not followed.
 *
 * Uses Deno's `fetch`: the SDK's handlers load modules of Node, which takes longer than a whole call.
 *
 * @param caBundle The certificates that the profile in use names.
 */
export function openTransport(network: Network, signal: AbortSignal, caBundle?: NamedBundle): Transport {
  const trace: CallTrace = {};
  const handle: HttpHandler["handle"] = async (request, options) => {
    const port = request.port === undefined ? "" : `:${request.port}`;
    trace.host = `${request.hostname}${port}`;
    const fault = transportFault(request.protocol, request.hostname);
    if (fault !== undefined) {
      throw trace.refusal = new AwsError("AWS_ENDPOINT_REFUSED", `Cannot call "${trace.host}": ${fault}`, {
        hint: "Check AWS_ENDPOINT_URL* and endpoint_url in the AWS config file",
      });
    }
    const ended = options?.abortSignal === undefined
      ? signal
      : AbortSignal.any([signal, options.abortSignal as AbortSignal]);
    try {
      return { response: await attempt(network, { request, signal: ended, trace, caBundle }) };
    } catch (error) {
      if (error instanceof AwsError) throw trace.refusal = error;
      trace.failure = error;
      throw error;
    }
  };
  return {
    trace,
    handler: {
      metadata: { handlerProtocol: "http/1.1" },
      handle,
      destroy: () => {},
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  };
}

/**
 * The expiry of something that AWS has just issued, by this machine's clock, with which it will be compared: by AWS' clock, a token would
 * be used long after its expiry, or never. Differences that AWS tolerates are ignored.
 *
 * @param expiresAt By AWS' clock.
 * @param options.now The time of the reply by this machine's clock.
 */
export function inOwnTime(
  expiresAt: Date,
  { now, trace: { serverTime } }: { readonly now: Date; readonly trace: CallTrace },
): Date {
  if (serverTime === undefined) return expiresAt;
  const skewMs = now.getTime() - serverTime.getTime();
  return Math.abs(skewMs) <= MAX_SKEW_MS ? expiresAt : ownTime(expiresAt, skewMs);
}

/**
 * Whether a response is complete. A broken connection is usually detected, but not if the end of the connection is the end of the body, nor
 * behind a proxy that closes an unfinished response.
 *
 * @returns False for JSON or XML that starts well and is truncated.
 */
export function isWhole(body: Uint8Array, contentType: string): boolean {
  const text = new TextDecoder().decode(body).trim();
  if (/\bjson\b/i.test(contentType) && text.startsWith("{")) return parseJson(text) !== undefined;
  if (/\bxml\b/i.test(contentType) && text.startsWith("<")) {
    const [, root] = /^(?:<\?[^>]*>\s*)?<([\w:-]+)/.exec(text) ?? [];
    return root !== undefined && (text.endsWith(`</${root}>`) || /^(?:<\?[^>]*>\s*)?<[^<>]*\/>$/.test(text));
  }
  return true;
}

async function attempt(
  network: Network,
  { request, signal, trace, caBundle }: {
    readonly request: HttpRequest;
    readonly caBundle: NamedBundle | undefined;
    readonly signal: AbortSignal;
    readonly trace: CallTrace;
  },
): Promise<HttpAnswer> {
  using silence = new Silence();
  const heard = (): void => silence.heard();
  let proxied = false;
  try {
    const answer = await network.fetch(urlOf(request), {
      method: request.method,
      headers: headersOf(request),
      body: request.body,
      signal: AbortSignal.any([signal, silence.signal]),
      caBundle,
    });
    proxied = answer.proxied;
    const { status, headers } = answer.response;
    trace.status = status;
    const date = new Date(headers.get("date") ?? "");
    if (!Number.isNaN(date.getTime())) trace.serverTime = date;
    heard();
    const body = await readBoundedBody(answer.response, MAX_BODY_BYTES, heard);
    if (body === undefined) throw named("Error", "The response is too large", BODY_TOO_LARGE);
    if (answer.response.ok && !isWhole(body, headers.get("content-type") ?? "")) {
      throw new NetworkFailure("ECONNRESET");
    }
    return { statusCode: status, headers: Object.fromEntries(headers), body };
  } catch (error) {
    // The SDK does not retry a request that ended like this.
    if (signal.aborted) throw named("AbortError", "Request aborted");
    if (silence.signal.aborted) throw named("TimeoutError", "No response in time", "ETIMEDOUT");
    throw error instanceof TypeError ? networkFailure(error, proxied) : error;
  }
}

function urlOf({ protocol, hostname, port, path, query }: HttpRequest): URL {
  const fields = Object.entries(query ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) =>
      one === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(one)}`
    )
  );
  const search = fields.length === 0 ? "" : `?${fields.join("&")}`;
  return new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}${search}`);
}

/** @throws An error with Node's code for an invalid header value, which can only come from the keys here. */
function headersOf({ headers }: HttpRequest): Headers {
  const made = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // `fetch` sets these itself, from the URL and the body.
    if (/^(?:host|content-length)$/i.test(name)) continue;
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw named("TypeError", "A header cannot be sent", INVALID_CHARACTER);
    }
    made.append(name, value);
  }
  return made;
}

function named(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });
}

/**
 * Aborts after a period of silence. Uses `AbortSignal.timeout`: the first `setTimeout` of a process loads Node's timers, which costs the
 * helper more than the rest of a request.
 */
class Silence implements Disposable {
  readonly #controller = new AbortController();
  readonly #check = (): void => {
    const leftMs = ATTEMPT_TIMEOUT_MS - (performance.now() - this.#heardAt);
    // A timer may fire a moment early.
    if (leftMs > 1) this.#timer = this.#wait(leftMs);
    else this.#controller.abort();
  };
  #heardAt = performance.now();
  #timer = this.#wait(ATTEMPT_TIMEOUT_MS);

  /** Aborts when the silence is too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Restarts the period. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Stops listening. A timer with a listener keeps the process alive, including a process that uses the library. */
  [Symbol.dispose](): void {
    this.#timer.removeEventListener("abort", this.#check);
  }

  #wait(milliseconds: number): AbortSignal {
    const timer = AbortSignal.timeout(Math.ceil(milliseconds));
    timer.addEventListener("abort", this.#check, { once: true });
    return timer;
  }
}
