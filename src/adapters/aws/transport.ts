import type { Readable } from "node:stream";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import { AwsError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/environment.ts";
import { transportFault } from "./endpoint_url.ts";
import { limitBody } from "./limit_body.ts";
import { readTlsOptions } from "./tls_options.ts";

/** Milliseconds until a connection must stand. */
const CONNECT_TIMEOUT_MS = 2000;

/** Milliseconds until one attempt must have its answer's headers, and that a connection may be silent. */
export const ATTEMPT_TIMEOUT_MS = 5000;

/** What a call saw of the network, for the messages of its failures. */
export interface CallTrace {
  /** The last host that was asked, with its port when it is not the usual one. */
  host?: string;
  /** HTTP status of the last answer. */
  status?: number;
  /** What the last answer's `Date` header says. */
  serverTime?: Date;
  /** The refusal of an endpoint, which the SDK may have wrapped in an error of its own. */
  refusal?: AwsError;
  /** The last failure of the network, which the SDK's credential providers turn into a text. */
  failure?: unknown;
}

/** The way to AWS for one call, with what it saw. */
export interface Transport {
  /** For `requestHandler` of any client. */
  readonly handler: Pick<
    NodeHttpHandler,
    "handle" | "destroy" | "metadata" | "updateHttpClientConfig" | "httpHandlerConfigs"
  >;
  readonly trace: CallTrace;
}

type Handle = NodeHttpHandler["handle"];

/**
 * Opens the way to AWS for one call. Below the SDK, so that it holds for every request whatever made it:
 *
 * - nothing is sent but over https, or over http to this machine;
 * - every attempt ends with the signal, also those that the SDK makes without passing one on;
 * - timeouts end an attempt, and an answer is at most 1 MiB;
 * - redirects are not followed (the handler never does).
 *
 * `HTTPS_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE` are honoured, as by the AWS CLI and the Go SDK.
 *
 * @throws {AwsError} `AWS_UNREACHABLE` when the file of `AWS_CA_BUNDLE` cannot be read.
 */
export async function openTransport(environment: Environment, signal: AbortSignal): Promise<Transport> {
  const [{ NodeHttpHandler }, httpsAgent] = await Promise.all([
    import("@smithy/node-http-handler"),
    readTlsOptions(environment),
  ]);
  const inner = new NodeHttpHandler({
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: ATTEMPT_TIMEOUT_MS,
    // Without it the SDK only warns.
    throwOnRequestTimeout: true,
    // The one above ends with the headers: a body that stalls needs its own.
    socketTimeout: ATTEMPT_TIMEOUT_MS,
    httpsAgent,
  });
  const trace: CallTrace = {};
  const handle: Handle = async (request, options) => {
    const port = request.port === undefined ? "" : `:${request.port}`;
    trace.host = `${request.hostname}${port}`;
    const fault = transportFault(request.protocol, request.hostname);
    if (fault !== undefined) throw trace.refusal = refusal(trace.host, fault);
    try {
      const { response } = await inner.handle(request, {
        ...options,
        abortSignal: options?.abortSignal === undefined
          ? signal
          : AbortSignal.any([signal, options.abortSignal as AbortSignal]),
      });
      trace.status = response.statusCode;
      const date = new Date(response.headers["date"] ?? "");
      if (!Number.isNaN(date.getTime())) trace.serverTime = date;
      response.body = await limitBody(response.body as Readable, signal);
      return { response };
    } catch (error) {
      trace.failure = error;
      throw error;
    }
  };
  return {
    trace,
    handler: {
      metadata: inner.metadata,
      handle,
      destroy: () => inner.destroy(),
      updateHttpClientConfig: (key, value) => inner.updateHttpClientConfig(key, value),
      httpHandlerConfigs: () => inner.httpHandlerConfigs(),
    },
  };
}

function refusal(host: string, fault: string): AwsError {
  return new AwsError("AWS_ENDPOINT_REFUSED", `Cannot call "${escapeText(host)}": ${fault}`, {
    hint: "Check AWS_ENDPOINT_URL* and endpoint_url in the AWS config file",
  });
}
