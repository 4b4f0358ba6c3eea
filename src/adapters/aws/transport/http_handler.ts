/**
 * The used part of the SDK's request handler interface: its own types would load their package.
 *
 * Reference: `HttpHandler` and `HttpRequest` of @smithy/types 4.20.0.
 *
 * @module
 */

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
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Additional options of a client. */
export interface HandlerOptions {
  readonly abortSignal?: unknown;
}

/** Sends requests. */
export interface HttpHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: HttpRequest, options?: HandlerOptions): Promise<{ readonly response: HttpAnswer }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<never, never>;
}
