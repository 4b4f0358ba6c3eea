import type { AuthorizationData } from "@aws-sdk/client-ecr";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { parseHost, type Registry } from "../../../domain/registry/registry.ts";
import { decodeEcrToken, type EcrToken } from "../../../domain/token/ecr_token.ts";
import type { CallOptions, EcrTokens } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { chooseEndpoint } from "../endpoints/endpoint_rules.ts";
import { invalidResponse } from "../errors/error_mapping.ts";
import { ambientProfile } from "../shared_files/shared_profile.ts";
import { type ClientOptions, clientOptions } from "./client_options.ts";
import { textOf } from "./answer_fields.ts";
import { type AwsAdapterOptions, runCall } from "./run_call.ts";
import { inOwnTime } from "../transport/transport.ts";

const ACTION = "get an ECR token for";

/** Requests tokens of ECR and ECR Public through the AWS SDK. */
export class SdkEcrTokens implements EcrTokens {
  readonly #options: AwsAdapterOptions;

  constructor(options: AwsAdapterOptions) {
    this.#options = options;
  }

  expect(registry: Registry): void {
    const { environment, network } = this.#options;
    // ECR Public has only one region, so a long chain never ends there.
    if (network === undefined || registry.service !== "ecr") return;
    tokenHost(registry, environment).then(
      // A connection to this machine needs no time.
      (url) => url.protocol === "https:" && network.expect(url),
      () => undefined,
    );
  }

  async request(registry: Registry, credentials: AwsCredentials, { signal }: CallOptions): Promise<EcrToken> {
    const { environment, clock } = this.#options;
    const call = {
      action: ACTION,
      subject: registry.host,
      deniedHint: DENIED_HINTS[registry.service],
      secrets: [credentials.secretAccessKey, credentials.sessionToken],
    };
    const profile = ambientProfile(credentials);
    return await runCall(call, { ...this.#options, profile, signal }, async (transport) => {
      const client = clientOptions(transport, {
        region: registry.region,
        credentials,
        // Only `true` is passed: a plain host leaves the choice to AWS_USE_FIPS_ENDPOINT and similar settings.
        endpoint: chooseEndpoint(registry.service, registry, { environment, profile }),
      });
      const data = await requestToken(registry.service, client, signal);
      const { authorizationToken, expiresAt, proxyEndpoint } = data ?? {};
      const now = clock();
      requireSameRegion(registry, proxyEndpoint);
      const ownExpiry = expiresAt && inOwnTime(expiresAt, { now, trace: transport.trace });
      return decodeEcrToken(textOf(authorizationToken), ownExpiry, now);
    });
  }
}

/** The endpoint of a registry's token. @throws {AwsError} `AWS_ENDPOINT_REFUSED`. */
async function tokenHost(registry: Registry, environment: Environment): Promise<URL> {
  const { url, fips, dualStack } = chooseEndpoint(registry.service, registry, { environment });
  if (url !== undefined) return new URL(url);
  const { ECRClient } = await import("../clients/ecr.ts");
  const { config } = new ECRClient({ region: registry.region });
  return config.endpointProvider({ Region: registry.region, UseFIPS: fips, UseDualStack: dualStack }).url;
}

const DENIED_HINTS: Readonly<Record<Registry["service"], string>> = {
  "ecr":
    "Grant the identity ecr:GetAuthorizationToken on *, and check that no service control policy denies it",
  "ecr-public": "Grant the identity ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken on *",
};

async function requestToken(
  service: Registry["service"],
  options: ClientOptions,
  abortSignal: AbortSignal,
): Promise<AuthorizationData | undefined> {
  if (service === "ecr") {
    const { ECRClient, GetAuthorizationTokenCommand } = await import("../clients/ecr.ts");
    // Without registry ids: they are deprecated, and one token is valid for every registry that the caller can access.
    const answer = await new ECRClient(options).send(new GetAuthorizationTokenCommand({}), { abortSignal });
    return answer.authorizationData?.[0];
  }
  const { ECRPUBLICClient, GetAuthorizationTokenCommand } = await import("../clients/ecr_public.ts");
  const client = new ECRPUBLICClient(options);
  return (await client.send(new GetAuthorizationTokenCommand({}), { abortSignal })).authorizationData;
}

/**
 * Fails if the response is for a registry in another region or partition, or not for ECR. The account may differ: AWS returns the registry
 * of the caller's own account, and the token is valid for every registry that the caller can access. The field may be absent: it is
 * documented as optional, and ECR Public has none.
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html
 *
 * @throws {AwsError} `AWS_RESPONSE_INVALID`.
 */
function requireSameRegion(asked: Registry, answered: unknown): void {
  if (asked.service !== "ecr" || answered === undefined) return;
  const proxyEndpoint = String(answered);
  const named = proxyEndpoint.startsWith("https://")
    ? parseHost(proxyEndpoint.slice("https://".length))
    : undefined;
  const { service, region, partition } = named ?? {};
  if (service === "ecr" && region === asked.region && partition === asked.partition) return;
  const shown = proxyEndpoint.length > 200 ? `${proxyEndpoint.slice(0, 200)}…` : proxyEndpoint;
  throw invalidResponse({ action: ACTION, subject: asked.host }, `the response is for "${shown}"`);
}

/**
 * Loads the modules that every login needs. On a build host that starts fifty logins at once, this takes seconds, which must not count
 * towards the time limit of AWS.
 */
export async function preloadSdk(): Promise<void> {
  await import("../clients/ecr.ts");
}
