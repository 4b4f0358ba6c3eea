import { child, foldName, type MappingNode } from "../../config/config_node.ts";
import { hiddenValuesOf, withoutHidden } from "../../config/hidden_values.ts";
import { formatOrigin } from "../../config/origin.ts";
import type { Problem } from "../../config/problem.ts";
import { checkAtmosReferences } from "../atmos_compat/atmos_entries.ts";
import { decodeAuth } from "../decode/decode_auth.ts";
import type { AuthConfig, RegistryIntegration } from "../model/auth_config.ts";
import { type Link, linksOf, usableValues } from "../model/names.ts";
import { listed, ProblemList } from "../model/problem_list.ts";
import { checkChains, type CheckedChains } from "./check_chains.ts";

/** The maximum number of names in a message. */
const MAX_SHOWN = 8;

/**
 * All problems of the `auth` section of a merged and evaluated configuration, sorted by position: in each entry, and between entries. An
 * entry that leads nowhere is only reported if it is used. Never throws.
 */
export function validateAuth(tree: MappingNode): Problem[] {
  const auth = decodeAuth(tree);
  const problems = new ProblemList();
  problems.add(...auth.problems);
  for (const section of [auth.providers, auth.identities, auth.integrations]) {
    for (const entry of section.values()) problems.add(...entry.problems);
  }
  const links = linksOf(tree, auth);
  checkReferences(links, auth, problems);
  checkIntegrations(auth, checkChains(auth, problems), problems);
  checkDefaults(tree, auth, problems);
  checkAtmosReferences(links, auth, problems);
  return withoutHidden(problems.sorted(), hiddenValuesOf(tree.entries.get("auth")?.value));
}

/** Reports references to identities and providers that do not exist, with the nearest one. */
function checkReferences(links: readonly Link[], auth: AuthConfig, problems: ProblemList): void {
  for (const { noun, entry, via } of links) {
    const entries = via.kind === "identity" ? auth.identities : auth.providers;
    if (entries.has(foldName(via.name))) continue;
    const near = problems.nearest(via.name, entries);
    problems.report({
      code: via.kind === "identity" ? "IDENTITY_NOT_FOUND" : "PROVIDER_NOT_FOUND",
      message: `Cannot use ${noun} "${entry.name}": there is no ${via.kind} "${via.name}"`,
      hint: near === undefined
        ? `Define it under auth.${via.kind === "identity" ? "identities" : "providers"}, or correct the name`
        : `Did you mean "${near}"?`,
      at: via.origin,
    });
  }
}

/**
 * Reports ECR integrations whose chain does not lead to AWS, that no identity can run, or of which two have the same host with different
 * identities.
 */
function checkIntegrations(
  auth: AuthConfig,
  { foreign, usedProviders }: CheckedChains,
  problems: ProblemList,
): void {
  const owners = new Map<string, RegistryIntegration>();
  for (const integration of usableValues(auth.integrations)) {
    if (integration.kind === "other") continue;
    const { name, via, hosts, origin } = integration;
    const base = foldName(via?.name ?? "");
    const fault = via?.kind === "identity" ? foreign.get(base) : undefined;
    if (via !== undefined && fault !== undefined) {
      problems.report({
        code: "IDENTITY_UNSUPPORTED",
        message:
          `Cannot use integration "${name}": its identity does not provide AWS credentials. ${fault.message}`,
        hint: fault.hint,
        at: via.origin,
      });
    }
    if (via?.kind === "provider" && auth.providers.has(base) && !usedProviders.has(base)) {
      problems.warn({
        code: "INTEGRATION_NOT_LINKED",
        message: `Cannot run integration "${name}" yet: no identity uses provider "${via.name}"`,
        hint: "Link it with via.identity, or define an identity with this provider",
        at: via.origin,
      });
    }
    for (const host of hosts) {
      const owner = owners.get(host);
      if (owner === undefined) owners.set(host, integration);
      else if (owner.via?.kind !== via?.kind || foldName(owner.via?.name ?? "") !== base) {
        problems.warn({
          message: `Integrations "${owner.name}" (${
            formatOrigin(owner.origin)
          }) and "${name}" use different identities for ${host}`,
          hint: "Log in to them one at a time: Docker keeps one login per host",
          at: origin,
        });
      }
    }
  }
}

/** Warns about more than one default identity, at the second one. */
function checkDefaults(tree: MappingNode, auth: AuthConfig, problems: ProblemList): void {
  const defaults = usableValues(auth.identities).filter((identity) => identity.default);
  const [, second] = defaults;
  if (second === undefined) return;
  const names = listed(defaults.map(({ name }) => `"${name}"`), MAX_SHOWN);
  const identity = child(child(child(tree, "auth"), "identities"), foldName(second.name));
  problems.warn({
    message: `Several identities are marked as default: ${names}`,
    hint: "Keep default: true in only one of them; until then, select one with --identity",
    at: child(identity, "default")?.origin ?? second.origin,
  });
}
