import { integrationDetail } from "../../domain/auth/model/entry_details.ts";
import { defaultIdentities } from "../../domain/identity/default_identity.ts";
import { type RegistryIntegration, registryIntegrations } from "../../domain/login/integration_targets.ts";
import { decidedIdentity, type IdentityChoice } from "./choose_identity.ts";

/**
 * Prompts for integrations, if nothing was named and no identity decides.
 *
 * @returns undefined if an identity decides or is to be selected, if prompts are impossible, or if there is nothing to choose.
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
