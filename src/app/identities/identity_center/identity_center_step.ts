import { identityCenterOf } from "../../../domain/sso/identity_center.ts";
import type { ProviderStep } from "../identity_step.ts";
import type { SsoLogin } from "./sso_login.ts";

/** A login to IAM Identity Center, which opens permission sets. */
export function identityCenterStep(login: SsoLogin): ProviderStep {
  return async (provider, { deadline }) => {
    const center = identityCenterOf(provider);
    const { accessToken, expiresAt } = await login.session(center, { deadline });
    return { kind: "sso", accessToken, expiresAt, center };
  };
}
