import { chainNames, resolveChain } from "../../domain/identity/chain.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { findTypedRegistry, parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { withIdentities } from "../config/load_auth.ts";
import type { FillPorts } from "../credential/fill_cache.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import type { DockerLogins } from "../login/docker_logins.ts";
import { login, planLogin } from "../login/login.ts";
import { issuePlanned, planToken } from "../targets/registry_token.ts";
import { selectTargets } from "../targets/select_targets.ts";
import type { SelectionPorts } from "../targets/selected_targets.ts";
import type { Deadlines } from "../../ports/time.ts";
import { checkOptions, type ClientOptions, type LoginOptions } from "./client_options.ts";

/** A login to a registry, as Docker and its like want it. */
export interface RegistryToken {
  /** The host. */
  readonly registry: string;
  /** `AWS`, always. */
  readonly username: string;
  /** Secret. */
  readonly password: string;
  /** When it ends. */
  readonly expiresAt: Date;
  /** The ARN that it was issued to, where AWS told. */
  readonly principal?: string;
}

/** How a login went for one registry. */
export type LoginOutcome =
  | {
    readonly status: "ok";
    /** The host. */
    readonly registry: string;
    /** The integration that asked for it; undefined for a host. */
    readonly integration: string | undefined;
    /** Undefined for the environment's credentials, and for a profile. */
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

/** Who a registry is for. */
export interface ResolvedRegistry extends Registry {
  /** The integration that names it; undefined for none. */
  readonly integration: string | undefined;
  /** Undefined for the environment's credentials, and for a profile. */
  readonly identity: string | undefined;
  /** The profile of the AWS files, where one was given or pinned. */
  readonly awsProfile: string | undefined;
  /** The way to the identity, by names: the provider or the first identity, then each that builds upon it. */
  readonly chain: readonly string[];
}

/** Everything that the library does. */
export interface Client {
  /**
   * Gets the login of a registry, and writes nothing to Docker's configuration.
   *
   * @param host As people have it, `https://` and the path of an image included.
   * @throws {AtmosEcrError} With a code: what is wrong with the host, the configuration or the identity, or what AWS answered.
   */
  getToken(host: string, options?: ClientOptions): Promise<RegistryToken>;

  /**
   * Logs Docker in. A registry that fails does not end the others.
   *
   * @param targets Integrations by name, or registries by host; none for what the default identity is for.
   * @returns An outcome for each registry.
   * @throws {AtmosEcrError} What is wrong with the targets, the configuration or Docker's, before AWS is asked.
   */
  login(targets: string | readonly string[], options?: LoginOptions): Promise<readonly LoginOutcome[]>;

  /**
   * Says who a registry is for, and asks AWS nothing.
   *
   * @throws {AtmosEcrError} What is wrong with the host or the configuration.
   */
  resolveRegistry(host: string, options?: ClientOptions): Promise<ResolvedRegistry>;
}

/** What one call works with. */
export interface CallPorts extends Omit<SelectionPorts, "identityVariable"> {
  readonly deadlines: Deadlines;
  readonly identityVariable: string | undefined;
  issuer(): Promise<TokenIssuer>;
  docker(): DockerLogins;
  helper(): FillPorts;
}

/** A client. @param open Makes what one call works with. */
export function clientOf(open: (options: ClientOptions) => CallPorts): Client {
  const client = unheedingClient(open);
  return {
    getToken: (host, options) => heeding(options?.signal, () => client.getToken(host, options)),
    login: (targets, options) => heeding(options?.signal, () => client.login(targets, options)),
    resolveRegistry: (host, options) => heeding(options?.signal, () => client.resolveRegistry(host, options)),
  };
}

/** Ends with the reason of a signal, whatever came of the work. */
async function heeding<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function unheedingClient(open: (options: ClientOptions) => CallPorts): Client {
  return {
    async getToken(host, options = {}): Promise<RegistryToken> {
      checkOptions(options);
      const registry = parseRegistry(host);
      const { deadlines, issuer, ...ports } = open(options);
      const plan = await planToken(registry, options, ports);
      const token = await issuePlanned(plan, { issuer: await issuer(), deadlines });
      const principal = token.principal?.arn;
      return {
        registry: registry.host,
        username: token.username,
        password: token.password.expose(),
        expiresAt: token.expiresAt,
        ...(principal === undefined ? {} : { principal }),
      };
    },

    async login(targets, options = {}): Promise<readonly LoginOutcome[]> {
      checkOptions(options);
      const ports = open(options);
      const names = typeof targets === "string" ? [targets] : targets;
      const { identity, awsProfile, all = false } = options;
      // An identity of the caller's takes the place of that of a host's integration; beside an integration it is refused.
      const isHost = (name: string): boolean =>
        identity !== undefined && findTypedRegistry(name) !== undefined;
      const selection = {
        integrations: names.filter((name) => !isHost(name)),
        registries: names.filter(isHost),
        identity,
        awsProfile,
        public: false,
        all,
      };
      const selected = await selectTargets(selection, ports);
      const loginPorts = {
        issuer: await ports.issuer(),
        docker: ports.docker(),
        helper: ports.helper(),
        deadlines: ports.deadlines,
      };
      const outcomes = await login(await planLogin(selected.targets, selected.facts, loginPorts), loginPorts);
      if (outcomes.some(({ status }) => status === "failed")) options.signal?.throwIfAborted();
      return outcomes.map((outcome): LoginOutcome => {
        const { registry, integration, identity } = outcome.target;
        const where = { registry: registry.host, integration, identity };
        return outcome.status === "ok"
          ? { ...where, status: "ok", expiresAt: outcome.expiresAt }
          : { ...where, status: "failed", error: outcome.error };
      });
    },

    async resolveRegistry(host, options = {}): Promise<ResolvedRegistry> {
      checkOptions(options);
      const registry = parseRegistry(host);
      const { target, loaded } = await planToken(registry, options, open(options));
      const { integration, identity, awsProfile } = target;
      const chain = identity === undefined || loaded === undefined
        ? []
        : chainNames(resolveChain((await withIdentities(loaded, [identity])).auth, identity));
      return { ...registry, integration, identity, awsProfile, chain };
    },
  };
}
