import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { StsOptions } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import type { Clock } from "../../../ports/time.ts";
import { Network } from "../../http/network.ts";
import { type ConfiguredService, serviceEndpoint } from "../endpoints/service_endpoint.ts";
import { type AwsCall, type CallWords, mapFailure } from "../errors/error_mapping.ts";
import { profileBundle, type SharedProfile } from "../shared_files/shared_profile.ts";
import { openTransport, type Transport } from "../transport/transport.ts";
import { type ClientOptions, clientOptions } from "./client_options.ts";

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
    throw mapFailure(error, {
      call: { ...call, ...wordsAbout(call, words) },
      signal,
      trace,
      elapsedMs,
      now: clock(),
    });
  } finally {
    signal.removeEventListener("abort", end);
    if (shared === undefined) network[Symbol.dispose]();
  }
}

/** A call to a service in a configured region. */
export interface ServiceCall extends AwsCall {
  readonly service: ConfiguredService;
  readonly options: StsOptions;
  /** The keys that sign it; undefined for an operation that is never signed. */
  readonly credentials?: AwsCredentials | undefined;
}

/**
 * Makes a call to a service in a configured region.
 *
 * @param send Makes the call with a client of the given configuration.
 * @throws Errors as those of {@linkcode runCall} and {@linkcode serviceEndpoint}.
 */
export async function runServiceCall<T>(
  { service, options, credentials, ...call }: ServiceCall,
  adapter: AwsAdapterOptions,
  send: (config: ClientOptions, transport: Transport) => Promise<T>,
): Promise<T> {
  const { region, signal } = options;
  const endpoint = serviceEndpoint(service, options, adapter);
  return await runCall(
    call,
    { ...adapter, signal },
    (transport) => send(clientOptions(transport, { region, endpoint, credentials }), transport),
  );
}

/** The words of a caller, with the subject of the call if they have none: `get AWS credentials from the environment for "<role>"`. */
function wordsAbout({ subject }: AwsCall, words: CallWords | undefined): CallWords | undefined {
  if (words === undefined || words.subject !== undefined || subject === undefined) return words;
  return { action: `${words.action} for`, subject };
}
