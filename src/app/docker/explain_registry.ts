import type { Integration } from "../../domain/auth/model/auth_config.ts";
import { findIntegration } from "../../domain/auth/model/names.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import { type DockerAnswer, dockerAnswer } from "../../domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { tokenDirectory } from "../../domain/files/app_directories.ts";
import { pinLabel, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Chain, resolveChain } from "../../domain/identity/chain.ts";
import { configuredDefinition } from "../../domain/identity/chain_definition.ts";
import type { KnownPrincipal } from "../../domain/identity/credentials.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import { isOwnIdentity } from "../../domain/login/integration_targets.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type CachedToken, isFresh } from "../../domain/token/cache_entry.ts";
import type { Environment } from "../../ports/process.ts";
import { loadAuth, withIdentities } from "../config/load_auth.ts";
import { credentialLabel } from "../credential/get_credential.ts";
import { resolveCacheKey } from "../credential/locate_credential.ts";
import { reportedElsewhere } from "../expected_error.ts";
import { checkPin, type ConfiguredPrincipal, disagreement, type PinCheck } from "../pins/check_pin.ts";
import { findRegistryPin } from "../pins/find_pin.ts";
import { pinnedLoader } from "../pins/pinned_loader.ts";
import { preferredIdentity } from "../targets/choose_identity.ts";
import { linkedTarget, unreadableIntegrations } from "../targets/host_target.ts";
import type { SelectedTargets } from "../targets/selection.ts";
import { dockerNotes, ourHelpers, type StatusPorts } from "./docker_status.ts";

/** What the configuration here contains about a registry. */
export interface ConfiguredLogin {
  /** The integration that names it; undefined for none. */
  readonly integration: Integration | undefined;
  /** The chain of that integration's identity; undefined for the environment's own credentials. */
  readonly chain: Chain | undefined;
}

/** Everything that determines a registry's login. */
export interface Explanation extends Pick<SelectedTargets, "files" | "problems" | "notes"> {
  readonly registry: Registry;
  readonly configured: ConfiguredLogin;
  readonly answer: DockerAnswer;
  /** The pin of the registry, and whether its configuration still agrees. */
  readonly pin: { readonly pin: RegistryPin; readonly check: PinCheck } | undefined;
  /** How the configuration here differs from the pin, by definition, as the end of a sentence; undefined if it does not. */
  readonly apart: string | undefined;
  /** The principal that AWS reported for the cached token. */
  readonly known: KnownPrincipal | undefined;
  /** The principal that the helper would use; never a key. Undefined if the environment has no usable credentials. */
  readonly principal: string | undefined;
  /** The state of the cached token; undefined without a cache. */
  readonly cache: { readonly state: CacheState; readonly expiresAt: Date | undefined } | undefined;
}

/** Resolves a registry completely, like `token` and the helper, without calling AWS. */
export async function explainRegistry(registry: Registry, ports: StatusPorts): Promise<Explanation> {
  const { configured, here, files, problems, notes } = await configuredLogin(registry, ports);
  const document = DockerConfigDocument.parse(await ports.docker.read(), ports.docker.path);
  const pin = await findRegistryPin(registry, ports);
  const located = await resolveCacheKey(registry, pin, ports).catch(reportedElsewhere);
  const entry = located === undefined ? undefined : await ports.tokens.read(located.key);
  const token = entry?.token;
  const check = pin === undefined
    ? undefined
    : await checkPin(pin, pinnedLoader((one) => ports.pinned(one), "all"));
  return {
    registry,
    configured,
    answer: dockerAnswer(document, registry.host, await ourHelpers(document, ports.programs)),
    pin: pin === undefined || check === undefined ? undefined : { pin, check },
    apart: check === undefined ? undefined : disagreement(here, check),
    known: entry?.principal,
    principal: located === undefined
      ? (pin === undefined ? undefined : pinLabel(pin))
      : credentialLabel(located, ports.environment),
    cache: hasCache(ports.environment)
      ? {
        state: cacheState(token, ports.clock(), located?.key.definition ?? { opaque: true }),
        expiresAt: token?.expiresAt,
      }
      : undefined,
    files,
    problems,
    notes: [...notes, ...dockerNotes(document, ports.environment)],
  };
}

async function configuredLogin(registry: Registry, ports: StatusPorts): Promise<
  Pick<Explanation, "configured" | "files" | "problems" | "notes"> & {
    readonly here: ConfiguredPrincipal | undefined;
  }
> {
  const first = await loadAuth(ports);
  const preferred = preferredIdentity(first, {
    identityVariable: ports.environment.get("ATMOS_IDENTITY"),
  });
  const { target, notes } = linkedTarget(first.auth, registry, { preferred });
  const { integration, identity } = target;
  const { auth, files, problems } = identity === undefined ? first : await withIdentities(first, [identity]);
  const chain = identity === undefined ? undefined : resolveChain(auth, identity);
  return {
    configured: {
      integration: integration === undefined ? undefined : findIntegration(auth, integration),
      chain,
    },
    // A variable is no part of a pin.
    here: chain === undefined || identity === undefined || !isOwnIdentity(auth, target)
      ? undefined
      : { identity, definition: configuredDefinition(chain, first.config.realm.value) },
    files,
    problems: [
      ...problems,
      ...(identity === undefined ? unreadableIntegrations(auth) : problemsOnPath(auth, [target])),
    ],
    notes,
  };
}

function hasCache(environment: Environment): boolean {
  return tokenDirectory(environment) !== undefined;
}
/** How a cached token can be used. */
export type CacheState =
  /** Returned without calling AWS. */
  | "fresh"
  /** Renewed first; only returned while AWS is unavailable. */
  | "stale"
  /** Never returned. */
  | "expired"
  /** There is none. */
  | "absent";

/** The state of a cached token. */
export function cacheState(
  token: CachedToken | undefined,
  now: Date,
  definition: Pick<Definition, "opaque">,
): CacheState {
  if (token === undefined) return "absent";
  if (token.expiresAt <= now) return "expired";
  return isFresh(token, now, definition) ? "fresh" : "stale";
}
