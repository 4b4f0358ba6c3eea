import { AwsError } from "../../../domain/errors/errors.ts";
import { ambientPlace, missingHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { AmbientCredentials, AmbientOptions } from "../../../ports/aws.ts";
import { FileAmbientPlans } from "./file_ambient_plans.ts";
import { type SourceContext, sourceError, sourceWords } from "./source_context.ts";
import { takeSource } from "./take_source.ts";
import { markAmbient } from "../calls/ambient_mark.ts";
import { checkEndpoints } from "../endpoints/endpoint_rules.ts";
import { mapFailure, opening } from "../errors/error_mapping.ts";
import type { AwsAdapterOptions } from "../calls/run_call.ts";
import { sharedProfile } from "../shared_files/shared_profile.ts";

/** Services that sources call, as in `AWS_ENDPOINT_URL_<NAME>`. */
const SOURCE_SERVICES = ["STS", "SSO", "SSO_OIDC", "SIGNIN"];

/** What getting the environment's credentials needs. */
export interface AmbientAdapterOptions extends Pick<AwsAdapterOptions, "environment" | "clock" | "network"> {
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
    const plan = await new FileAmbientPlans(environment).plan(choice);
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
    const found = await this.#take(plan, context);
    if (found.expiresAt !== undefined && found.expiresAt.getTime() <= clock().getTime()) {
      throw new AwsError("AWS_CREDENTIALS_EXPIRED", `${opening(context.words)}: they have expired`, {
        hint: `Renew them at their source. ${missingHint(context.place)}`,
      });
    }
    return markAmbient(plan.region === undefined ? found : { ...found, region: plan.region }, profile);
  }

  async #take(
    { source }: AmbientPlan,
    context: SourceContext,
  ): Promise<AwsCredentials> {
    const { environment, clock, signal, profile, words, place } = context;
    if (source === undefined) {
      throw sourceError(context, "AWS_CREDENTIALS_MISSING", "none were found", { hint: missingHint(place) });
    }
    const keysOfVariables = source.kind === "keys" &&
      environment.get("AWS_ACCESS_KEY_ID") === source.accessKeyId;
    if (!keysOfVariables) checkEndpoints(SOURCE_SERVICES, environment, profile);
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
}
