import type { AmbientIdentity } from "../../domain/auth/model/auth_config.ts";
import type { AmbientCredentials } from "../../ports/aws.ts";
import type { MfaCodes } from "./mfa_codes.ts";
import type { IdentityStep } from "./contract/identity_step.ts";

/** The environment's credentials. The identity's region, if it names one, replaces the environment's. */
export function ambientStep(ambient: AmbientCredentials, codes: MfaCodes): IdentityStep<AmbientIdentity> {
  return {
    authenticate: async (identity, _base, { deadline }) => {
      const credentials = await ambient.resolve({ signal: deadline.signal, mfa: codes.prover(deadline) });
      return {
        kind: "aws",
        ...credentials,
        ...(identity.region === undefined ? {} : { region: identity.region.value }),
      };
    },
  };
}
