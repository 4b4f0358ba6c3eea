/**
 * An HTTP/1.1 server on 127.0.0.1 that the fakes stand on. It gives them what `Deno.serve` hides: the raw header list (a
 * signature covers it) and the socket (a fault may have to break it).
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { once } from "node:events";

/** One request as it arrived: nothing is decoded. */
export interface HttpRequest {
  readonly method: string;
  /** The target of the request line, query included, still percent-encoded. */
  readonly target: string;
  /** Every header line in order, names as sent. */
  readonly headerLines: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** One answer. `content-length` is added. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** A request with the means to answer it, or to break the connection. */
export interface Exchange {
  readonly request: HttpRequest;
  /** Aborts when the client goes away or the server closes: every wait in a handler must honour it. */
  readonly signal: AbortSignal;
  /** For faults that HTTP has no words for. */
  readonly socket: Socket;
  reply(reply: HttpReply): void;
}

/** Answers one exchange; it may return without an answer, and the connection then stays open. */
export type ExchangeHandler = (exchange: Exchange) => Promise<void>;

/** A running server. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /**
   * Aborts what is under way and waits until no socket, timer or handler is left.
   *
   * @throws {AggregateError} When a handler failed: a defect of the fake must not pass for a fault of the product.
   */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The value of a header, several lines joined by commas as RFC 9110 has it. */
export function headerValue(request: HttpRequest, name: string): string | undefined {
  const values = request.headerLines.filter(([line]) => line.toLowerCase() === name).map(([, value]) =>
    value
  );
  return values.length === 0 ? undefined : values.join(",");
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startLoopbackServer(handler: ExchangeHandler): Promise<LoopbackServer> {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();
  const defects: unknown[] = [];
  const server = createServer((message, response) => {
    const work = serve(message, response, handler, closing.signal)
      .catch((error) => void defects.push(error))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = boundPort(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async close(): Promise<void> {
      if (closing.signal.aborted) return;
      const closed = once(server, "close");
      server.close();
      closing.abort();
      server.closeAllConnections();
      await Promise.all([closed, ...underWay]);
      if (defects.length > 0) throw new AggregateError(defects, "A fake's request handler failed");
    },
  };
}

function boundPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The loopback server has no port");
  return address.port;
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  handler: ExchangeHandler,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  // A client that resets the connection is an event to live through, not a defect.
  response.on("error", () => gone.abort());
  const body = await readBody(message);
  if (body === undefined) return;
  const exchange: Exchange = {
    request: {
      method: message.method ?? "",
      target: message.url ?? "",
      headerLines: headerLines(message.rawHeaders),
      body,
    },
    signal: AbortSignal.any([closing, gone.signal]),
    socket: message.socket,
    reply: (reply) => send(response, reply),
  };
  try {
    await handler(exchange);
  } catch (error) {
    if (exchange.signal.aborted) return;
    send(response, {
      status: 500,
      headers: { "content-type": "text/plain" },
      body: `Defect of the fake: ${error}`,
    });
    throw error;
  }
}

/** `undefined` when the client left before its request was complete, or sent more than any fake needs. */
async function readBody(message: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of message) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length > MAX_BODY_BYTES) {
        message.socket.destroy();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

function headerLines(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const lines: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    lines.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return lines;
}

function send(response: ServerResponse, reply: HttpReply): void {
  if (response.destroyed || response.headersSent) return;
  const body = typeof reply.body === "string" ? new TextEncoder().encode(reply.body) : reply.body;
  response.writeHead(reply.status, { "content-length": String(body.byteLength), ...reply.headers });
  response.end(body);
}
