import type { Clock } from "../../../ports/time.ts";
import type { Environment } from "../../../ports/process.ts";
import { Network } from "../../http/network.ts";
import { type AwsCall, type CallWords, mapFailure } from "../errors/error_mapping.ts";
import { profileBundle, type SharedProfile } from "../shared_files/shared_profile.ts";
import { openTransport, type Transport } from "../transport/transport.ts";

/** The dependencies of every adapter here. */
export interface AwsAdapterOptions {
  /** For endpoints, proxies and switches. The SDK does not read the process environment itself, except where noted. */
  readonly environment: Environment;
  readonly clock: Clock;
  /** The connections of this process; if absent, each call opens and closes its own. */
  readonly network?: Network | undefined;
  /** The AWS profile whose endpoints and `ca_bundle` apply, for calls that get its credentials. */
  readonly profile?: SharedProfile | undefined;
  /** How failures describe the operation, instead of the single call. */
  readonly words?: CallWords | undefined;
}

/**
 * Makes a call to AWS, ends it with the signal whatever the SDK does, and translates its failures.
 *
 * @param send Makes the call with a client on the given transport.
 * @throws {AwsError} Every `AWS_*` code.
 * @throws {CancelledError} If the signal's reason is one.
 */
export async function runCall<T>(
  call: AwsCall,
  { environment, clock, network: shared, signal, words, profile }: AwsAdapterOptions & {
    readonly signal: AbortSignal;
  },
  send: (transport: Transport) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const ended = Promise.withResolvers<never>();
  const end = (): void => ended.reject(signal.reason);
  const network = shared ?? new Network(environment);
  const transport = openTransport(network, signal, profileBundle(profile));
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
