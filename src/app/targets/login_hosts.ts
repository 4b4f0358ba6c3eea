import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import { sortProblems } from "../../domain/config/problem.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { Selection } from "../../domain/login/selection.ts";
import { requireUniqueTargets } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { loadAuth, type LoadedAuth } from "../config/load_auth.ts";
import { preferredIdentity } from "./choose_identity.ts";
import { completeTargets, type HostTarget, hostTarget, warnings } from "./host_target.ts";
import { namedTargets } from "./named_integration.ts";
import { type PinnedTarget, sharedConfiguration } from "./pinned_target.ts";
import { namedRegistries, type SelectedTargets, type SelectionPorts } from "./selection.ts";

/**
 * The targets of registries given as hosts, each with the identity that the configuration links to it, otherwise with its pin, otherwise
 * with the environment's credentials, which is noted.
 *
 * @throws {AtmosEcrError} Any problem of the configuration: another identity must not replace one that cannot be used.
 */
export async function hostTargets(
  hosts: readonly string[],
  rest: Selection,
  ports: SelectionPorts,
): Promise<SelectedTargets> {
  const loaded = await loadAuth(ports);
  const { auth } = loaded;
  const choice = { preferred: preferredIdentity(loaded, ports) };
  const found: HostTarget[] = [];
  for (const host of hosts) found.push(await hostTarget(parseRegistry(host), loaded, ports, choice));
  const targets = requireUniqueTargets([
    ...rest.integrations.flatMap((name) => namedTargets(auth, name, choice)),
    ...found.map(({ target }) => target),
    ...namedRegistries(rest).map((registry) => ({ registry })),
  ]);
  const elsewhere = onlyConfiguration(
    found.flatMap(({ pin }) => pin ?? []),
    targets.filter(({ identity }) => identity !== undefined).length,
  );
  const { final, onPath } = elsewhere === undefined
    ? await completeTargets(targets, loaded)
    : { final: elsewhere, onPath: problemsOnPath(elsewhere.auth, targets) };
  return {
    targets,
    loaded: final,
    files: final.files,
    problems: sortProblems([
      ...final.problems,
      ...found.flatMap(({ target, problems }) => target.identity === undefined ? problems : []),
      ...warnings(onPath),
    ]),
    notes: found.flatMap(({ notes }) => notes),
  };
}

/**
 * The configuration of the pins, if identities come from pins.
 *
 * @param identities How many targets have an identity: all of them must be in that configuration, since a login reads only one.
 */
function onlyConfiguration(pinned: readonly PinnedTarget[], identities: number): LoadedAuth | undefined {
  const configured = pinned.filter(({ loaded }) => loaded !== undefined);
  const [first] = configured;
  if (first === undefined) return undefined;
  const shared = configured.length === identities ? sharedConfiguration(configured) : undefined;
  if (shared !== undefined) return shared;
  throw new UsageError(
    `Cannot log in to ${first.target.registry.host} together with registries of another configuration`,
    {
      hint: "Log in to them one at a time",
    },
  );
}
