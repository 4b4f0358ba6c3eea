import type { AssumeRoleIdentity } from "../../domain/auth/auth_config.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SecurityTokenService } from "../../ports/security_token_service.ts";
import { requireAwsCredentials, stsRegion } from "./base_credentials.ts";
import type { IdentityStep } from "./identity_step.ts";
import { roleSessionName } from "./role_session_name.ts";

/** A role, taken with the credentials of the step before. The region is the identity's own, else that of the step before. */
export function assumeRoleStep(sts: SecurityTokenService, clock: Clock): IdentityStep<AssumeRoleIdentity> {
  return {
    take: async (identity, base, { deadline: { signal }, partition }) => {
      const credentials = requireAwsCredentials(identity, base);
      const region = stsRegion(identity.region?.value, credentials.region, partition);
      const session = await sts.assumeRole(credentials, {
        roleArn: identity.roleArn.value,
        sessionName: roleSessionName(identity.sessionName, identity.name, clock()),
        externalId: identity.externalId,
        durationSeconds: identity.durationSeconds,
      }, { region, endpointUrl: identity.endpointUrl, signal });
      return { kind: "aws", region, ...session };
    },
  };
}
