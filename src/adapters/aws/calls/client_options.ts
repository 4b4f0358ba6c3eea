import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { EndpointChoice } from "../endpoints/endpoint_rules.ts";
import type { Transport } from "../transport/transport.ts";

/** How often a request is made before its failure is final, as in every SDK's standard mode. */
export const MAX_ATTEMPTS = 3;

/** Configuration that all clients of the SDK understand, as far as it does not depend on the call. */
export interface CommonOptions {
  readonly requestHandler: Transport["handler"];
  readonly maxAttempts: number;
  readonly retryMode: "standard";
  readonly defaultsMode: "standard";
  readonly userAgentAppId: string;
}

/** The configuration of a client that makes one call which is not signed. */
export interface AnonymousOptions extends CommonOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly ignoreConfiguredEndpointUrls: true;
  readonly authSchemePreference: string[];
  readonly disableClockSkewCorrection: false;
}

/** The configuration of a client that makes one call with given credentials. */
export interface ClientOptions extends AnonymousOptions {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** Configuration for every client, those inside of the credential providers included. */
export function commonOptions({ handler }: Transport): CommonOptions {
  return {
    requestHandler: handler,
    maxAttempts: MAX_ATTEMPTS,
    retryMode: "standard",
    defaultsMode: "standard",
    userAgentAppId: "atmos-ecr",
  };
}

/**
 * Configuration for a client that makes one call which is not signed.
 *
 * Every option is set that the SDK would else read from the variables of the process or from the shared files, so that neither a
 * foreign `AWS_ACCESS_KEY_ID` nor a broken profile can influence the call. What remains is told to AWS and decides nothing:
 * `AWS_EXECUTION_ENV` in the user agent, and a trace header inside of Lambda.
 */
export function anonymousOptions(
  transport: Transport,
  { region, endpoint }: { readonly region: string; readonly endpoint: EndpointChoice },
): AnonymousOptions {
  return {
    ...commonOptions(transport),
    region,
    ...(endpoint.url === undefined ? {} : { endpoint: endpoint.url }),
    useFipsEndpoint: endpoint.fips,
    useDualstackEndpoint: endpoint.dualStack,
    ignoreConfiguredEndpointUrls: true,
    authSchemePreference: [],
    disableClockSkewCorrection: false,
  };
}

/** Configuration for a client that makes one call with given credentials, as independent of the process as the anonymous one. */
export function clientOptions(
  transport: Transport,
  { credentials, ...where }: {
    readonly region: string;
    readonly credentials: AwsCredentials;
    readonly endpoint: EndpointChoice;
  },
): ClientOptions {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    ...anonymousOptions(transport, where),
    credentials: {
      accessKeyId,
      secretAccessKey: secretAccessKey.expose(),
      ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.expose() }),
    },
  };
}
