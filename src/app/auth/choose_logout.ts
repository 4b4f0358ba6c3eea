import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { identityDetail } from "../../domain/auth/model/entry_details.ts";
import { usableValues } from "../../domain/auth/model/names.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { LogoutScope } from "./plan_logout.ts";

/** The menu's name for the whole configuration. */
const ALL = "--all";

/** Shows a menu of what to log out of: an identity, a provider with all identities based on it, or everything. Atmos has the same menu. */
export async function chooseLogout(auth: AuthConfig, prompter: Prompter): Promise<LogoutScope> {
  const identities = usableValues(auth.identities);
  const providers = usableValues(auth.providers);
  const chosen = await prompter.choose("Log out of what?", [
    ...identities.map((identity) => ({ name: identity.name, detail: identityDetail(identity) })),
    ...providers.map(({ name, kind }) => ({
      name: `--provider ${name}`,
      detail: `${kind}, and every identity that uses it`,
    })),
    { name: ALL, detail: "every identity and provider in this configuration" },
  ]);
  if (identities.some(({ name }) => name === chosen)) return { kind: "identity", name: chosen };
  const provider = providers.find(({ name }) => `--provider ${name}` === chosen);
  return provider === undefined
    ? { kind: "all" }
    : { kind: "several", identities: [], providers: [provider.name] };
}
