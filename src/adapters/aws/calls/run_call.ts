import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { Environment } from "../../../ports/process.ts";
import type { Clock } from "../../../ports/time.ts";
import { Network } from "../../http/network.ts";
import type { EndpointChoice } from "../endpoints/endpoint_rules.ts";
import { type ConfiguredService, serviceEndpoint } from "../endpoints/service_endpoint.ts";
import type { StsOptions } from "../../../ports/aws.ts";
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

/** The configuration of every client, including those inside the credential providers. */
export interface CommonOptions {
  readonly requestHandler: Transport["handler"];
  readonly maxAttempts: number;
  readonly retryMode: "standard";
  readonly defaultsMode: "standard";
  readonly userAgentAppId: string;
}

/** The configuration of a client for one call. */
export interface ClientOptions extends CommonOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly ignoreConfiguredEndpointUrls: true;
  readonly authSchemePreference: string[];
  readonly disableClockSkewCorrection: false;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** What does not depend on the call. The number of attempts is that of the standard mode of every SDK. */
export function commonOptions({ handler }: Transport): CommonOptions {
  return {
    requestHandler: handler,
    maxAttempts: 3,
    retryMode: "standard",
    defaultsMode: "standard",
    userAgentAppId: "atmos-ecr",
  };
}

/**
 * The configuration of a client for one call.
 *
 * Sets every option that the SDK would otherwise read from variables or the shared files, so that neither a foreign `AWS_ACCESS_KEY_ID` nor
 * a broken profile can affect the call. The rest is sent to AWS without effect: `AWS_EXECUTION_ENV` in the user agent, and a trace header
 * inside Lambda.
 *
 * @param options.credentials Undefined only for operations that are never signed: for others, the SDK would search for some.
 */
export function clientOptions(
  transport: Transport,
  { region, endpoint, credentials }: {
    readonly region: string;
    readonly endpoint: EndpointChoice;
    readonly credentials: AwsCredentials | undefined;
  },
): ClientOptions {
  return {
    ...commonOptions(transport),
    region,
    ...(endpoint.url === undefined ? {} : { endpoint: endpoint.url }),
    useFipsEndpoint: endpoint.fips,
    useDualstackEndpoint: endpoint.dualStack,
    ignoreConfiguredEndpointUrls: true,
    authSchemePreference: [],
    disableClockSkewCorrection: false,
    ...(credentials === undefined ? {} : { credentials: signingKeys(credentials) }),
  };
}

function signingKeys(
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
): NonNullable<ClientOptions["credentials"]> {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.expose(),
    ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.expose() }),
  };
}
