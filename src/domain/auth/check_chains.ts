import { foldName } from "../config/config_node.ts";
import { problemOfError } from "../config/problem.ts";
import { LookupError } from "../errors/errors.ts";
import { type Chain, resolveChain } from "../identity/chain.ts";
import type { AuthConfig } from "./auth_config.ts";
import type { ProblemList } from "./problem_list.ts";

/** The chains of all identities, by folded name. */
export interface CheckedChains {
  readonly chains: ReadonlyMap<string, Chain>;
  /** Chains that are well-formed and lead elsewhere than to AWS: wrong only for what needs AWS. */
  readonly foreign: ReadonlyMap<string, LookupError>;
}

/**
 * Reports chains that lead back to themselves, once for each circle, and kinds that do not fit on each other. What is missing or
 * broken itself is reported where it stands, and not again for each chain that needs it.
 */
export function checkChains(auth: AuthConfig, problems: ProblemList): CheckedChains {
  const { whole, circles } = walkChains(auth);
  for (const name of circles) {
    const result = follow(auth, name);
    if (result instanceof LookupError) addError(problems, result);
  }
  const chains = new Map<string, Chain>();
  const foreign = new Map<string, LookupError>();
  let tooLong = false;
  for (const name of whole) {
    const result = follow(auth, name);
    if (!(result instanceof LookupError)) chains.set(name, result);
    else if (result.code === "IDENTITY_UNSUPPORTED") foreign.set(name, result);
    // Of a chain with more steps than are allowed every identity above the limit would be reported.
    else if (result.code !== "IDENTITY_CYCLE" || !tooLong) {
      tooLong ||= result.code === "IDENTITY_CYCLE";
      addError(problems, result);
    }
  }
  return { chains, foreign };
}

/** Names of identities whose chain can be followed to its beginning, and one name for each circle. */
function walkChains(auth: AuthConfig): { readonly whole: string[]; readonly circles: string[] } {
  const verdicts = new Map<string, "open" | "whole" | "broken">();
  const circles: string[] = [];
  for (const start of auth.identities.keys()) {
    const path: string[] = [];
    let verdict: "whole" | "broken" | undefined;
    for (let name = start; verdict === undefined;) {
      const known = verdicts.get(name);
      if (known === "open") circles.push(name);
      verdict = known === "open" ? "broken" : known;
      if (verdict !== undefined) break;
      verdicts.set(name, "open");
      path.push(name);
      const identity = auth.identities.get(name)?.value;
      const via = identity !== undefined && "via" in identity ? identity.via : undefined;
      if (identity === undefined) verdict = "broken";
      // What is behind a kind of another cloud is not ours to judge.
      else if (via === undefined || identity.kind === "other") verdict = "whole";
      else if (via.kind === "identity") name = foldName(via.name);
      else verdict = auth.providers.get(foldName(via.name))?.value === undefined ? "broken" : "whole";
    }
    for (const name of path) verdicts.set(name, verdict);
  }
  return { whole: [...verdicts].filter(([, verdict]) => verdict === "whole").map(([name]) => name), circles };
}

function follow(auth: AuthConfig, name: string): Chain | LookupError {
  try {
    return resolveChain(auth, name);
  } catch (error) {
    if (error instanceof LookupError) return error;
    throw error;
  }
}

function addError(problems: ProblemList, error: LookupError): void {
  const problem = problemOfError(error);
  if (problem !== undefined) problems.add(problem);
}
