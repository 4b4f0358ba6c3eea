/**
 * What the SDK's clients ask of the handler of their requests, as far as it is used: its own types would bring their package.
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

/** An answer with its whole body, which the SDK takes as it takes a stream. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** What a client says besides. */
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
