import { foldName } from "../../config/config_node.ts";
import { problemOfError } from "../../config/problem.ts";
import { LookupError } from "../../errors/errors.ts";
import { checkStep, MAX_STEPS, resolveChain, tooLong } from "../../identity/chain.ts";
import type { AuthConfig, Identity, Via } from "../model/auth_config.ts";
import type { ProblemList } from "../model/problem_list.ts";

/** What is known of the chains of all identities. */
export interface CheckedChains {
  /** Folded names of the providers that a well-formed chain begins at. */
  readonly usedProviders: ReadonlySet<string>;
  /** Chains that are well-formed and lead elsewhere than to AWS, by folded identity: wrong only for what needs AWS. */
  readonly foreign: ReadonlyMap<string, LookupError>;
}

/** A chain as far as an identity. */
interface Step {
  readonly length: number;
  /** Folded. */
  readonly provider: string | undefined;
  /** What is wrong with it, here or below. */
  readonly fault: LookupError | undefined;
}

/**
 * Reports chains that lead back to themselves, once for each circle, and kinds that do not fit on each other. What is missing or
 * broken itself is reported where it stands, and not again for each chain that needs it. Each identity is looked at once, however
 * many chains pass it.
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
    const name = foldName(identity.name);
    const step = stepOf(identity, { steps, auth, problems });
    steps.set(name, step);
    if (step.fault?.code === "IDENTITY_UNSUPPORTED") foreign.set(name, step.fault);
    else if (step.fault === undefined && step.provider !== undefined) usedProviders.add(step.provider);
  }
  return { usedProviders, foreign };
}

/** A step upon the one that it builds upon, which is known. Its own fault is reported, unless it is that it leads elsewhere. */
function stepOf(
  identity: Identity,
  { steps, auth, problems }: {
    readonly steps: ReadonlyMap<string, Step>;
    readonly auth: AuthConfig;
    readonly problems: ProblemList;
  },
): Step {
  const via = viaOf(identity);
  const below = via?.kind === "identity" ? steps.get(foldName(via.name)) : undefined;
  const provider = via?.kind === "provider" ? foldName(via.name) : undefined;
  const length = (below?.length ?? 0) + 1;
  const fault = below?.fault ??
    (length > MAX_STEPS
      ? tooLong(identity.name, identity.origin)
      : faultOf(() =>
        checkStep(identity, provider === undefined ? undefined : auth.providers.get(provider)?.value)
      ));
  if (fault !== undefined && fault !== below?.fault && fault.code !== "IDENTITY_UNSUPPORTED") {
    addError(problems, fault);
  }
  return { length, provider: below?.provider ?? provider, fault };
}

/** Identities whose chain can be followed to its beginning, each after what it builds upon, and one name for each circle. */
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

/** What an identity builds upon. What is behind a kind of another cloud is not ours to judge. */
function viaOf(identity: Identity): Via | undefined {
  return identity.kind !== "other" && "via" in identity ? identity.via : undefined;
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
