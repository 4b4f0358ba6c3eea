import { integrationDetail } from "../../domain/auth/model/entry_details.ts";
import { defaultIdentities } from "../../domain/identity/default_identity.ts";
import { type RegistryIntegration, registryIntegrations } from "../../domain/login/integration_targets.ts";
import { decidedIdentity, type IdentityChoice } from "./choose_identity.ts";

/**
 * The integrations that the person at the terminal chooses, where nothing was named and no identity decides.
 *
 * @returns undefined when an identity is what it goes by, or is to be chosen, and when there is nobody to choose, or nothing.
 * @throws {LookupError} `IDENTITY_NOT_FOUND` for that of `ATMOS_IDENTITY`.
 * @throws {CancelledError}
 */
export async function chooseIntegrations(
  choice: IdentityChoice,
): Promise<readonly RegistryIntegration[] | undefined> {
  const { auth, prompter } = choice;
  const integrations = registryIntegrations(auth);
  const isDecided = decidedIdentity(undefined, choice) !== undefined || defaultIdentities(auth).length > 0;
  if (isDecided || !prompter.interactive || integrations.length === 0) return undefined;
  const names = await prompter.chooseSeveral(
    "Which integration?",
    integrations.map((integration) => ({ name: integration.name, detail: integrationDetail(integration) })),
  );
  return integrations.filter(({ name }) => names.includes(name));
}
