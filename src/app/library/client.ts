import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import { type AtmosEcrError, UsageError } from "../../domain/errors/errors.ts";
import { chainNames } from "../../domain/identity/chain.ts";
import { findTypedRegistry, parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import type { FillPorts } from "../credential/fill_cache.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import type { DockerLogins } from "../login/docker_logins.ts";
import { login, planLogin } from "../login/login.ts";
import { loginTargets } from "../targets/login_targets.ts";
import type { SelectionPorts } from "../targets/selection.ts";
import { chainOf, issuePlanned, tokenTarget } from "../targets/token_target.ts";

/** The options of every call, all optional. The defaults are those of the command line. */
export interface ClientOptions {
  /** The identity to use, instead of the one that the configuration links to the registry. */
  readonly identity?: string;
  /** An AWS profile to use, instead of an identity. Excludes `identity`. */
  readonly awsProfile?: string;
  /** Configuration files to read instead of looking for an `atmos.yaml`, merged in order. */
  readonly config?: string | readonly string[];
  /** Profiles of the configuration to merge over it, in order. */
  readonly profile?: string | readonly string[];
  /** The working directory, where an `atmos.yaml` is searched. @default {that of the process} */
  readonly cwd?: string;
  /** The directory of Docker's `config.json`. @default {`DOCKER_CONFIG`, otherwise `~/.docker`} */
  readonly dockerConfig?: string;
  /** Aborts the call; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Additional options of a login. */
export interface LoginOptions extends ClientOptions {
  /** Every ECR integration of the configuration. Excludes targets. */
  readonly all?: boolean;
}

/** The credentials of a registry. */
export interface RegistryToken {
  /** The host. */
  readonly registry: string;
  /** `AWS`, always. */
  readonly username: string;
  /** Secret. */
  readonly password: string;
  /** The expiry. */
  readonly expiresAt: Date;
  /** The ARN that the token was issued to, if AWS reported it. */
  readonly principal?: string;
}

/** The result of a login for one registry. */
export type LoginOutcome =
  | {
    readonly status: "ok";
    /** The host. */
    readonly registry: string;
    /** The integration; undefined for a host. */
    readonly integration: string | undefined;
    /** Undefined for the environment's credentials and for a profile. */
    readonly identity: string | undefined;
    readonly expiresAt: Date | undefined;
  }
  | {
    readonly status: "failed";
    readonly registry: string;
    readonly integration: string | undefined;
    readonly identity: string | undefined;
    readonly error: AtmosEcrError;
  };

/** A registry and its identity. */
export interface ResolvedRegistry extends Registry {
  /** The integration that names it; undefined if there is none. */
  readonly integration: string | undefined;
  /** Undefined for the environment's credentials and for a profile. */
  readonly identity: string | undefined;
  /** The AWS profile, if one was given or pinned. */
  readonly awsProfile: string | undefined;
  /** The chain to the identity, by names: the provider or the first identity, then each identity based on it. */
  readonly chain: readonly string[];
}

/** The features of the library. */
export interface Client {
  /**
   * Gets the credentials of a registry. Does not change Docker's configuration.
   *
   * @param host The host, optionally with `https://` and an image path.
   * @throws {AtmosEcrError} A problem of the host, the configuration or the identity, or an error of AWS.
   */
  getToken(host: string, options?: ClientOptions): Promise<RegistryToken>;

  /**
   * Logs Docker in. If one registry fails, the others still complete.
   *
   * @param targets Integrations by name, or registries by host; without any, the registries of the default identity.
   * @returns One outcome per registry.
   * @throws {AtmosEcrError} If the targets, the configuration or Docker's configuration are invalid, before AWS is called.
   */
  login(targets: string | readonly string[], options?: LoginOptions): Promise<readonly LoginOutcome[]>;

  /** Resolves a registry to its identity. Does not call AWS. @throws {AtmosEcrError} If the host or the configuration is invalid. */
  resolveRegistry(host: string, options?: ClientOptions): Promise<ResolvedRegistry>;
}

/** What one call needs. */
export interface CallPorts extends SelectionPorts, Pick<AppContext, "deadlines"> {
  issuer(): Promise<TokenIssuer>;
  docker(): DockerLogins;
  helper(): FillPorts;
}

/** Creates a client. @param open Creates what one call needs. */
export function clientOf(open: (options: ClientOptions) => CallPorts): Client {
  return {
    getToken: (host, options = {}) => call(options, () => getToken(host, options, open)),
    login: (targets, options = {}) => call(options, () => logIn(targets, options, open(options))),
    resolveRegistry: (host, options = {}) => call(options, () => resolveRegistry(host, options, open)),
  };
}

/** Ends with the reason of a call's signal, whatever the result of the work. */
async function call<T>(options: ClientOptions, work: () => Promise<T>): Promise<T> {
  options.signal?.throwIfAborted();
  try {
    checkOptions(options);
    return await work();
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  }
}

async function getToken(
  host: string,
  options: ClientOptions,
  open: (options: ClientOptions) => CallPorts,
): Promise<RegistryToken> {
  const registry = parseRegistry(host);
  const { deadlines, issuer, ...ports } = open(options);
  const plan = await tokenTarget(registry, options, ports);
  const token = await issuePlanned(plan, { issuer: await issuer(), deadlines });
  return {
    registry: registry.host,
    username: token.username,
    password: token.password.expose(),
    expiresAt: token.expiresAt,
    ...definedFields({ principal: token.principal?.arn }),
  };
}

async function logIn(
  targets: string | readonly string[],
  { identity, awsProfile, all = false, signal }: LoginOptions,
  { issuer, docker, helper, ...ports }: CallPorts,
): Promise<readonly LoginOutcome[]> {
  // From JavaScript, it may be undefined.
  checkTexts({ targets: targets ?? null });
  const names = typeof targets === "string" ? [targets] : targets;
  // The caller's identity replaces that of a host's integration; together with an integration it is rejected.
  const isHost = (name: string): boolean => identity !== undefined && findTypedRegistry(name) !== undefined;
  const selected = await loginTargets({
    integrations: names.filter((name) => !isHost(name)),
    registries: names.filter(isHost),
    identity,
    awsProfile,
    public: false,
    all,
  }, ports);
  const loginPorts = { ...ports, issuer: await issuer(), docker: docker(), helper: helper() };
  const plan = await planLogin(selected.targets, selected.loaded, loginPorts);
  const outcomes = await login(plan, loginPorts);
  if (outcomes.some(({ status }) => status === "failed")) signal?.throwIfAborted();
  return outcomes.map((outcome): LoginOutcome => {
    const { registry, integration, identity } = outcome.target;
    const where = { registry: registry.host, integration, identity };
    return outcome.status === "ok"
      ? { ...where, status: "ok", expiresAt: outcome.expiresAt }
      : { ...where, status: "failed", error: outcome.error };
  });
}

async function resolveRegistry(
  host: string,
  options: ClientOptions,
  open: (options: ClientOptions) => CallPorts,
): Promise<ResolvedRegistry> {
  const registry = parseRegistry(host);
  const { target, loaded } = await tokenTarget(registry, options, open(options));
  const { integration, identity, awsProfile } = target;
  const chain = identity === undefined ? [] : chainNames(chainOf(identity, loaded));
  return { ...registry, integration, identity, awsProfile, chain };
}

/** Where the options say that the configuration is. */
export function selectionOf({ config = [], profile = [] }: ClientOptions): ConfigSelection {
  return {
    configFiles: typeof config === "string" ? [config] : config,
    configDirectories: [],
    profiles: typeof profile === "string" ? [profile] : profile,
  };
}

/**
 * Fails for options that exclude each other, and for empty values, such as those of a variable that is not set: as if they were omitted,
 * another identity could be used.
 *
 * @throws {UsageError} `USAGE`.
 */
function checkOptions({ identity, awsProfile, config, profile, cwd, dockerConfig }: ClientOptions): void {
  checkTexts({ identity, awsProfile, config, profile, cwd, dockerConfig });
  if (identity === undefined || awsProfile === undefined) return;
  throw new UsageError("Cannot combine an identity with an AWS profile", { hint: "Use only one of them" });
}

/** What may be several texts. */
const LISTS: readonly string[] = ["targets", "config", "profile"];

/** Fails for texts that are empty or, from JavaScript, `null` or no texts. */
function checkTexts(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    const isText = (one: unknown): boolean => typeof one === "string" && one !== "";
    const isList = Array.isArray(value) && LISTS.includes(name) && value.every(isText);
    if (value === undefined || isText(value) || isList) continue;
    throw new UsageError(`Cannot use ${name} with an empty value`, {
      hint: "Specify a value, or omit the option",
    });
  }
}
