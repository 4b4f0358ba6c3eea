import { identityCenterOf } from "../../../domain/sso/identity_center.ts";
import type { LoginOptions, ProviderStep } from "../contract/identity_step.ts";
import { provisionIdentities, type ProvisionIdentitiesPorts } from "./provision_identities.ts";
import type { SsoLogin } from "./sso_login.ts";

/** An IAM Identity Center login, which provides permission sets, and may store a list of them. */
export function identityCenterStep(
  login: SsoLogin,
  ports: ProvisionIdentitiesPorts & { readonly options: LoginOptions },
): ProviderStep {
  return async (provider, { deadline, realm }) => {
    const center = identityCenterOf(provider);
    const provisions = center.autoProvision && ports.options.provisionIdentities === true;
    // The list is stored under the provider's name: only a login that certainly belongs to the provider can supply it.
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
