import type { AmbientCredentials, WebIdentityTokens } from "../../ports/aws.ts";
import { identityCenterStep } from "./identity_center/identity_center_step.ts";
import { permissionSetStep } from "./identity_center/permission_set_step.ts";
import { SsoLogin } from "./identity_center/sso_login.ts";
import type { SsoPorts } from "./identity_center/sso_ports.ts";
import { ambientStep } from "./ambient_step.ts";
import { assumeRoleStep, type RolePorts } from "./assume_role_step.ts";
import { assumeRootStep } from "./assume_root_step.ts";
import { githubStep } from "./github_step.ts";
import type { IdentitySteps } from "./contract/identity_step.ts";
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
