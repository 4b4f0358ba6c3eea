import { foldName } from "../../domain/config/config_node.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { environmentLoginNotes } from "../../domain/docker/environment_logins.ts";
import { pinnedOtherwise } from "../../domain/helper/pin_conflict.ts";
import { type Chain, resolveChain } from "../../domain/identity/chain.ts";
import { checkEndpoints } from "../../domain/identity/chain_endpoints.ts";
import { configuredDefinition } from "../../domain/identity/chain_definition.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { Outcome } from "../../domain/login/outcome.ts";
import { groupTargets, type Target, type TokenGroup } from "../../domain/login/target.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { Progress } from "../../ports/terminal.ts";
import type { Deadlines } from "../../ports/time.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { fillCache, type FillPorts, type HelperLogin, isPinnedTo } from "../credential/fill_cache.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import { asExpectedError, reportedElsewhere } from "../expected_error.ts";
import { mapThrottled } from "../parallel.ts";
import { findRegistryPin } from "../pins/find_pin.ts";
import { pinFor, profileFacts, profileOf } from "../pins/pin_registry.ts";
import { identityDefinition } from "../principals/complete_definition.ts";
import type { Destinations, DockerLogins } from "./docker_logins.ts";

/** How many tokens are requested at once, until AWS throttles the requests. */
const PARALLEL_GROUPS = 32;

/** How often a throttled request is tried; the SDK also repeats each call. */
const MAX_TRIES = 3;

/** Time limit for all AWS calls of a login together, in milliseconds. */
export const LOGIN_DEADLINE_MS = 15_000;

/** What a login needs. */
export interface LoginPorts {
  readonly issuer: TokenIssuer;
  readonly docker: DockerLogins;
  readonly helper: FillPorts;
  readonly deadlines: Deadlines;
  /** Shows progress; nothing if absent. */
  readonly progress?: Progress | undefined;
  /** What must succeed before Docker's logins change, while tokens are already requested; nothing if absent. */
  readonly before?: Promise<unknown> | undefined;
}

/** A login that is validated and ready: AWS has not been called yet. */
export interface LoginPlan {
  readonly groups: readonly PlannedGroup[];
  readonly targets: readonly Target[];
  readonly destinations: Destinations;
  /** The configuration of the targets, for pinning their registries; undefined if all were given as hosts. */
  readonly loaded: LoadedAuth | undefined;
  /** Notes to show before the login, as sentences. */
  readonly notes: readonly string[];
}

/** A group with the chain to its credentials; undefined for the environment's own. */
export interface PlannedGroup extends TokenGroup {
  readonly chain: Chain | undefined;
}

/**
 * Prepares a login: every chain is resolved, and Docker's configuration is read, so that problems are found before AWS is called.
 *
 * @param loaded Undefined if no target has an identity.
 */
export async function planLogin(
  targets: readonly Target[],
  loaded: LoadedAuth | undefined,
  { issuer, docker, helper: { environment } }: LoginPorts,
): Promise<LoginPlan> {
  const chains = new Map<string, Chain>();
  const groups = groupTargets(targets).map((group): PlannedGroup => {
    const { identity } = group;
    if (identity === undefined) return { ...group, chain: undefined };
    // Without its identity, the environment's credentials would log in instead.
    if (loaded === undefined) throw new Error(`No configuration defines identity "${identity}"`);
    const chain = chains.get(foldName(identity)) ?? resolveChain(loaded.auth, identity);
    chains.set(foldName(identity), chain);
    issuer.check(chain, group.registry);
    return { ...group, chain };
  });
  const hosts = targets.map(({ registry }) => registry.host);
  const destinations = await docker.destinations(hosts);
  const overrides = environmentLoginNotes(environment, hosts, "this login");
  return { groups, targets, destinations, loaded, notes: [...await docker.notes(), ...overrides] };
}

/**
 * Logs in: one token per group, groups in parallel, then one write of Docker's configuration. A failure only affects what depends on it.
 *
 * @returns One outcome per target, in the order of the plan.
 */
export async function login(plan: LoginPlan, ports: LoginPorts): Promise<Outcome[]> {
  const { issuer, docker, deadlines } = ports;
  await docker.checkWritable(plan.destinations);
  using deadline = deadlines(LOGIN_DEADLINE_MS);
  // Only targets of a configuration have a chain, and thus sessions.
  const realm = plan.loaded?.config.realm.value ?? "";
  using lines = ports.progress?.show(plan.targets.map(({ registry }) => registry.host));
  const definitions = new Map<string, Definition>();
  const again = (error: unknown, tries: number): boolean =>
    tries < MAX_TRIES && !deadline.signal.aborted &&
    error instanceof AtmosEcrError && error.code === "AWS_THROTTLED";
  const results = await mapThrottled(plan.groups, {
    atOnce: PARALLEL_GROUPS,
    again,
    task: async ({ chain, registry, targets, awsProfile }, tries) => {
      const end = (result: "ok" | "failed"): void => {
        for (const { registry: { host } } of targets) lines?.end(host, result);
      };
      try {
        const define = (): Promise<Definition> =>
          loginDefinition(chain, awsProfile, { realm, ports: ports.helper });
        const before = await define();
        const token = await issuer.issue(registry, chain, {
          deadline,
          realm,
          profile: profileOf(awsProfile),
        });
        if (isSameDefinition(before, await define())) {
          for (const { registry: { host } } of targets) definitions.set(host, before);
        }
        end("ok");
        return token;
      } catch (error) {
        if (!again(error, tries)) end("failed");
        throw error;
      }
    },
  });
  const tokens = new Map<string, EcrToken>();
  const failures = new Map<string, AtmosEcrError>();
  for (const [index, { targets }] of plan.groups.entries()) {
    const result = results[index];
    for (const { registry: { host } } of targets) {
      if (result?.status === "fulfilled") tokens.set(host, result.value);
      else failures.set(host, asExpectedError(result?.reason));
    }
  }
  await ports.before;
  await store(plan, tokens, { ports, definitions, failures });
  return plan.targets.map((target): Outcome => {
    const { host } = target.registry;
    const error = failures.get(host);
    const token = tokens.get(host);
    if (error !== undefined || token === undefined) {
      return { target, status: "failed", error: asExpectedError(error) };
    }
    return { target, status: "ok", expiresAt: token.expiresAt };
  });
}

