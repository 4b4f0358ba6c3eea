import { KeyringUserKeys } from "../../src/adapters/keyring/keyring_user_keys.ts";
import { TokenIssuer } from "../../src/app/credential/token_issuer.ts";
import { Authenticator } from "../../src/app/identities/authenticator.ts";
import { DEFAULT_LOGIN_OPTIONS, type LoginOptions } from "../../src/app/identities/contract/identity_step.ts";
import { definedSessions } from "../../src/app/identities/defined_sessions.ts";
import { createIdentitySteps } from "../../src/app/identities/identity_steps.ts";
import { DockerLogins } from "../../src/app/login/docker_logins.ts";
import type { CliContext } from "../../src/cli/command/context.ts";
import type { AuthDependencies, HelperDependencies } from "../../src/cli/command/dependencies.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { Environment, ProgramRequest } from "../../src/ports/process.ts";
import type { StoredKeys, UserKeyStore } from "../../src/ports/sessions.ts";
import { NO_NOTES, type Notes, type Prompter } from "../../src/ports/terminal.ts";
import { MemoryAmbientCredentials } from "../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { MemoryCredentialStores } from "../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../fakes/memory_docker_config_store.ts";
import { MemoryEcrTokens } from "../fakes/memory_ecr_tokens.ts";
import { MemoryIdentitySessions } from "../fakes/memory_identity_sessions.ts";
import { memoryIdentityPorts } from "../fakes/memory_identity_ports.ts";
import { MemoryKeyring } from "../fakes/memory_keyring.ts";
import { MemoryPrincipals, NO_FORMER_PINS } from "../fakes/memory_principals.ts";
import { MemoryProvisionedIdentities } from "../fakes/memory_provisioned_identities.ts";
import { MemoryRegistryPins } from "../fakes/memory_registry_pins.ts";
import { MemorySecurityTokenService } from "../fakes/memory_security_token_service.ts";
import { MemorySignIn } from "../fakes/memory_sign_in.ts";
import { memorySso } from "../fakes/memory_sso.ts";
import { MemorySsoPortal } from "../fakes/memory_sso_portal.ts";
import { MemorySsoSessions } from "../fakes/memory_sso_sessions.ts";
import { MemoryTokenCache } from "../fakes/memory_token_cache.ts";
import { MemoryTrustRecords } from "../fakes/memory_trust_records.ts";
import { NON_INTERACTIVE_PROMPTER } from "../fakes/scripted_prompter.ts";
import { Bench } from "./bench.ts";
import { DEPLOY, DEV, HUB_KEY, PROD_DEPLOY, ROLES_YAML } from "./auth_bench_yaml.ts";
import type { ProgramResult } from "./sandbox.ts";

const NO_LINKS: HelperDependencies["links"] = {
  defaultDirectory: () => Promise.resolve(undefined),
  manualCommand: () => Promise.resolve(undefined),
  check: () => Promise.reject(new Error("No test here makes links")),
  create: () => Promise.reject(new Error("No test here makes links")),
};

/** What no test here looks at. */
const NOTHING: unknown = {};

/** One run of a command line. */
export interface AuthRun {
  readonly env?: Readonly<Record<string, string>>;
  /** The line on standard input. */
  readonly stdin?: string;
  readonly prompter?: Prompter;
}

/**
 * The command line with an AWS, a home and programs in memory. What a run leaves is there for the next one; nothing else is, as with
 * processes.
 */
export class AuthBench {
  /** When runs happen. */
  now = new Date(Math.floor(Date.now() / 1000) * 1000);
  readonly clock = (): Date => this.now;
  /** The content of `atmos.yaml`. */
  yaml: string;
  readonly trust = new MemoryTrustRecords();
  readonly sts = new MemorySecurityTokenService(this.clock);
  readonly tokens = new MemoryEcrTokens(this.clock);
  readonly sessions = new MemoryIdentitySessions();
  readonly ssoSessions = new MemorySsoSessions();
  readonly portal = new MemorySsoPortal();
  readonly provisioned = new MemoryProvisionedIdentities();
  readonly signIn = new MemorySignIn();
  readonly keyring = new MemoryKeyring();
  /** The AWS credentials file: keys by profile. */
  readonly profiles = new Map<string, StoredKeys & { readonly kind: "keys" }>();
  readonly docker = new MemoryDockerConfigStore();
  readonly pins = new MemoryRegistryPins();
  readonly cache = new MemoryTokenCache(this.clock);
  /** The files of all sessions, for `--all-realms`. */
  readonly files = new Set<string>();
  /** What was written to files, by path; before each text, how: `append`, `replace`. */
  readonly written = new Map<string, readonly string[]>();
  /** The programs that were started, in order. */
  readonly started: ProgramRequest[] = [];
  /** How a program ends. */
  ending: (request: ProgramRequest) => number = () => 0;

  constructor(yaml: string = ROLES_YAML) {
    this.yaml = yaml;
    this.sts.roles.set(DEPLOY, { trusts: [HUB_KEY] });
    this.sts.roles.set(PROD_DEPLOY, { trusts: [HUB_KEY], externalId: "acme" });
    this.portal.assignments.push({ account: { id: DEV, name: "dev" }, roles: ["Admin"] });
  }

  /** What was asked of AWS STS and Amazon ECR, as often as it was. */
  get asked(): string[] {
    return [...this.sts.calls.map(({ action }) => action), ...this.tokens.requests.map(() => "token")];
  }

  /** The hosts that Docker has a login for. */
  get logins(): string[] {
    return Object.keys(JSON.parse(this.docker.text ?? "{}").auths ?? {}).toSorted();
  }

