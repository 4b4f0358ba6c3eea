import type { Clock } from "../../ports/clock.ts";
import type { Environment } from "../../ports/environment.ts";
import { type AwsCall, mapFailure } from "./error_mapping.ts";
import { openTransport, type Transport } from "./transport.ts";

/** What every adapter here is built from. */
export interface AwsAdapterOptions {
  /** For endpoints, proxies and switches. The SDK's own reading of the process is ruled out or named where it happens. */
  readonly environment: Environment;
  readonly clock: Clock;
}

/**
 * Makes a call to AWS, ends it with the signal whatever the SDK does, and puts its failures into our own words.
 *
 * @param send Makes the call with a client on the given transport.
 * @throws {AwsError} Every `AWS_*` code.
 * @throws {CancelledError} When the signal's reason is one.
 */
export async function runCall<T>(
  call: AwsCall,
  { environment, clock, signal }: AwsAdapterOptions & { readonly signal: AbortSignal },
  send: (transport: Transport) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(signal.reason);
  let transport: Transport | undefined;
  const work = async (): Promise<T> => {
    transport = await openTransport(environment, signal);
    signal.throwIfAborted();
    return await send(transport);
  };
  try {
    signal.throwIfAborted();
    signal.addEventListener("abort", end);
    return await Promise.race([work(), ended.promise]);
  } catch (error) {
    const elapsedMs = performance.now() - startedAt;
    throw mapFailure(error, { call, signal, trace: transport?.trace ?? {}, elapsedMs, now: clock() });
  } finally {
    signal.removeEventListener("abort", end);
    transport?.handler.destroy();
  }
}
