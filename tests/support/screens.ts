import { TokenIssuer } from "../../src/app/credential/token_issuer.ts";
import { Authenticator } from "../../src/app/identities/authenticator.ts";
import { DockerLogins } from "../../src/app/login/docker_logins.ts";
import type { CliContext } from "../../src/cli/command/context.ts";
import type { AuthDependencies, HelperDependencies } from "../../src/cli/command/dependencies.ts";
import { AwsError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { MemoryCredentialStores } from "../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../fakes/memory_docker_config_store.ts";
import { MemoryEcrTokens } from "../fakes/memory_ecr_tokens.ts";
import { memoryHelperCache } from "../fakes/memory_helper_cache.ts";
import { MemoryIdentitySessions } from "../fakes/memory_identity_sessions.ts";
import { MemoryRegistryPins } from "../fakes/memory_registry_pins.ts";
import { MemorySsoSessions } from "../fakes/memory_sso_sessions.ts";
import { Bench } from "./bench.ts";
import { entryOf, environmentOf, HOST, NOW, OTHER_HOST, pin, tokenLeft } from "./helper_fixtures.ts";

/** The widths that people have. */
const WIDTHS: readonly number[] = [60, 80, 100, 140];

const YAML = `auth:
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    dev-deploy:
      kind: aws/permission-set
      default: true
      via: {provider: acme-sso}
      principal: {name: Deploy, account: {id: "222233334444"}}
    prod-deploy:
      kind: aws/assume-role
      via: {identity: dev-deploy}
      principal: {assume_role: "arn:aws:iam::333344445555:role/deploy"}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev-deploy}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
    prod/ecr: {kind: aws/ecr, via: {identity: prod-deploy}, spec: {registry: {account_id: "333344445555", region: eu-west-1}}}
    public: {kind: aws/ecr-public, via: {identity: dev-deploy}}
`;

/** The same with names that leave no room: long, of wide characters, with blanks. */
export const HARD_NAMES: Readonly<Record<string, string>> = {
  "dev-deploy": "acme-engineering-development-deployment-developer-access",
  "prod-deploy": "東京-本番-デプロイ",
  "dev/ecr": "platform/development/engineering/container-images/ecr",
  "prod/ecr": "Log Archive/ecr 👧",
};

const MISTAKEN = `auth:
  identities:
    dev: {kind: aws/assume-role, via: {identity: dve}, principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: 222233334444, regoin: us-east-1}}}
`;

/** Name of a screen → what is typed. */
const SCREENS: Readonly<Record<string, readonly string[]>> = {
  "help": ["help"],
  "help_login": ["login", "--help"],
  "list": ["list"],
  "auth": ["auth"],
  "docker": ["docker"],
  "auth_list": ["auth", "list"],
  "status": ["status"],
  "explain": ["explain", HOST],
  "login": ["login", "--all"],
  "login_dry_run": ["login", "--all", "--dry-run"],
  "mistyped_integration": ["login", "dev/erc"],
  "mistyped_command": ["logn"],
  "config_explain": ["config", "explain", "identities.prod-deploy"],
  "config_validate": ["config", "validate", "--config", "mistaken.yaml"],
};

/** What a terminal shows, by the name of its file in `fixtures/screens`. */
export async function screens(): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  for (const [name, args] of Object.entries(SCREENS)) {
    for (const columns of WIDTHS) shown.set(`${name}.${columns}.txt`, await screenOf(args, columns));
  }
  return shown;
}

/** What a terminal of some columns shows of a command. @param names Others for those of the configuration. */
export async function screenOf(
  args: readonly string[],
  columns: number,
  names: Readonly<Record<string, string>> = {},
): Promise<string> {
  const yaml = Object.entries(names).reduce(
    (text, [name, other]) =>
      text.replaceAll(new RegExp(`(?<=[ :])${name}(?=[:},]|$)`, "gm"), JSON.stringify(other)),
    YAML,
  );
  const bench: Bench = new Bench(surroundings(yaml));
  const context = bench.context;
  // Both streams of a terminal are one screen.
  const out = (text: string): void => context.console.out(text);
  await new Bench({
    ...context,
    console: { ...context.console, out, err: out, columnsOut: columns, columnsErr: columns },
  }).run(...args);
  return `$ atmos-ecr ${args.join(" ")}\n${bench.out}`;
}

function surroundings(yaml: string): Partial<CliContext> {
  const store = new MemoryDockerConfigStore(JSON.stringify({
    auths: { [OTHER_HOST]: { auth: "QVdTOng=" } },
    credHelpers: { [HOST]: "atmos-ecr", "444455556666.dkr.ecr.us-east-1.amazonaws.com": "ecr-login" },
  }));
  const configurations = new MemoryConfigurations({ "atmos.yaml": yaml, "mistaken.yaml": MISTAKEN });
  const credentials = { kind: "aws", accessKeyId: "AKIAEXAMPLE", secretAccessKey: new Secret("x") } as const;
  const authenticator = new Authenticator({
    identities: {
      "aws/permission-set": { authenticate: () => Promise.resolve(credentials) },
      "aws/assume-role": { authenticate: () => Promise.resolve(credentials) },
    },
    providers: { "aws/iam-identity-center": () => Promise.resolve(credentials) },
  }, { sessions: new MemoryIdentitySessions(), clock: () => NOW });
  const ecr = new MemoryEcrTokens(() => NOW);
  ecr.failure = ({ registry }) =>
    registry.region === "eu-west-1"
      ? new AwsError(
        "AWS_DENIED",
        "Cannot get a token of ECR in eu-west-1: AWS denied access (AccessDeniedException)",
        {
          hint: "Allow ecr:GetAuthorizationToken to the identity",
        },
      )
      : undefined;
  const helperDependencies: Partial<HelperDependencies> = {
    docker: () => store,
    ...memoryHelperCache(() => NOW),
    pins: new MemoryRegistryPins([pin({ files: ["/project/atmos.yaml"] })]),
    tokens: {
      read: ({ registry: { host } }) =>
        Promise.resolve(host === HOST ? entryOf(tokenLeft(9 * 3600)) : undefined),
    },
    programs: {
      find: (suffix) =>
        Promise.resolve({ path: `/usr/local/bin/docker-credential-${suffix}`, own: suffix === "atmos-ecr" }),
    },
    pinned: () => configurations,
    machine: {
      paths: () => Promise.resolve(undefined),
      authFiles: { read: () => Promise.resolve(undefined) },
      trials: { failure: () => Promise.resolve(undefined) },
      variableNames: () => [],
      serverClock: { now: () => Promise.reject(new Error("No screen asks for the time")) },
    },
  };
  const authDependencies: Partial<AuthDependencies> = {
    sessions: new MemoryIdentitySessions(),
    ssoSessions: new MemorySsoSessions(),
  };
  return {
    environment: environmentOf({ HOME: "/home/user" }),
    clock: () => NOW,
    issuer: () =>
      Promise.resolve(new TokenIssuer(authenticator, new MemoryAmbientCredentials(credentials), ecr)),
    configurations: () => configurations,
    docker: () => Promise.resolve(() => new DockerLogins(store, new MemoryCredentialStores())),
    helperDependencies: () => Promise.resolve(helperDependencies as HelperDependencies),
    authDependencies: () => Promise.resolve(authDependencies as AuthDependencies),
  };
}