/**
 * Why a login would fail without any problem of AWS: registries whose chain has an endpoint that is not trusted, whose helper is pinned to
 * another principal, or whose pin cannot be used. For `--dry-run`; does not call AWS.
 *
 * @returns The errors by host.
 */
export async function foreseeFailures(
  { groups, destinations, loaded }: LoginPlan,
  { helper }: LoginPorts,
): Promise<ReadonlyMap<string, AtmosEcrError>> {
  const realm = loaded?.config.realm.value ?? "";
  const failures = new Map<string, AtmosEcrError>();
  for (const { chain, awsProfile, targets } of groups) {
    for (const target of targets) {
      const { registry } = target;
      try {
        if (chain !== undefined) checkEndpoints(chain);
        if (destinations.get(registry.host)?.kind !== "helper") continue;
        const existing = await findRegistryPin(registry, helper);
        if (existing === undefined) continue;
        const definition = await loginDefinition(chain, awsProfile, { realm, ports: helper });
        const pin = await pinFor(target, loaded, helper);
        if (await isPinnedTo(existing, { registry, definition, pin }, helper).catch(reportedElsewhere)) {
          continue;
        }
        failures.set(registry.host, pinnedOtherwise(registry.host, existing, pin));
      } catch (error) {
        failures.set(registry.host, asExpectedError(error));
      }
    }
  }
  return failures;
}

/** The definition of a login's principal. */
async function loginDefinition(
  chain: Chain | undefined,
  awsProfile: string | undefined,
  { realm, ports }: { readonly realm: string; readonly ports: FillPorts },
): Promise<Definition> {
  if (awsProfile !== undefined) return await ports.facts.profile(profileFacts(awsProfile, ports.environment));
  return chain === undefined
    ? await ports.facts.ambient()
    : await identityDefinition(configuredDefinition(chain, realm), ports);
}

/** What storing tokens needs and finds. */
interface Storing {
  readonly ports: Pick<LoginPorts, "docker" | "helper">;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly failures: Map<string, AtmosEcrError>;
}

/** Stores tokens where Docker reads them now: that may have changed since the plan. What cannot be stored is a failure. */
async function store(
  plan: LoginPlan,
  tokens: ReadonlyMap<string, EcrToken>,
  storing: Storing,
): Promise<void> {
  const { ports: { docker }, failures } = storing;
  const hosts = [...tokens.keys()];
  const destinations = await docker.destinations(hosts).catch(failing(hosts, failures));
  if (destinations === undefined) return;
  const { failures: failed, moved } = await docker.put(tokens, destinations);
  for (const [host, error] of failed) failures.set(host, error);
  const unserved = await fillHelper({ ...plan, destinations }, tokens, storing);
  // Docker reads them elsewhere since just now.
  const rest = [...tokens].filter(([host]) => unserved.has(host) || moved.includes(host));
  if (rest.length > 0) await store(plan, new Map(rest), storing);
}

/** For `catch`: the failure of some hosts. */
function failing(
  hosts: readonly string[],
  failures: Map<string, AtmosEcrError>,
): (error: unknown) => undefined {
  return (error) => {
    for (const host of hosts) failures.set(host, asExpectedError(error));
  };
}

/** Passes tokens to our own helper for the registries that it serves. @returns Those that it no longer serves. */
async function fillHelper(
  { targets, destinations, loaded }: LoginPlan,
  tokens: ReadonlyMap<string, EcrToken>,
  { ports: { docker, helper }, definitions, failures }: Storing,
): Promise<ReadonlySet<string>> {
  const unserved = new Set<string>();
  const logins: HelperLogin[] = [];
  for (const target of targets) {
    const { registry } = target;
    const token = tokens.get(registry.host);
    if (token === undefined || destinations.get(registry.host)?.kind !== "helper") continue;
    const pin = await pinFor(target, loaded, helper).catch(failing([registry.host], failures));
    if (pin !== undefined) logins.push({ registry, token, definition: definitions.get(registry.host), pin });
  }
  if (logins.length === 0) return unserved;
  const served = async (hosts: readonly string[]): Promise<ReadonlySet<string>> => {
    const now = await docker.destinations(hosts);
    return new Set(hosts.filter((host) => now.get(host)?.kind === "helper"));
  };
  const hosts = logins.map(({ registry: { host } }) => host);
  const results = await fillCache(logins, helper, served).catch(failing(hosts, failures));
  for (const { registry: { host }, pin } of logins) {
    const result = results?.get(host);
    if (result?.kind === "pinned-otherwise") failures.set(host, pinnedOtherwise(host, result.pin, pin));
    if (result?.kind === "unusable") failures.set(host, result.error);
    if (result?.kind === "unserved") unserved.add(host);
  }
  return unserved;
}
