import type { AmbientCredentials } from "../../ports/ambient_credentials.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Prompter } from "../../ports/prompter.ts";
import type { SecurityTokenService } from "../../ports/security_token_service.ts";
import { identityCenterStep } from "./identity_center/identity_center_step.ts";
import { permissionSetStep } from "./identity_center/permission_set_step.ts";
import { SsoLogin } from "./identity_center/sso_login.ts";
import type { SsoPorts } from "./identity_center/sso_ports.ts";
import { ambientStep } from "./ambient_step.ts";
import { assumeRoleStep } from "./assume_role_step.ts";
import { assumeRootStep } from "./assume_root_step.ts";
import type { IdentitySteps } from "./identity_step.ts";
import type { LoginOptions } from "./login_options.ts";
import { userStep } from "./user_step.ts";

/** What the steps ask. */
export interface IdentityPorts {
  readonly sts: SecurityTokenService;
  readonly ambient: AmbientCredentials;
  readonly sso: SsoPorts;
  readonly clock: Clock;
  /** Who is asked for what only a person knows. */
  readonly prompter: Prompter;
  readonly options: LoginOptions;
}

/** Every kind of identity and provider that can be authenticated. A kind that is not here is refused before any call. */
export function createIdentitySteps(ports: IdentityPorts): IdentitySteps {
  const { sts, ambient, sso, clock } = ports;
  const ssoLogin = new SsoLogin({ ...ports, ...sso });
  return {
    identities: {
      "aws/user": userStep(sts),
      "aws/assume-role": assumeRoleStep(sts, clock),
      "aws/assume-root": assumeRootStep(sts),
      "aws/permission-set": permissionSetStep(sso.portal, ssoLogin),
      "aws/ambient": ambientStep(ambient),
    },
    providers: { "aws/iam-identity-center": identityCenterStep(ssoLogin, { ...ports, ...sso }) },
  };
}