  /** Runs one command line. */
  async run(
    args: readonly string[],
    { env = {}, stdin, prompter = NON_INTERACTIVE_PROMPTER }: AuthRun = {},
  ): Promise<ProgramResult> {
    const environment: Environment = { get: (name) => env[name], cwd: "/project", os: "linux" };
    const shown = new Bench();
    // As for another program: nothing is wrapped.
    const console = { ...shown.context.console, columnsOut: undefined };
    const code = await new Bench({ ...this.#context({ environment, prompter, env, stdin }), console })
      .run(...args);
    return { code, stdout: shown.out, stderr: shown.err };
  }

  #context({ environment, prompter, env, stdin }: {
    readonly environment: Environment;
    readonly prompter: Prompter;
    readonly env: Readonly<Record<string, string>>;
    readonly stdin: string | undefined;
  }): Partial<CliContext> {
    const { clock, pins, cache } = this;
    const configurations = new MemoryConfigurations({ "atmos.yaml": this.yaml }, env, "/project", {
      trust: this.trust,
    });
    const principals = {
      ...new MemoryPrincipals().ports(environment),
      pins,
      former: NO_FORMER_PINS,
      clock,
      cache,
    };
    const sessions = definedSessions(this.sessions, principals);
    let issuer: Promise<TokenIssuer> | undefined;
    return {
      environment,
      clock,
      prompter,
      configurations: () => configurations,
      docker: () => Promise.resolve(() => new DockerLogins(this.docker, new MemoryCredentialStores())),
      helperCache: () => Promise.resolve(principals),
      helperDependencies: () => Promise.resolve(this.#helper(principals, configurations)),
      authDependencies: () =>
        Promise.resolve({
          ...this.#stores(sessions),
          variables: () => env,
          secretLine: () => Promise.resolve(stdin === undefined ? undefined : new Secret(stdin)),
        }),
      issuer: (login, notes = NO_NOTES) =>
        issuer ??= Promise.resolve(this.#issuer(sessions, { env, prompter, login, notes })),
    };
  }

  #stores(sessions: AuthDependencies["sessions"]): Omit<AuthDependencies, "variables" | "secretLine"> {
    const write = (how: string) => (path: string, text: string): Promise<void> => {
      this.written.set(path, [...this.written.get(path) ?? [], how, text]);
      return Promise.resolve();
    };
    return {
      sessions,
      ssoSessions: this.ssoSessions,
      ssoPortal: this.portal,
      signInLogins: this.signIn,
      provisioned: this.provisioned,
      allSessions: {
        list: () => Promise.resolve([...this.files]),
        remove: (path) => Promise.resolve(this.files.delete(path)),
      },
      outputs: { append: write("append"), replace: write("replace") },
      programs: {
        // deno-lint-ignore require-await -- what it throws must reject.
        run: async (request) => {
          this.started.push(request);
          return this.ending(request);
        },
      },
      userKeys: () => ({
        keyring: this.keyring,
        stores: { keyring: new KeyringUserKeys(this.keyring), profile: this.#profileStore() },
      }),
      callers: () => this.sts,
    };
  }

  #profileStore(): UserKeyStore {
    return {
      find: ({ name }) => Promise.resolve(this.profiles.get(name) ?? { kind: "none" }),
      keep: ({ name }, { accessKeyId, secretAccessKey }) => {
        const from = `profile "${name}" of "/home/user/.aws/credentials"`;
        this.profiles.set(name, { kind: "keys", accessKeyId, secretAccessKey, from });
        return Promise.resolve(from);
      },
    };
  }

  #issuer(
    sessions: AuthDependencies["sessions"],
    { env, prompter, login = DEFAULT_LOGIN_OPTIONS, notes }: {
      readonly env: Readonly<Record<string, string>>;
      readonly prompter: Prompter;
      readonly login: LoginOptions | undefined;
      readonly notes: Notes;
    },
  ): TokenIssuer {
    const { clock, sts, signIn } = this;
    const key = env["AWS_ACCESS_KEY_ID"];
    const ambient = new MemoryAmbientCredentials(
      key === undefined ? undefined : { accessKeyId: key, secretAccessKey: new Secret("secret") },
    );
    const steps = createIdentitySteps(memoryIdentityPorts({
      sts,
      ambient,
      signIn,
      clock,
      notes,
      options: login,
      prompter: login.silent === true ? NON_INTERACTIVE_PROMPTER : prompter,
      sso: {
        ...memorySso(),
        portal: this.portal,
        sessions: this.ssoSessions,
        provisioned: this.provisioned,
        notes,
      },
      storedKeys: [this.#profileStore(), new KeyringUserKeys(this.keyring)],
    }));
    const authenticator = new Authenticator(steps, { sessions, clock, callers: sts });
    return new TokenIssuer(authenticator, ambient, this.tokens);
  }

  #helper(
    principals: Pick<
      HelperDependencies,
      "pins" | "former" | "environment" | "facts" | "resolved" | "resolver"
    >,
    configurations: MemoryConfigurations,
  ): HelperDependencies {
    return {
      ...principals,
      docker: () => this.docker,
      tokens: this.cache,
      loginClocks: { note: () => Promise.resolve(), ownEnd: () => Promise.resolve(undefined) },
      programs: {
        find: (suffix) => Promise.resolve({ path: `/usr/bin/docker-credential-${suffix}`, own: true }),
      },
      pinned: () => configurations,
      links: NO_LINKS,
      machine: NOTHING as HelperDependencies["machine"],
    };
  }
}
