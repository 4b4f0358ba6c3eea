import { problemsOnPath } from "../domain/auth/path_problems.ts";
import { sortProblems } from "../domain/config/problem.ts";
import type { Selection } from "../domain/login/selection.ts";
import type { Target } from "../domain/login/target.ts";
import { requireUniqueTargets } from "../domain/login/unique_targets.ts";
import { parseRegistry } from "../domain/registry/parse_registry.ts";
import { PUBLIC_HOST } from "../domain/registry/registry.ts";
import { tokenTarget } from "./issue_token.ts";
import { loadAuth, withIdentities } from "./load_auth.ts";
import { namedTargets } from "./named_integration.ts";
import type { SelectedTargets, SelectionPorts } from "./selected_targets.ts";

/**
 * The targets of registries that were given by host, each for the identity that the configuration links to it, else for the
 * environment's credentials, which is said. Without any configuration that is what they are all for.
 *
 * @param rest What else was given.
 * @throws {AtmosEcrError} Everything that is wrong with the configuration: another identity must not take the place of one that cannot
 * be used.
 */
export async function selectHosts(
  hosts: readonly string[],
  rest: Selection,
  ports: SelectionPorts,
): Promise<SelectedTargets> {
  const loaded = await loadAuth(ports.configurations, ports.configSelection);
  const { auth } = loaded;
  const found = hosts.map((host) => tokenTarget(auth, parseRegistry(host)));
  const byHand = [...rest.registries, ...(rest.public ? [PUBLIC_HOST] : [])]
    .map((text): Target => ({ registry: parseRegistry(text) }));
  const targets = requireUniqueTargets([
    ...rest.integrations.flatMap((name) => namedTargets(auth, name)),
    ...found.map(({ target }) => target),
    ...byHand,
  ]);
  const identities = targets.flatMap(({ identity }) => identity === undefined ? [] : [identity]);
  const final = await withIdentities(loaded, identities);
  const isFound = loaded.files.some(({ read }) => read);
  return {
    targets,
    facts: { auth: final.auth, config: final.config, selection: ports.configSelection },
    files: final.files,
    problems: sortProblems([
      ...final.problems,
      ...found.flatMap(({ target, problems }) => target.identity === undefined ? problems : []),
      ...problemsOnPath(final.auth, targets).filter(({ severity }) => severity === "warning"),
    ]),
    notes: [
      ...found.flatMap(({ notes }) => notes),
      ...found.flatMap(({ target }) =>
        target.identity === undefined ? [environmentNote(target.registry.host, isFound)] : []
      ),
    ],
  };
}

/** @param isFound Whether there is a configuration at all. */
function environmentNote(host: string, isFound: boolean): string {
  const reason = isFound
    ? "no integration of the configuration names it"
    : "no atmos.yaml is found from here";
  return `Using the environment's AWS credentials for ${host}: ${reason}`;
}
