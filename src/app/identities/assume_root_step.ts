import type { AssumeRootIdentity } from "../../domain/auth/model/auth_config.ts";
import type { SecurityTokenService } from "../../ports/aws.ts";
import { requireAwsCredentials, stsRegion } from "./contract/base_credentials.ts";
import type { IdentityStep } from "./contract/identity_step.ts";

/** A root session in a member account, limited to one task policy and to 15 minutes. */
export function assumeRootStep(sts: SecurityTokenService): IdentityStep<AssumeRootIdentity> {
  return {
    authenticate: async (identity, base, { deadline: { signal }, partition }) => {
      const credentials = requireAwsCredentials(identity, base);
      const region = stsRegion(identity.region?.value, credentials.region, partition);
      const session = await sts.assumeRoot(credentials, {
        targetPrincipal: identity.targetPrincipal,
        taskPolicyArn: identity.taskPolicyArn,
        durationSeconds: identity.durationSeconds,
      }, { region, endpointUrl: identity.endpointUrl, signal });
      return { kind: "aws", region, ...session };
    },
  };
}
