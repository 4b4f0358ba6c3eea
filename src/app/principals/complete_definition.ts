import type { AppContext } from "../../ports/context.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import { completeDefinition, neededFacts } from "../../domain/identity/definition_facts.ts";

/** What determines a principal, besides a configuration. None of it uses the network. */
export type FactPorts = Pick<AppContext, "environment" | "facts">;

/** The variable with the URL of a GitHub Actions job's identity token, which contains the job's number. */
const GITHUB_JOB_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_URL";

/** The complete definition of an identity's principal. @param configured The configured part. */
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
