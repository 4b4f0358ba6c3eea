import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { EndpointChoice } from "../endpoints/endpoint_rules.ts";
import type { Transport } from "../transport/transport.ts";

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
