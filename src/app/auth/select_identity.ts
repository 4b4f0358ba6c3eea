import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { type Chain, resolveChain, targetOf } from "../../domain/identity/chain.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import {
  chooseIdentity,
  type IdentityChoice,
  identityChoice,
  namedByVariable,
} from "../targets/choose_identity.ts";
import { requireAuthOrProfile } from "../targets/choose_profile.ts";
import { warnings } from "../targets/host_target.ts";
import type { SelectionPorts } from "../targets/selection.ts";

/** The identity that a command uses, and its chain. */
export interface SelectedIdentity {
  readonly identity: Identity;
  readonly chain: Chain;
  readonly loaded: LoadedAuth;
  /** Warnings about the entries that were used. */
  readonly problems: readonly Problem[];
}

/** The identity selected by the command line: the named one, otherwise `ATMOS_IDENTITY`, otherwise the default one, otherwise a prompt. */
export async function selectIdentity(
  name: string | true | undefined,
  ports: SelectionPorts,
): Promise<SelectedIdentity> {
  const loaded = await requireAuthOrProfile({ identity: wantedIdentity(name, ports) }, ports);
  return await identityOf(name, loaded, ports);
}

/** The identity named by the command line or the environment; undefined if there is none. */
export function wantedIdentity(
  name: string | true | undefined,
  { identityVariable }: Pick<SelectionPorts, "identityVariable">,
): string | undefined {
  if (name !== undefined) return name === true ? undefined : name;
  return namedByVariable(identityVariable);
}

/** As {@linkcode selectIdentity}, in a configuration that is already loaded. */
export async function identityOf(
  name: string | true | undefined,
  loaded: LoadedAuth,
  ports: SelectionPorts & Pick<IdentityChoice, "instead">,
): Promise<SelectedIdentity> {
  const choice = { ...identityChoice(loaded, ports), instead: ports.instead ?? [] };
  const chosen = await chooseIdentity(name, choice);
  const final = await withIdentities(loaded, [chosen]);
  const chain = resolveChain(final.auth, chosen);
  const onPath = problemsOnPath(final.auth, [{ identity: chosen }]);
  return {
    identity: targetOf(chain),
    chain,
    loaded: final,
    problems: [...final.problems, ...warnings(onPath)],
  };
}
