import { AwsError } from "../../../domain/errors/errors.ts";
import { Network } from "../../http/network.ts";
import { NetworkFailure, networkFailure } from "../../http/network_failure.ts";
import { transportFault } from "./endpoint_url.ts";
import { INVALID_CHARACTER } from "./fault_kind.ts";
import type { HandlerOptions, HttpAnswer, HttpHandler, HttpRequest } from "./http_handler.ts";
import { readLimited } from "./limit_body.ts";
import { Silence } from "../silence.ts";

/** Milliseconds until one attempt must have its answer's headers, and that its body may be silent. */
export const ATTEMPT_TIMEOUT_MS = 5000;

/** What a call saw of the network, for the messages of its failures. */
export interface CallTrace {
  /** The last host that was asked, with its port when it is not the usual one. */
  host?: string;
  /** HTTP status of the last answer. */
  status?: number;
  /** What the last answer's `Date` header says. */
  serverTime?: Date;
  /** The refusal of an endpoint or of a proxy, which the SDK may have wrapped in an error of its own. */
  refusal?: AwsError;
  /** The last failure of the network, which the SDK's credential providers turn into a text. */
  failure?: unknown;
}

/** The way to AWS for one call, with what it saw. */
export interface Transport {
  /** For `requestHandler` of any client. */
  readonly handler: HttpHandler;
  readonly trace: CallTrace;
}

/**
 * Opens the way to AWS for one call. Below the SDK, so that it holds for every request whatever made it:
 *
 * - nothing is sent but over https, or over http to this machine;
 * - every attempt ends with the signal, also those that the SDK makes without passing one on;
 * - timeouts end an attempt, and an answer is read whole, up to 1 MiB: one that ends in the middle is a failure of the network;
 * - redirects are not followed.
 *
 * It is Deno's own `fetch`: the SDK's handlers need modules of Node, which cost more than a whole call.
 *
 * @param network The connections of this process.
 */
export function openTransport(network: Network, signal: AbortSignal): Transport {
  const trace: CallTrace = {};
  const handle = async (
    request: HttpRequest,
    options?: HandlerOptions,
  ): Promise<{ readonly response: HttpAnswer }> => {
    const port = request.port === undefined ? "" : `:${request.port}`;
    trace.host = `${request.hostname}${port}`;
    const fault = transportFault(request.protocol, request.hostname);
    if (fault !== undefined) throw trace.refusal = refusal(trace.host, fault);
    const ended = options?.abortSignal === undefined
      ? signal
      : AbortSignal.any([signal, options.abortSignal as AbortSignal]);
    try {
      return { response: await attempt(network, { request, signal: ended, trace }) };
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

async function attempt(
  network: Network,
  { request, signal, trace }: {
    readonly request: HttpRequest;
    readonly signal: AbortSignal;
    readonly trace: CallTrace;
  },
): Promise<HttpAnswer> {
  using silence = new Silence(ATTEMPT_TIMEOUT_MS);
  const heard = (): void => silence.heard();
  let proxied = false;
  try {
    const answer = await network.fetch(urlOf(request), {
      method: request.method,
      headers: headersOf(request),
      body: request.body,
      signal: AbortSignal.any([signal, silence.signal]),
    });
    proxied = answer.proxied;
    const { status, headers } = answer.response;
    trace.status = status;
    const date = new Date(headers.get("date") ?? "");
    if (!Number.isNaN(date.getTime())) trace.serverTime = date;
    heard();
    const body = await readLimited(answer.response, heard);
    if (answer.response.ok && !isWhole(body, headers.get("content-type") ?? "")) {
      throw new NetworkFailure("ECONNRESET");
    }
    return { statusCode: status, headers: Object.fromEntries(headers), body };
  } catch (error) {
    // The SDK does not repeat a request that ended so.
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

/** @throws An error with the code of Node for a value that no request can carry; here it can only come from the keys. */
function headersOf({ headers }: HttpRequest): Headers {
  const made = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // `fetch` sets these by itself, from the URL and the body.
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

function refusal(host: string, fault: string): AwsError {
  return new AwsError("AWS_ENDPOINT_REFUSED", `Cannot call "${host}": ${fault}`, {
    hint: "Check AWS_ENDPOINT_URL* and endpoint_url in the AWS config file",
  });
}

/**
 * Whether an answer is there to its end. A connection that breaks mostly shows, but not where the end of the connection is the end of
 * the body, nor behind a proxy that closes what it could not finish.
 *
 * @param contentType What the answer says it is.
 * @returns False for JSON or XML that begins well and breaks off.
 */
export function isWhole(body: Uint8Array, contentType: string): boolean {
  const text = new TextDecoder().decode(body).trim();
  if (/\bjson\b/i.test(contentType) && text.startsWith("{")) return isJson(text);
  if (/\bxml\b/i.test(contentType) && text.startsWith("<")) {
    const [, root] = /^(?:<\?[^>]*>\s*)?<([\w:-]+)/.exec(text) ?? [];
    return root !== undefined && (text.endsWith(`</${root}>`) || /^(?:<\?[^>]*>\s*)?<[^<>]*\/>$/.test(text));
  }
  return true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
