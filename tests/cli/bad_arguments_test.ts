/** Arguments that must be refused: by exit code and error code, with nothing asked and nothing written. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { TokenIssuer } from "../../src/app/credential/token_issuer.ts";
import { Authenticator } from "../../src/app/identities/authenticator.ts";
import { DockerLogins } from "../../src/app/login/docker_logins.ts";
import type { AuthDependencies, HelperDependencies } from "../../src/cli/command/dependencies.ts";
import { Secret } from "../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { MemoryCredentialStores } from "../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../fakes/memory_docker_config_store.ts";
import { MemoryEcrTokens } from "../fakes/memory_ecr_tokens.ts";
import { MemoryIdentitySessions } from "../fakes/memory_identity_sessions.ts";
import { NON_INTERACTIVE_PROMPTER } from "../fakes/scripted_prompter.ts";
import { Bench } from "../support/bench.ts";
import { environmentOf, HOST } from "../support/helper_fixtures.ts";

/** An input, and what is said of it. */
interface BadInput {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly exit: number;
  readonly code: string;
  readonly says: RegExp;
}

/** A configuration that is right. */
const GOOD = {
  "atmos.yaml": `auth:
  identities:
    deploy:
      kind: aws/assume-role
      via: {identity: user}
      principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}
    user:
      kind: aws/user
      credentials: {access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: canary-secret}
  integrations:
    dev:
      kind: aws/ecr
      via: {identity: deploy}
      spec: {registry: {account_id: '222233334444', region: us-east-1}}
`,
};

const INPUTS: readonly BadInput[] = [
  {
    name: "an unknown command",
    args: ["lgoin"],
    exit: 2,
    code: "USAGE",
    says: /login/,
  },
  {
    name: "an unknown option",
    args: ["login", "--regsitry", "x"],
    exit: 2,
    code: "USAGE",
    says: /--registry/,
  },
  {
    name: "an integration with --registry",
    files: GOOD,
    args: ["login", "dev", "--registry", HOST],
    exit: 2,
    code: "USAGE",
    says: /integration "dev" with --registry/,
  },
  {
    name: "an integration with --identity",
    files: GOOD,
    args: ["login", "dev", "--identity", "deploy"],
    exit: 2,
    code: "USAGE",
    says: /--identity/,
  },
  {
    name: "--identity without a name and without a terminal",
    files: GOOD,
    args: ["login", "--identity"],
    exit: 2,
    code: "SELECTION_REQUIRED",
    says: /no interactive terminal.*deploy/s,
  },
  {
    name: "nothing named and no default",
    files: GOOD,
    args: ["login"],
    exit: 2,
    code: "SELECTION_REQUIRED",
    says: /dev.*deploy.*--registry/s,
  },
  { name: "no atmos.yaml", args: ["login", "dev"], exit: 2, code: "CONFIG_NOT_FOUND", says: /atmos\.yaml/ },
  {
    name: "a --config that is not there",
    args: ["login", "dev", "--config", "nowhere.yaml"],
    exit: 2,
    code: "CONFIG_NOT_FOUND",
    says: /nowhere\.yaml/,
  },
  {
    name: "an unknown integration",
    files: GOOD,
    args: ["login", "dve"],
    exit: 2,
    code: "INTEGRATION_NOT_FOUND",
    says: /"dve".*"dev"/s,
  },
  {
    name: "an unknown identity",
    files: GOOD,
    args: ["login", "-i", "deplyo"],
    exit: 2,
    code: "IDENTITY_NOT_FOUND",
    says: /"deplyo".*"deploy"/s,
  },
  {
    name: "an identity without integrations",
    files: GOOD,
    args: ["login", "-i", "user"],
    exit: 2,
    code: "INTEGRATION_NOT_LINKED",
    says: /"user"/,
  },
  {
    name: "a host that is not ECR",
    args: ["login", "-r", "docker.io"],
    exit: 2,
    code: "REGISTRY_INVALID",
    says: /docker\.io/,
  },
  {
    name: "a host that only looks like ECR",
    args: ["login", "-r", `${HOST}.evil.example`],
    exit: 2,
    code: "REGISTRY_INVALID",
    says: /not an ECR domain/,
  },
  {
    name: "one bad host of several",
    args: ["login", "-r", HOST, "-r", "nope"],
    exit: 2,
    code: "REGISTRY_INVALID",
    says: /"nope"/,
  },
  {
    name: "an integration that a pattern does not import",
    files: { "atmos.yaml": "import: ['conf.d/*.yaml']" },
    args: ["login", "dev"],
    exit: 2,
    code: "INTEGRATION_NOT_FOUND",
    says: /No file matches the import "conf\.d[\s\S]+Cannot find integration "dev"/,
  },
  {
    name: "an identity below an unknown key",
    files: { "atmos.yaml": "auth: {identites: {deploy: {kind: aws/ambient, default: true}}}" },
    args: ["auth", "whoami"],
    exit: 2,
    code: "SELECTION_REQUIRED",
    says: /Ignoring the unknown key "identites"[\s\S]+no default identity/,
  },
];

Deno.test("bad arguments are refused, with nothing asked and nothing written", async (t) => {
  for (const { name, files = {}, args, exit, code, says } of INPUTS) {
    await t.step(`${name}: exit ${exit}, ${code}`, async () => {
      const docker = new MemoryDockerConfigStore();
      const tokens = new MemoryEcrTokens();
      // There are credentials that could be used.
      const ambient = new MemoryAmbientCredentials({
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: new Secret("canary-secret"),
      });
      const authenticator = new Authenticator({ identities: {}, providers: {} }, {
        sessions: new MemoryIdentitySessions(),
        clock: () => new Date(),
      });
      const bench = new Bench({
        environment: environmentOf({ HOME: "/home/user" }, "/project"),
        prompter: NON_INTERACTIVE_PROMPTER,
        configurations: () => new MemoryConfigurations(files),
        docker: () => Promise.resolve(() => new DockerLogins(docker, new MemoryCredentialStores())),
        issuer: () => Promise.resolve(new TokenIssuer(authenticator, ambient, tokens)),
        authDependencies: () => Promise.resolve({} as AuthDependencies),
        helperDependencies: () => Promise.resolve({} as HelperDependencies),
      });
      strictEqual(await bench.run(...args), exit, bench.err);
      strictEqual(bench.out, "");
      match(bench.err, says);
      ok(bench.err.includes(code), bench.err);
      doesNotMatch(bench.err, /canary-secret|\bat .*:\d+:\d+\)?$/m);
      deepStrictEqual([ambient.calls, tokens.requests, docker.text], [0, [], undefined]);
    });
  }
});
