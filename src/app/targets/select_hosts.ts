import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import { sortProblems } from "../../domain/config/problem.ts";
import type { Selection } from "../../domain/login/selection.ts";
import { requireUniqueTargets, type Target } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { PUBLIC_HOST } from "../../domain/registry/registry.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import { loadAuth, type LoadedAuth } from "../config/load_auth.ts";
import { completeTargets, type HostTarget, hostTarget, warnings } from "./host_target.ts";
import type { PinnedTarget } from "./pinned_target.ts";
import { namedTargets } from "./named_integration.ts";
import type { SelectedTargets, SelectionPorts } from "./selected_targets.ts";

/**
 * The targets of registries given as hosts, each with the identity that the configuration links to it, otherwise with its pin, otherwise
 * with the environment's credentials, which is noted.
 *
 * @param rest What else was given.
 * @throws {AtmosEcrError} Any problem of the configuration: another identity must not replace one that cannot be used.
 */
export async function selectHosts(
  hosts: readonly string[],
  rest: Selection,
  ports: SelectionPorts,
): Promise<SelectedTargets> {
  const loaded = await loadAuth(ports.configurations, ports.configSelection);
  const { auth } = loaded;
  const found: HostTarget[] = [];
  for (const host of hosts) found.push(await hostTarget(parseRegistry(host), auth, ports));
  const byHand = [...rest.registries, ...(rest.public ? [PUBLIC_HOST] : [])]
    .map((text): Target => ({ registry: parseRegistry(text) }));
  const targets = requireUniqueTargets([
    ...rest.integrations.flatMap((name) => namedTargets(auth, name)),
    ...found.map(({ target }) => target),
    ...byHand,
  ]);
  const elsewhere = onlyConfiguration(
    found.flatMap(({ pin }) => pin ?? []),
    targets.filter(({ identity }) => identity !== undefined).length,
  );
  const { final, onPath } = elsewhere === undefined
    ? await completeTargets(targets, loaded)
    : { final: elsewhere, onPath: problemsOnPath(elsewhere.auth, targets) };
  const isFound = loaded.files.some(({ read }) => read);
  return {
    targets,
    facts: {
      auth: final.auth,
      config: final.config,
      selection: elsewhere === undefined ? ports.configSelection : NO_SELECTION,
    },
    files: final.files,
    problems: sortProblems([
      ...final.problems,
      ...found.flatMap(({ target, problems }) => target.identity === undefined ? problems : []),
      ...warnings(onPath),
    ]),
    notes: found.flatMap(({ target: { registry, identity }, notes, pin }) => [
      ...notes,
      ...(identity === undefined && pin === undefined ? [environmentNote(registry.host, isFound)] : []),
    ]),
  };
}

/** A pinned configuration is selected by its pin, whatever the command line says. */
const NO_SELECTION: ConfigSelection = {
  configFiles: [],
  configDirectories: [],
  profiles: [],
  basePath: undefined,
};

/**
 * The configuration of the pins, if identities come from pins.
 *
 * @param identities How many targets have an identity: all of them must be in that configuration, since a login reads only one.
 */
function onlyConfiguration(pinned: readonly PinnedTarget[], identities: number): LoadedAuth | undefined {
  const led = pinned.filter(({ loaded }) => loaded !== undefined);
  const [first, ...others] = led;
  if (first?.loaded === undefined) return undefined;
  const place = JSON.stringify([first.loaded.config.place, first.loaded.config.profiles]);
  const isOne = led.length === identities &&
    others.every(({ loaded }) => JSON.stringify([loaded?.config.place, loaded?.config.profiles]) === place);
  if (isOne) return first.loaded;
  throw new UsageError(
    `Cannot log in to ${first.target.registry.host} together with registries of another configuration`,
    { hint: "Log in to them one at a time" },
  );
}

/** @param isFound Whether there is a configuration. */
function environmentNote(host: string, isFound: boolean): string {
  const reason = isFound ? "no configured integration matches it" : "no atmos.yaml was found";
  return `Using the environment's AWS credentials for ${host}: ${reason}`;
}
