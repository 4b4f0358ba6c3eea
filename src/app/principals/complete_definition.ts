import type { AppContext } from "../../ports/context.ts";
import { completeDefinition, type Definition, neededFacts } from "../../domain/identity/definition.ts";

/** What determines a principal, besides a configuration. None of it uses the network. */
export type FactPorts = Pick<AppContext, "environment" | "facts">;

/** The variable with the URL of a GitHub Actions job's identity token, which contains the job's number. */
const GITHUB_JOB_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_URL";

/**
 * The complete definition of an identity's principal.
 *
 * @param configured The configured part.
 * @param credentialsFile The file with the user's keys, for a pin that names one; the environment's when absent.
 */
export async function identityDefinition(
  configured: Definition,
  { environment, facts }: FactPorts,
  credentialsFile?: string,
): Promise<Definition> {
  const needed = neededFacts(configured);
  return completeDefinition(configured, {
    ambient: needed.ambient ? await facts.ambient() : undefined,
    storedKeys: needed.user === undefined ? undefined : await facts.storedKeys(needed.user, credentialsFile),
    githubJob: needed.githubJob ? environment.get(GITHUB_JOB_VARIABLE) : undefined,
  });
}
