import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { EndpointChoice } from "../endpoints/endpoint_rules.ts";
import type { Transport } from "../transport/transport.ts";

/** The number of attempts, as in the standard mode of every SDK. */
export const MAX_ATTEMPTS = 3;

/** The configuration of all SDK clients that does not depend on the call. */
export interface CommonOptions {
  readonly requestHandler: Transport["handler"];
  readonly maxAttempts: number;
  readonly retryMode: "standard";
  readonly defaultsMode: "standard";
  readonly userAgentAppId: string;
}

/** The configuration of a client for one unsigned call. */
export interface AnonymousOptions extends CommonOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly ignoreConfiguredEndpointUrls: true;
  readonly authSchemePreference: string[];
  readonly disableClockSkewCorrection: false;
}

/** The configuration of a client for one call with given credentials. */
export interface ClientOptions extends AnonymousOptions {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** The configuration of every client, including those inside the credential providers. */
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
 * The configuration of a client for one unsigned call.
 *
 * Sets every option that the SDK would otherwise read from variables or the shared files, so that neither a foreign `AWS_ACCESS_KEY_ID` nor
 * a broken profile can affect the call. The rest is sent to AWS without effect: `AWS_EXECUTION_ENV` in the user agent, and a trace header
 * inside Lambda.
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

/** The configuration of a client for one call with given credentials, as independent of the process as the anonymous one. */
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
