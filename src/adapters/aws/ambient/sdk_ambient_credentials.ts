import { AwsError, LoginError } from "../../../domain/errors/errors.ts";
import { ambientPlace, missingHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type {
  PlannedRole,
  PlannedSource,
  PlannedWebIdentity,
} from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";
import type { AmbientCredentials, AmbientOptions, MfaProof } from "../../../ports/aws.ts";
import { readRegularText } from "../../fs/regular_read.ts";
import { SdkSecurityTokenService } from "../calls/sdk_security_token_service.ts";
import { configuredEndpoint } from "../endpoints/endpoint_rules.ts";
import { mapFailure, opening } from "../errors/error_mapping.ts";
import { markAmbient, sharedProfile } from "../shared_files/shared_profile.ts";
import { callRegion } from "./call_region.ts";
import { takeFromContainer } from "./container_source.ts";
import { planFromFiles } from "./file_ambient_plans.ts";
import { takeFromInstance } from "./instance_source.ts";
import { takeFromLogin } from "./login_source.ts";
import { takeFromProcess } from "./process_source.ts";
import { type SourceContext, sourceError, sourceWords } from "./source_context.ts";
import { takeFromSso } from "./sso_source.ts";

/** Services that sources call, as in `AWS_ENDPOINT_URL_<NAME>`. */
const SOURCE_SERVICES = ["STS", "SSO", "SSO_OIDC", "SIGNIN"];

/** The session name if the profile has none, shown in CloudTrail. */
const SESSION_NAME = "atmos-ecr";

/** What getting the environment's credentials needs. */
export interface AmbientAdapterOptions extends Pick<SourceContext, "environment" | "clock" | "network"> {
  /** Whether the kubelet is the caller: hints then refer to a node. */
  readonly kubelet?: boolean | undefined;
}

/**
 * The credentials of the environment or of one AWS profile, in the order of the AWS CLI: see `planAmbient`. Definitions of principals come
 * from the same plan, so they always match the credentials.
 */
export class SdkAmbientCredentials implements AmbientCredentials {
  readonly #options: AmbientAdapterOptions;

  constructor(options: AmbientAdapterOptions) {
    this.#options = options;
  }

  async resolve({ signal, profile: choice, mfa }: AmbientOptions): Promise<AwsCredentials> {
    const { environment, clock, network, kubelet = false } = this.#options;
    const plan = await planFromFiles(environment, choice);
    const profile = sharedProfile(plan);
    const context: SourceContext = {
      environment,
      clock,
      network,
      signal,
      plan,
      profile,
      mfa,
      place: ambientPlace((name) => environment.get(name), kubelet),
      words: sourceWords(plan.named ? plan.profile : undefined),
    };
    const found = await take(context);
    if (found.expiresAt !== undefined && found.expiresAt <= clock()) {
      throw new AwsError("AWS_CREDENTIALS_EXPIRED", `${opening(context.words)}: they have expired`, {
        hint: `Renew them at their source. ${missingHint(context.place)}`,
      });
    }
    return markAmbient(plan.region === undefined ? found : { ...found, region: plan.region }, profile);
  }
}

/** Gets the credentials of a plan, as they are. */
async function take(context: SourceContext): Promise<AwsCredentials> {
  const { environment, clock, signal, profile, words, place, plan: { source } } = context;
  if (source === undefined) throw sourceError(context, "none were found", missingHint(place));
  const keysOfVariables = source.kind === "keys" &&
    environment.get("AWS_ACCESS_KEY_ID") === source.accessKeyId;
  if (!keysOfVariables) {
    // Fails for what would send a request to a forbidden endpoint: the SDK makes some calls itself.
    for (const name of SOURCE_SERVICES) configuredEndpoint(name, environment, profile);
  }
  const startedAt = performance.now();
  try {
    signal.throwIfAborted();
    return await takeSource(source, context);
  } catch (error) {
    const call = { ...words, deniedHint: missingHint(place), secrets: [] };
    const elapsedMs = performance.now() - startedAt;
    // Requests without a client of the SDK end with the reason of the signal.
    throw error === signal.reason
      ? mapFailure(error, { call, signal, trace: {}, elapsedMs, now: clock() })
      : error;
  }
}

/** Gets credentials as planned. @throws {AwsError} Any `AWS_*` code. @throws {LoginError} `MFA_REQUIRED`. */
async function takeSource(source: PlannedSource, context: SourceContext): Promise<AwsCredentials> {
  switch (source.kind) {
    case "keys": {
      const { kind: _kind, ...credentials } = source;
      return credentials;
    }
    case "role":
      return await assumeRole(source, context);
    case "web-identity":
      return await assumeByToken(source, context);
    case "sso":
      return await takeFromSso(source, context);
    case "process":
      return await takeFromProcess(source, context);
    case "login":
      return await takeFromLogin(source, context);
    case "container":
      return await takeFromContainer(source, context);
    case "instance":
      return await takeFromInstance(source, context);
  }
}

async function assumeRole(role: PlannedRole, context: SourceContext): Promise<AwsCredentials> {
  const { plan, profile, signal, mfa } = context;
  if (role.mfaSerial !== undefined && mfa === undefined) {
    const state = `it requires an MFA code from "${role.mfaSerial}"`;
    throw new LoginError("MFA_REQUIRED", `${opening(sourceWords(role.profile))}: ${state}`, {
      hint: "Run `atmos-ecr login` in a terminal, create a session with the AWS CLI and use its keys, " +
        "or use an identity from atmos.yaml",
    });
  }
  const region = callRegion(context, role.roleArn);
  const inner = role.source.kind === "role" || role.source.kind === "sso" || role.source.kind === "process"
    ? { ...context, words: sourceWords(role.source.profile) }
    : context;
  const base = await takeSource(role.source, inner);
  const sts = new SdkSecurityTokenService({
    ...context,
    words: plan.profile === role.profile && !plan.named ? context.words : sourceWords(role.profile),
  });
  const assume = (proof?: MfaProof): Promise<AwsCredentials> =>
    sts.assumeRole(markAmbient(base, profile), {
      roleArn: role.roleArn,
      sessionName: role.sessionName ?? SESSION_NAME,
      externalId: role.externalId,
      durationSeconds: role.durationSeconds,
      mfa: proof,
    }, { region, signal });
  if (role.mfaSerial === undefined || mfa === undefined) return await assume();
  return await mfa({ serialNumber: role.mfaSerial, profile: role.profile }, assume);
}

async function assumeByToken(
  { roleArn, sessionName, tokenFile, namedBy }: PlannedWebIdentity,
  context: SourceContext,
): Promise<AwsCredentials> {
  const region = callRegion(context, roleArn);
  const token = await readRegularText(tokenFile).catch((cause: unknown) => {
    const state = `the web identity token file "${tokenFile}" cannot be read`;
    throw sourceError(context, state, `Check ${namedBy}`, cause);
  });
  if (token.trim() === "") {
    const state = `the file of the web identity token, "${tokenFile}", is empty`;
    throw sourceError(context, state, `Check ${namedBy}`);
  }
  return await new SdkSecurityTokenService(context).assumeRoleWithWebIdentity({
    roleArn,
    sessionName: sessionName ?? SESSION_NAME,
    token: new Secret(token),
  }, { region, signal: context.signal });
}
