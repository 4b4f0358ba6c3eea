import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { type Chain, resolveChain, targetOf } from "../../domain/identity/chain.ts";
import { chooseIdentity } from "../targets/choose_identity.ts";
import { type LoadedAuth, requireAuth, withIdentities } from "../config/load_auth.ts";
import { identityVariable } from "../targets/select_targets.ts";
import type { SelectionPorts } from "../targets/selected_targets.ts";

/** The identity that a command works as, and the way to it. */
export interface SelectedIdentity {
  readonly identity: Identity;
  readonly chain: Chain;
  readonly loaded: LoadedAuth;
  /** Warnings about the configuration on the way to it. */
  readonly problems: readonly Problem[];
}

/**
 * The identity that the command line means: the one named, else `ATMOS_IDENTITY`, else the default one, else what the person chooses.
 *
 * @param name `true` for `--identity` without a name.
 * @throws {AtmosEcrError} As {@linkcode chooseIdentity} and {@linkcode resolveChain} do.
 */
export async function selectIdentity(
  name: string | true | undefined,
  ports: SelectionPorts,
): Promise<SelectedIdentity> {
  const loaded = await requireAuth(ports.configurations, ports.configSelection);
  const { auth, config } = loaded;
  const chosen = await chooseIdentity(name, {
    auth,
    prompter: ports.prompter,
    variable: identityVariable(config, ports),
    registries: false,
  });
  const final = await withIdentities(loaded, [chosen]);
  const chain = resolveChain(final.auth, chosen);
  const onPath = problemsOnPath(final.auth, [{ identity: chosen }]);
  return {
    identity: targetOf(chain),
    chain,
    loaded: final,
    problems: [...final.problems, ...onPath.filter(({ severity }) => severity === "warning")],
  };
}
