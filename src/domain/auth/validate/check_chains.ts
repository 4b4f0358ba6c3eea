import { foldName } from "../../config/config_node.ts";
import { problemOfError } from "../../config/problem.ts";
import { LookupError } from "../../errors/errors.ts";
import { checkStep, MAX_STEPS, resolveChain, tooLong } from "../../identity/chain.ts";
import type { AuthConfig, Identity, Via } from "../model/auth_config.ts";
import type { ProblemList } from "../model/problem_list.ts";

/** The chains of all identities. */
export interface CheckedChains {
  /** Folded names of the providers at the start of well-formed chains. */
  readonly usedProviders: ReadonlySet<string>;
  /** Well-formed chains that do not lead to AWS, by folded identity: an error only if AWS is needed. */
  readonly foreign: ReadonlyMap<string, LookupError>;
}

/** A chain up to an identity. */
interface Step {
  readonly length: number;
  /** Folded. */
  readonly provider: string | undefined;
  /** Its fault, here or below. */
  readonly fault: LookupError | undefined;
}

/**
 * Reports cyclic chains, once per cycle, and kinds that cannot be combined. Missing or invalid entries are reported at their position, and
 * not again for each chain. Each identity is examined once, even if several chains contain it.
 */
export function checkChains(auth: AuthConfig, problems: ProblemList): CheckedChains {
  const { whole, circles } = walkChains(auth);
  for (const name of circles) {
    const fault = faultOf(() => resolveChain(auth, name));
    if (fault !== undefined) addError(problems, fault);
  }
  const steps = new Map<string, Step>();
  const usedProviders = new Set<string>();
  const foreign = new Map<string, LookupError>();
  for (const identity of whole) {
    const via = viaOf(identity);
    const below = via?.kind === "identity" ? steps.get(foldName(via.name)) : undefined;
    const provider = via?.kind === "provider" ? foldName(via.name) : undefined;
    const step: Step = {
      length: (below?.length ?? 0) + 1,
      provider: below?.provider ?? provider,
      fault: below?.fault ?? faultOf(() => {
        if ((below?.length ?? 0) >= MAX_STEPS) throw tooLong(identity.name, identity.origin);
        checkStep(identity, provider === undefined ? undefined : auth.providers.get(provider)?.value);
      }),
    };
    const name = foldName(identity.name);
    steps.set(name, step);
    // That it does not lead to AWS is only an error if AWS is needed.
    if (step.fault?.code === "IDENTITY_UNSUPPORTED") foreign.set(name, step.fault);
    else if (step.fault === undefined && step.provider !== undefined) usedProviders.add(step.provider);
    else if (step.fault !== undefined && step.fault !== below?.fault) addError(problems, step.fault);
  }
  return { usedProviders, foreign };
}

/** Identities whose chain can be followed to its start, each after its base, and one name per cycle. */
function walkChains(auth: AuthConfig): { readonly whole: readonly Identity[]; readonly circles: string[] } {
  const verdicts = new Map<string, "open" | "whole" | "broken">();
  const whole: Identity[] = [];
  const circles: string[] = [];
  for (const start of auth.identities.keys()) {
    const path: string[] = [];
    const identities: Identity[] = [];
    let verdict: "whole" | "broken" | undefined;
    for (let name = start; verdict === undefined;) {
      const known = verdicts.get(name);
      if (known === "open") circles.push(name);
      verdict = known === "open" ? "broken" : known;
      if (verdict !== undefined) break;
      verdicts.set(name, "open");
      path.push(name);
      const identity = auth.identities.get(name)?.value;
      if (identity !== undefined) identities.push(identity);
      const via = identity && viaOf(identity);
      if (identity === undefined) verdict = "broken";
      else if (via === undefined) verdict = "whole";
      else if (via.kind === "identity") name = foldName(via.name);
      else verdict = auth.providers.get(foldName(via.name))?.value === undefined ? "broken" : "whole";
    }
    for (const name of path) verdicts.set(name, verdict);
    if (verdict === "whole") whole.push(...identities.reverse());
  }
  return { whole, circles };
}

/** What an identity is based on. The bases of another cloud's kind are not judged. */
function viaOf(identity: Identity): Via | undefined {
  return identity.kind === "other" ? undefined : identity.via;
}

function faultOf(check: () => unknown): LookupError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof LookupError) return error;
    throw error;
  }
}

function addError(problems: ProblemList, error: LookupError): void {
  const problem = problemOfError(error);
  if (problem !== undefined) problems.add(problem);
}
