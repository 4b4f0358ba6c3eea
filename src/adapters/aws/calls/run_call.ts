import type { Clock } from "../../../ports/time.ts";
import type { Environment } from "../../../ports/process.ts";
import { Network } from "../../http/network.ts";
import { type AwsCall, type CallWords, mapFailure } from "../errors/error_mapping.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";
import { openTransport, type Transport } from "../transport/transport.ts";

/** What every adapter here is built from. */
export interface AwsAdapterOptions {
  /** For endpoints, proxies and switches. The SDK's own reading of the process is ruled out or named where it happens. */
  readonly environment: Environment;
  readonly clock: Clock;
  /** The connections of this process; when absent, each call opens its own and closes them. */
  readonly network?: Network | undefined;
  /** The profile of the AWS files whose endpoints count, for calls that get its credentials. */
  readonly profile?: SharedProfile | undefined;
  /** What failures say was to be done, in place of the single call. */
  readonly words?: CallWords | undefined;
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
  { environment, clock, network: shared, signal, words }: AwsAdapterOptions & {
    readonly signal: AbortSignal;
  },
  send: (transport: Transport) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(signal.reason);
  const network = shared ?? new Network(environment);
  const transport = openTransport(network, signal);
  try {
    signal.throwIfAborted();
    signal.addEventListener("abort", end);
    return await Promise.race([send(transport), ended.promise]);
  } catch (error) {
    const elapsedMs = performance.now() - startedAt;
    const { trace } = transport;
    throw mapFailure(error, { call: { ...call, ...words }, signal, trace, elapsedMs, now: clock() });
  } finally {
    signal.removeEventListener("abort", end);
    if (shared === undefined) network[Symbol.dispose]();
  }
}
