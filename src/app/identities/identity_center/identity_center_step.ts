import { identityCenterOf } from "../../../domain/sso/identity_center.ts";
import type { ProviderStep } from "../contract/identity_step.ts";
import type { LoginOptions } from "../contract/login_options.ts";
import { provisionIdentities, type ProvisionIdentitiesPorts } from "./provision_identities.ts";
import type { SsoLogin } from "./sso_login.ts";

/** A login to IAM Identity Center, which opens permission sets, and may keep which there are. */
export function identityCenterStep(
  login: SsoLogin,
  ports: ProvisionIdentitiesPorts & { readonly options: LoginOptions },
): ProviderStep {
  return async (provider, { deadline }) => {
    const center = identityCenterOf(provider);
    const { accessToken, expiresAt } = await login.session(center, { deadline });
    if (center.autoProvision && ports.options.provisionIdentities === true) {
      await provisionIdentities(center, { accessToken, deadline }, ports);
    }
    return { kind: "sso", accessToken, expiresAt, center };
  };
}
