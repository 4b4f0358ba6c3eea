import { AwsError } from "../../domain/errors/errors.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { Secret } from "../../domain/secret.ts";
import { didYouMean } from "../../domain/text/nearest.ts";
import type { AmbientCredentials } from "../../ports/ambient_credentials.ts";
import type { CallOptions } from "../../ports/ecr_tokens.ts";
import type { Environment } from "../../ports/environment.ts";
import { mapProviderFailure, REMEDY } from "./ambient_failure.ts";
import { markAmbient } from "./ambient_mark.ts";
import { commonOptions } from "./client_options.ts";
import { checkEndpoints } from "./endpoint_rules.ts";
import { type AwsCall, opening } from "./error_mapping.ts";
import { ProviderLog } from "./provider_log.ts";
import { type AwsAdapterOptions, runCall } from "./run_call.ts";
import { readSharedProfile, type SharedProfile } from "./shared_profile.ts";
import type { Transport } from "./transport.ts";

/** Milliseconds that the container's and the instance's metadata services have, where there may be none. */
const METADATA_TIMEOUT_MS = 1000;

/** The region of STS when a role profile names none, as in the SDK, which would print a warning. */
const DEFAULT_STS_REGION = "us-east-1";

/** Services that the SDK's chain calls, as in `AWS_ENDPOINT_URL_<NAME>`. */
const CHAIN_SERVICES = ["STS", "SSO", "SSO_OIDC", "SIGNIN"];

/**
 * The credentials that the environment offers, in this order:
 *
 * 1. `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, also where `AWS_PROFILE` is set: so do the AWS CLI, the Go SDK and Atmos, while
 *    the SDK for JavaScript prefers the profile,
 * 2. the rest of the SDK's default chain: the profile (keys, role, SSO, login, process, web identity), web identity, container,
 *    instance.
 *
 * A profile that a variable names must exist. The region is `AWS_REGION`, else `AWS_DEFAULT_REGION`, else the profile's; the instance
 * is not asked for it.
 *
 * The SDK's chain reads the variables of the process and the shared files by itself, not through {@linkcode Environment}, and asks
 * the services of containers and instances without our transport, with 1 s for each request. What of it is still running when the
 * signal ends the call, such as a `credential_process`, is left to end by itself.
 */
export class SdkAmbientCredentials implements AmbientCredentials {
  readonly #options: AwsAdapterOptions;

  constructor(options: AwsAdapterOptions) {
    this.#options = options;
  }

  async resolve({ signal }: CallOptions): Promise<AwsCredentials> {
    const { environment, clock } = this.#options;
    const profile = await readSharedProfile(environment);
    const call = describe(profile);
    if (profile.named && !profile.exists) throw missingProfile(call, profile);
    const region = environment.get("AWS_REGION") || environment.get("AWS_DEFAULT_REGION") ||
      profile.settings.get("region");
    const found = readKeys(environment) ??
      await runCall(call, { ...this.#options, signal }, (transport) => {
        checkEndpoints(CHAIN_SERVICES, environment, profile);
        return askChain(call, { transport, environment, profile, region });
      });
    if (found.expiresAt !== undefined && found.expiresAt.getTime() <= clock().getTime()) {
      throw new AwsError("AWS_CREDENTIALS_EXPIRED", `${opening(call)}: they have expired`, {
        hint: `Renew them where they come from. ${REMEDY}`,
      });
    }
    return markAmbient(region ? { ...found, region } : found);
  }
}

function describe({ name, named }: SharedProfile): AwsCall {
  const origin = named
    ? { action: "get the AWS credentials of profile", subject: name }
    : { action: "get AWS credentials from the environment" };
  return {
    ...origin,
    deniedHint: "Check the role's trust policy, and what the source profile may do",
    secrets: [],
  };
}

function missingProfile(call: AwsCall, { name, known }: SharedProfile): AwsError {
  return new AwsError(
    "AWS_CREDENTIALS_MISSING",
    `${opening(call)}: the AWS config and credentials files have no such profile`,
    { hint: `Set AWS_PROFILE to a profile that exists. ${didYouMean(name, known) ?? "The files have none"}` },
  );
}

/** Keys in variables. Reference: https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html */
function readKeys(environment: Environment): AwsCredentials | undefined {
  const accessKeyId = environment.get("AWS_ACCESS_KEY_ID");
  const secretAccessKey = environment.get("AWS_SECRET_ACCESS_KEY");
  const sessionToken = environment.get("AWS_SESSION_TOKEN");
  const expiresAt = new Date(environment.get("AWS_CREDENTIAL_EXPIRATION") ?? "");
  if (!accessKeyId || !secretAccessKey) return undefined;
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(sessionToken ? { sessionToken: new Secret(sessionToken) } : {}),
    ...(Number.isNaN(expiresAt.getTime()) ? {} : { expiresAt }),
  };
}

async function askChain(
  call: AwsCall,
  { transport, environment, profile, region }: {
    readonly transport: Transport;
    readonly environment: Environment;
    readonly profile: SharedProfile;
    readonly region: string | undefined;
  },
): Promise<AwsCredentials> {
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  const log = new ProviderLog();
  const inContainer = Boolean(
    environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ||
      environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
  );
  const provide = defaultProvider({
    ...(profile.named ? { profile: profile.name } : {}),
    // No region here: it would replace the one that an SSO session names.
    clientConfig: commonOptions(transport),
    parentClientConfig: { region: region || DEFAULT_STS_REGION },
    logger: log,
    timeout: METADATA_TIMEOUT_MS,
    // A container's endpoint is there for sure and may be busy; an instance's most often does not exist.
    maxRetries: inContainer ? 1 : 0,
  });
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provide();
    return {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      ...(sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) }),
      ...(expiration === undefined || Number.isNaN(expiration.getTime()) ? {} : { expiresAt: expiration }),
    };
  } catch (error) {
    throw mapProviderFailure(error, { call, profile, inContainer, log, trace: transport.trace });
  }
}
