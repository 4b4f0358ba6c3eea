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
  return async (provider, { deadline, realm }) => {
    const center = identityCenterOf(provider);
    const provisions = center.autoProvision && ports.options.provisionIdentities === true;
    // What is found for a provider is kept under its name: only a login that is surely the provider's tells that.
    const session = await login.session(
      center,
      provisions ? { deadline } : { deadline, keyringRealm: realm },
    );
    const { accessToken, expiresAt, startUrlUnknown } = session;
    if (provisions) {
      await provisionIdentities(center, { accessToken, deadline }, ports);
    }
    const sso = { kind: "sso", accessToken, expiresAt, center } as const;
    return startUrlUnknown === undefined ? sso : { ...sso, startUrlUnknown };
  };
}
