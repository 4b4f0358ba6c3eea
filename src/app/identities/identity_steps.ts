import type { AmbientIdentity, AssumeRootIdentity, Provider } from "../../domain/auth/model/auth_config.ts";
import type { AmbientCredentials, SecurityTokenService, WebIdentityTokens } from "../../ports/aws.ts";
import { assumeRoleStep, type RolePorts } from "./assume_role_step.ts";
import {
  type IdentityStep,
  type IdentitySteps,
  type ProviderStep,
  requireAwsCredentials,
  stsRegion,
} from "./contract/identity_step.ts";
import { identityCenterStep } from "./identity_center/identity_center_step.ts";
import { permissionSetStep } from "./identity_center/permission_set_step.ts";
import { SsoLogin } from "./identity_center/sso_login.ts";
import type { SsoPorts } from "./identity_center/sso_ports.ts";
import { MfaCodes, type MfaPorts } from "./mfa_codes.ts";
import { type SamlPorts, samlStep } from "./saml/saml_step.ts";
import { type UserPorts, userStep } from "./user_step.ts";

/** What the steps call. */
export interface IdentityPorts extends MfaPorts, UserPorts, RolePorts {
  readonly sts: UserPorts["sts"] & RolePorts["sts"];
  readonly ambient: AmbientCredentials;
  readonly sso: SsoPorts;
  readonly webIdentity: WebIdentityTokens;
  readonly saml: SamlPorts;
  /** MFA codes. A given code is valid once. */
  readonly codes?: MfaCodes;
}

/** Every supported kind of identity and provider. Other kinds are rejected before any call. */
export function createIdentitySteps(ports: IdentityPorts): IdentitySteps {
  const codes = ports.codes ?? new MfaCodes(ports);
  const ssoLogin = new SsoLogin({ ...ports, ...ports.sso });
  return {
    identities: {
      "aws/user": userStep(ports, codes),
      "aws/assume-role": assumeRoleStep(ports, codes),
      "aws/assume-root": assumeRootStep(ports.sts),
      "aws/permission-set": permissionSetStep({ portal: ports.sso.portal, sts: ports.sts }, ssoLogin),
      "aws/ambient": ambientStep(ports.ambient, codes),
    },
    providers: {
      "aws/iam-identity-center": identityCenterStep(ssoLogin, { ...ports, ...ports.sso }),
      "github/oidc": githubStep(ports.webIdentity),
      "aws/saml": samlStep({ ...ports, browser: ports.sso.browser }),
    },
  };
}

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

/** The default audience, as in `aws-actions/configure-aws-credentials`. */
const DEFAULT_AUDIENCE = "sts.amazonaws.com";

/** GitHub Actions: a signed token that identifies the job, for roles that trust it. */
export function githubStep(tokens: WebIdentityTokens): ProviderStep {
  return async ({ name, fields }: Provider, { deadline: { signal } }) => {
    const token = await tokens.request(fields.get("spec.audience")?.value ?? DEFAULT_AUDIENCE, { signal });
    const region = fields.get("region")?.value;
    return { kind: "web-identity", token, provider: name, ...(region === undefined ? {} : { region }) };
  };
}
