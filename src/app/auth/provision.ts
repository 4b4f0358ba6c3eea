import type { Entry, Integration } from "../../domain/auth/model/auth_config.ts";
import { usable } from "../../domain/auth/model/names.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import {
  isRegistryIntegration,
  linkedToIdentity,
  linkedToProvider,
  type TargetChoice,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import type { Outcome } from "../../domain/login/outcome.ts";
import { type Target, uniqueTargets } from "../../domain/login/target.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import { asExpectedError, reportedElsewhere } from "../expected_error.ts";
import { login, type LoginPorts, planLogin } from "../login/login.ts";

/** The result of one registry of an automatic integration, or of the integration as a whole. */
export type ProvisionResult =
  & { readonly integration: string }
  & (
    | Outcome
    /** A registry that could not be determined. */
    | { readonly target: undefined; readonly status: "failed"; readonly error: AtmosEcrError }
  );

/** What running integrations needs; Docker is only looked up if there are any. */
export interface ProvisionPorts extends Omit<LoginPorts, "docker"> {
  docker(): LoginPorts["docker"];
}

/**
 * Runs the automatic integrations of an identity, in the order of the file, each registry once. Never fails: the login is valid even if
 * they fail.
 *
 * @throws {CancelledError} If the program is interrupted.
 */
export async function provisionIdentity(
  identity: string,
  loaded: LoadedAuth,
  ports: ProvisionPorts,
): Promise<ProvisionResult[]> {
  return await provision(linkedToIdentity(loaded.auth, identity), { identity }, { loaded, ports });
}

/**
 * As {@linkcode provisionIdentity}, for the integrations linked to a provider. Each uses the only identity of that provider, or the default
 * one: a provider itself has no AWS credentials.
 *
 * @param preferred The value of `ATMOS_IDENTITY`, which decides between several identities.
 */
export async function provisionProvider(
  { provider, preferred }: { readonly provider: string; readonly preferred: string | undefined },
  loaded: LoadedAuth,
  ports: ProvisionPorts,
): Promise<ProvisionResult[]> {
  return await provision(linkedToProvider(loaded.auth, provider), { preferred }, { loaded, ports });
}

/** Announces the registries of the automatic integrations of an identity: connections are opened while it is being logged in. */
export function expectRegistries(
  identity: string,
  { auth }: LoadedAuth,
  { issuer }: Pick<ProvisionPorts, "issuer">,
): void {
  const chain = resolveChain(auth, identity);
  for (const { registry } of targetsOf(linkedToIdentity(auth, identity), { identity }, auth).targets) {
    try {
      issuer.check(chain, registry);
      issuer.expect(registry);
    } catch (error) {
      reportedElsewhere(error);
    }
  }
}

async function provision(
  entries: readonly Entry<Integration>[],
  choice: TargetChoice,
  { loaded, ports }: { readonly loaded: LoadedAuth; readonly ports: ProvisionPorts },
): Promise<ProvisionResult[]> {
  const { targets, results } = targetsOf(entries, choice, loaded.auth);
  results.push(...await logInto(uniqueTargets(targets, []).targets, loaded, ports));
  const order = new Map(entries.map(({ name }, index) => [name, index]));
  return results.toSorted((a, b) => (order.get(a.integration) ?? 0) - (order.get(b.integration) ?? 0));
}

/** The registries of those entries that run automatically, and the failures of those that are invalid. */
function targetsOf(
  entries: readonly Entry<Integration>[],
  choice: TargetChoice,
  auth: LoadedAuth["auth"],
): { readonly targets: readonly Target[]; readonly results: ProvisionResult[] } {
  const results: ProvisionResult[] = [];
  const targets: Target[] = [];
  for (const entry of entries) {
    try {
      const integration = usable(entry);
      if (!integration.autoProvision || !isRegistryIntegration(integration)) continue;
      targets.push(...targetsOfIntegration(auth, integration, choice));
    } catch (error) {
      results.push(failed(entry.name, undefined, error));
    }
  }
  return { targets, results };
}

async function logInto(
  targets: readonly Target[],
  loaded: LoadedAuth,
  ports: ProvisionPorts,
): Promise<ProvisionResult[]> {
  if (targets.length === 0) return [];
  const final = await withIdentities(loaded, targets.flatMap(({ identity }) => identity ?? []));
  const results: ProvisionResult[] = [];
  const possible: Target[] = [];
  for (const target of targets) {
    try {
      if (target.identity !== undefined) {
        ports.issuer.check(resolveChain(final.auth, target.identity), target.registry);
      }
      possible.push(target);
    } catch (error) {
      results.push(failed(target.integration ?? "", target, error));
    }
  }
  try {
    const loginPorts = { ...ports, docker: ports.docker() };
    const plan = await planLogin(possible, final, loginPorts);
    for (const outcome of await login(plan, loginPorts)) {
      const integration = outcome.target.integration ?? "";
      results.push({ integration, ...outcome });
    }
  } catch (error) {
    results.push(...possible.map((target) => failed(target.integration ?? "", target, error)));
  }
  return results;
}

function failed(integration: string, target: Target | undefined, error: unknown): ProvisionResult {
  return { integration, target, status: "failed", error: asExpectedError(error) };
}
