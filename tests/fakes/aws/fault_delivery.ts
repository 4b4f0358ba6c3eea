/**
 * Carries faults out on the wire.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Exchange, HttpReply } from "../http/loopback_server.ts";
import type { FaultEffect } from "./faults.ts";
import { AwsFailure, type Protocol, type Result, type ResultValue } from "./wire.ts";

/** The effects that come instead of an answer. */
export type InsteadEffect = Exclude<FaultEffect, SpoilingEffect | { readonly kind: "delay" }>;

/** The effects that need the real answer. */
export type SpoilingEffect = Extract<FaultEffect, { readonly kind: "token" | "truncate" | "cut" | "drip" }>;

/** Whether an effect needs the real answer. */
export function isSpoiling(effect: FaultEffect): effect is SpoilingEffect {
  return ["token", "truncate", "cut", "drip"].includes(effect.kind);
}

/** Waits, or ends early when the client leaves or the server closes. @returns Whether there is still someone to answer. */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

/** Answers with the fault alone. */
export async function deliverInstead(
  exchange: Exchange,
  effect: InsteadEffect,
  { protocol, dated }: { readonly protocol: Protocol; readonly dated: (reply: HttpReply) => HttpReply },
): Promise<void> {
  switch (effect.kind) {
    case "error": {
      const failure = new AwsFailure(effect, effect.message ?? "Injected by the test", effect.headers);
      return exchange.reply(dated(protocol.renderFailure(failure)));
    }
    case "close":
      exchange.socket.destroy();
      return;
    case "reset":
      exchange.socket.resetAndDestroy();
      return;
    case "html":
      return exchange.reply(dated({
        status: 200,
        headers: { "content-type": "text/html" },
        body: "<!doctype html><title>Sign in to the guest network</title>",
      }));
    case "empty-body":
      return exchange.reply(dated({ status: 200, headers: {}, body: "" }));
    case "redirect":
      return exchange.reply(
        dated({ status: effect.status, headers: { location: effect.location }, body: "" }),
      );
    case "hang":
      return await untilAborted(exchange.signal);
    case "flood":
      return await flood(exchange, effect.bytes);
  }
}

/** Answers with the real reply, spoiled on its way. Effects that change its content were applied before. */
export async function deliverSpoiled(
  exchange: Exchange,
  effect: SpoilingEffect,
  reply: HttpReply,
): Promise<void> {
  const body = typeof reply.body === "string" ? new TextEncoder().encode(reply.body) : reply.body;
  const half = body.slice(0, Math.floor(body.byteLength / 2));
  switch (effect.kind) {
    case "token":
      return exchange.reply(reply);
    case "truncate":
      return exchange.reply({ ...reply, body: half });
    case "cut": {
      const { socket } = exchange;
      await written(exchange, head(reply, body.byteLength));
      await written(exchange, half);
      // A reset overtakes bytes that the client has not read yet, and would hide that the answer had begun.
      if (!await pause(20, exchange.signal)) return;
      if (effect.how === "reset") socket.resetAndDestroy();
      else socket.destroy();
      return;
    }
    case "drip": {
      const headers = new TextEncoder().encode(head(reply, body.byteLength));
      if (effect.from === "body") await written(exchange, headers);
      const bytes = effect.from === "body" ? body : new Uint8Array([...headers, ...body]);
      for (const byte of bytes) {
        if (effect.intervalMs > 0) await pause(effect.intervalMs, exchange.signal);
        if (exchange.signal.aborted) return;
        await written(exchange, new Uint8Array([byte]));
      }
      exchange.socket.end();
    }
  }
}

/** The result of `GetAuthorizationToken` with its token changed; other results as they are. */
export function changeToken(
  result: Result,
  effect: Extract<FaultEffect, { readonly kind: "token" }>,
): Result {
  const data = result["authorizationData"];
  if (data === undefined) return result;
  if (effect.change === "no-list") return {};
  if (effect.change === "empty-list") return { authorizationData: Array.isArray(data) ? [] : {} };
  const change = (element: ResultValue): ResultValue =>
    isRecord(element) ? changeElement(element, effect) : element;
  return { authorizationData: Array.isArray(data) ? data.map(change) : change(data) };
}

function changeElement(element: Result, effect: Extract<FaultEffect, { readonly kind: "token" }>): Result {
  const { authorizationToken, expiresAt, ...rest } = element;
  switch (effect.change) {
    case "no-token":
      return { ...rest, expiresAt };
    case "bad-base64":
      return { ...element, authorizationToken: "%%%not base64%%%" };
    case "no-colon":
      return { ...element, authorizationToken: btoa("AWS") };
    case "expired":
      return { ...element, expiresAt: Number(expiresAt) - 365 * 24 * 3600 };
    case "no-expiry":
      return { ...rest, authorizationToken };
    case "nan-expiry":
      return { ...element, expiresAt: "NaN" };
    case "foreign-endpoint":
      return { ...element, proxyEndpoint: effect.endpoint };
    case "no-list":
    case "empty-list":
      return element;
  }
}

function isRecord(value: ResultValue): value is Result {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date);
}

function head(reply: HttpReply, contentLength: number): string {
  const headers = { ...reply.headers, "content-length": String(contentLength), connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${reply.status} OK\r\n${lines.join("")}\r\n`;
}

async function flood(exchange: Exchange, bytes: number): Promise<void> {
  await written(
    exchange,
    "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\nconnection: close\r\n\r\n",
  );
  const chunk = new Uint8Array(64 * 1024).fill(0x20);
  for (let sent = 0; sent < bytes && !exchange.signal.aborted; sent += chunk.byteLength) {
    await written(exchange, chunk);
  }
  exchange.socket.end();
}

/** Resolves when the bytes left, so that a slow reader slows the sender; also when nobody reads any more. */
function written(exchange: Exchange, data: string | Uint8Array): Promise<void> {
  const { socket, signal } = exchange;
  return new Promise((resolve) => {
    if (signal.aborted || socket.destroyed) return resolve();
    const done = (): void => {
      signal.removeEventListener("abort", done);
      resolve();
    };
    signal.addEventListener("abort", done);
    socket.write(data, done);
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
