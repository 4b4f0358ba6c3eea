import type { AssumeRoleIdentity } from "../../domain/auth/model/auth_config.ts";
import type { AwsCredentials, StepCredentials } from "../../domain/identity/credentials.ts";
import { roleSessionName } from "../../domain/identity/role_parameters.ts";
import type { MfaProof, StsOptions } from "../../ports/aws.ts";
import type { AppContext } from "../../ports/context.ts";
import {
  type IdentityStep,
  requireAwsCredentials,
  type StepContext,
  stsRegion,
} from "./contract/identity_step.ts";
import type { MfaCodes } from "./mfa_codes.ts";
import { assumeSamlRole } from "./saml/saml_role.ts";

/** AWS' limit for a role that session credentials assume. */
const CHAINED_MAX_SECONDS = 3600;

/** What the step calls. */
export type RolePorts = Pick<AppContext, "sts" | "clock">;

/**
 * A role, assumed with the credentials of the previous step or with a token or assertion of an identity provider. The region is the
 * identity's own, otherwise that of the previous step.
 */
export function assumeRoleStep({ sts, clock }: RolePorts, codes: MfaCodes): IdentityStep<AssumeRoleIdentity> {
  return {
    authenticate: async (identity, base, context) => {
      const request = {
        roleArn: identity.roleArn.value,
        sessionName: roleSessionName(identity.sessionName, identity.name, clock()),
        durationSeconds: identity.durationSeconds,
      };
      if (base?.kind === "web-identity") {
        const options = optionsOf(identity, base.region, context);
        const session = await sts.assumeRoleWithWebIdentity({ ...request, token: base.token }, options);
        return handedOn(session, options);
      }
      if (base?.kind === "saml") {
        const options = optionsOf(identity, base.region, context);
        const seconds = identity.durationSeconds;
        return handedOn(await assumeSamlRole(identity, base, { sts, options, seconds }), options);
      }
      const credentials = requireAwsCredentials(identity, base);
      const options = optionsOf(identity, credentials.region, context);
      const assume = (mfa?: MfaProof): Promise<AwsCredentials> =>
        sts.assumeRole(credentials, {
          ...request,
          durationSeconds: chainedSeconds(identity, credentials),
          externalId: identity.externalId,
          tags: identity.tags,
          sourceIdentity: identity.sourceIdentity,
          mfa,
        }, options);
      const { name, mfaArn, mfaProcess } = identity;
      const session = mfaArn === undefined ? await assume() : await codes.prove(
        { identity: name, serialNumber: mfaArn.value, process: mfaProcess },
        context.deadline,
        assume,
      );
      return handedOn(session, options);
    },
  };
}

/**
 * The duration to request: AWS accepts at most an hour where session credentials assume a role (role chaining), whatever the role allows.
 * Session credentials of a user count too, as reported in mmmorris1975/aws-runas#11.
 */
function chainedSeconds(
  { durationSeconds }: AssumeRoleIdentity,
  { sessionToken }: AwsCredentials,
): number | undefined {
  return durationSeconds === undefined || sessionToken === undefined
    ? durationSeconds
    : Math.min(durationSeconds, CHAINED_MAX_SECONDS);
}

function optionsOf(
  { region, endpointUrl }: AssumeRoleIdentity,
  before: string | undefined,
  { deadline: { signal }, partition }: StepContext,
): StsOptions {
  return { region: stsRegion(region?.value, before, partition), endpointUrl, signal };
}

function handedOn(session: AwsCredentials, { region }: StsOptions): StepCredentials {
  return { kind: "aws", region, ...session };
}
