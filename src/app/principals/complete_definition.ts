import type { AppContext } from "../../ports/context.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import { completeDefinition, neededFacts } from "../../domain/identity/definition_facts.ts";

/** What tells who a principal is, besides a configuration. Nothing of it asks the network. */
export type FactPorts = Pick<AppContext, "environment" | "facts">;

/** The variable that leads to the identity token of a job of GitHub Actions, and has its number. */
const GITHUB_JOB_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_URL";

/** The whole definition of the principal of an identity. @param configured What the configuration says. */
export async function identityDefinition(
  configured: Definition,
  { environment, facts }: FactPorts,
): Promise<Definition> {
  const needed = neededFacts(configured);
  return completeDefinition(configured, {
    ambient: needed.ambient ? await facts.ambient() : undefined,
    storedKeys: needed.user === undefined ? undefined : await facts.storedKeys(needed.user),
    githubJob: needed.githubJob ? environment.get(GITHUB_JOB_VARIABLE) : undefined,
  });
}
