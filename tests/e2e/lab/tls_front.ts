/**
 * Ends TLS for every name of the lab, on the port where clients look for it, and passes requests on to the servers behind.
 *
 * @module
 */
import { once } from "node:events";
import { type IncomingMessage, request as openRequest, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { HttpReply } from "../../fakes/http/loopback_server.ts";
import type { Identity } from "../../support/self_signed.ts";
import { ADDRESS } from "./host_names.ts";

const HTTPS_PORT = 443;

/** What is known of a request before its body. */
export interface RequestHead {
  readonly host: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly authorization: string | undefined;
}

/** What stands behind a name. */
export interface Destination {
  /** Of the server on loopback, which speaks plain HTTP. */
  readonly port: number;
  /** An answer in place of that server's. */
  readonly answer?: (request: RequestHead) => HttpReply | undefined;
}

/** Starts on the lab's address, which only the network of `run.ts` has. */
export async function startTlsFront(
  identity: Identity,
  destinations: ReadonlyMap<string, Destination>,
): Promise<AsyncDisposable> {
  const server = createServer({ cert: identity.cert, key: identity.key }, (message, response) => {
    const host = message.headers.host ?? "";
    const destination = destinations.get(host);
    const reply = destination === undefined
      ? { status: 421, headers: {}, body: `Nothing is called ${host} here` }
      : destination.answer?.({
        host,
        method: message.method ?? "",
        target: message.url ?? "",
        authorization: message.headers.authorization,
      });
    if (reply !== undefined) return refuse(message, response, reply);
    passOn(message, response, destination?.port ?? 0);
  });
  server.listen(HTTPS_PORT, ADDRESS);
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuse(message: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  message.resume();
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}

function passOn(message: IncomingMessage, response: ServerResponse, port: number): void {
  const inner = openRequest({
    host: "127.0.0.1",
    port,
    method: message.method,
    path: message.url,
    // The registry makes absolute addresses by it.
    headers: { ...message.headers, "x-forwarded-proto": "https" },
    agent: false,
  });
  inner.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  inner.on("error", () => response.destroy());
  response.on("close", () => inner.destroy());
  message.pipe(inner);
}
