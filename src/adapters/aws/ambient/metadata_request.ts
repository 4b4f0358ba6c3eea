import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";

/** Bytes of an answer that are read. */
const MAX_BYTES = 64 * 1024;

/** A request to a service of this machine. */
export interface MetadataRequest {
  readonly url: URL;
  readonly method?: "GET" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until a connection must stand, and again until the whole answer must be there. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What became of a request. */
export type MetadataAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly text: string }
  /** Nobody is there: no connection was made. */
  | { readonly kind: "nobody"; readonly cause: unknown }
  /** Somebody took the request and did not answer, or not to the end. */
  | { readonly kind: "silent"; readonly cause: unknown };

/**
 * Asks a service of this machine for metadata. Never through a proxy, and without retries.
 *
 * @throws The reason of the signal.
 */
export async function requestMetadata(request: MetadataRequest): Promise<MetadataAnswer> {
  const { url, signal } = request;
  signal.throwIfAborted();
  const { request: send } = url.protocol === "https:"
    ? await import("node:https")
    : await import("node:http");
  const { promise, resolve, reject } = Promise.withResolvers<MetadataAnswer>();
  let connected = false;
  const options: RequestOptions = {
    method: request.method ?? "GET",
    headers: { ...request.headers, ...(request.method === "PUT" ? { "Content-Length": "0" } : {}) },
    // An agent of its own, so that neither a proxy nor a kept connection is used.
    agent: false,
  };
  const call: ClientRequest = send(url, options, (response: IncomingMessage) => {
    connected = true;
    const chunks: Uint8Array[] = [];
    let size = 0;
    response.on("data", (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= MAX_BYTES) chunks.push(chunk);
    });
    response.on("end", () => {
      const text = new TextDecoder().decode(concat(chunks));
      resolve({ kind: "answer", status: response.statusCode ?? 0, text });
    });
    response.on("error", (cause) => resolve({ kind: "silent", cause }));
    response.on("aborted", () => resolve({ kind: "silent", cause: undefined }));
  });
  const expire = (): void => {
    resolve({ kind: connected ? "silent" : "nobody", cause: undefined });
    call.destroy();
  };
  let timer = setTimeout(expire, request.timeoutMs);
  call.on("socket", (socket) => {
    const connect = (): void => {
      connected = true;
      clearTimeout(timer);
      timer = setTimeout(expire, request.timeoutMs);
    };
    if (socket.connecting) socket.once("connect", connect);
    else connect();
  });
  call.on("error", (cause) => resolve({ kind: connected ? "silent" : "nobody", cause }));
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort);
  call.end();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    call.destroy();
  }
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
