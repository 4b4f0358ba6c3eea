import { DockerLogins } from "../../src/app/login/docker_logins.ts";
import { Authenticator } from "../../src/app/identities/authenticator.ts";
import { TokenIssuer } from "../../src/app/credential/token_issuer.ts";
import type { CliContext, NameContext } from "../../src/cli/command/context.ts";
import type { AwsFiles } from "../../src/domain/aws_files/aws_files.ts";
import { runCli } from "../../src/cli/program.ts";
import { MemoryAmbientCredentials } from "../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations } from "../fakes/memory_configurations.ts";
import { MemoryCredentialStores } from "../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../fakes/memory_docker_config_store.ts";
import { memoryHelperCache } from "../fakes/memory_helper_cache.ts";
import { MemoryIdentitySessions } from "../fakes/memory_identity_sessions.ts";
import { MemoryEcrTokens } from "../fakes/memory_ecr_tokens.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { ScriptedPrompter } from "../fakes/scripted_prompter.ts";

/** A name that would steer a terminal. */
export const EVIL_NAME = "evil\u001b]0;pwned\u0007";
/** A configuration with an integration and an identity of that name. */
const EVIL_YAML = `auth:
  identities:
    dev: {kind: aws/ambient}
    "evil\\e]0;pwned\\a": {kind: aws/ambient}
  integrations:
    "evil\\e]0;pwned\\a": {kind: aws/ecr, via: {identity: "evil\\e]0;pwned\\a"}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`;

/** A command line whose parts are in memory, with what it wrote. */
export class Bench {
  out = "";
  err = "";
  readonly context: CliContext & Pick<NameContext, "untrusting">;
  /** What the AWS files say. */
  awsFiles: () => Promise<AwsFiles> = () => Promise.reject(new Error("No test here reads the AWS files"));

  constructor(overrides: Partial<CliContext & Pick<NameContext, "untrusting">> = {}) {
    const ambient = new MemoryAmbientCredentials();
    const authenticator = new Authenticator({ identities: {}, providers: {} }, {
      sessions: new MemoryIdentitySessions(),
      clock: () => new Date(),
    });
    this.context = {
      console: {
        out: (text) => void (this.out += text),
        err: (text) => void (this.err += text),
        colourOut: false,
        colourErr: false,
        columnsOut: 80,
        columnsErr: undefined,
      },
      environment: { get: () => undefined, cwd: "/project", os: "linux" },
      clock: () => new Date("2026-01-01T00:00:00Z"),
      deadlines: () => new PatientDeadline(),
      progress: { show: () => ({ end: () => {}, [Symbol.dispose]: () => {} }) },
      prompter: new ScriptedPrompter("leave"),
      version: "1.2.3",
      configurations: () => new MemoryConfigurations({ "atmos.yaml": EVIL_YAML }),
      untrusting: () => new MemoryConfigurations({ "atmos.yaml": EVIL_YAML }),
      trust: () => {
        throw new Error("No test here gives trust");
      },
      docker: () =>
        Promise.resolve(() => new DockerLogins(new MemoryDockerConfigStore(), new MemoryCredentialStores())),
      helperCache: () => Promise.resolve(memoryHelperCache(() => new Date("2026-01-01T00:00:00Z"))),
      authDependencies: () => {
        throw new Error("No test here logs in to an identity");
      },
      helperDependencies: () => {
        throw new Error("No test here looks at the helper");
      },
      issuer: () => Promise.resolve(new TokenIssuer(authenticator, ambient, new MemoryEcrTokens())),
      init: () => {
        throw new Error("No test here begins");
      },
      changeDirectory: () => {},
      ...overrides,
    };
  }

  run(...args: readonly string[]): Promise<number> {
    const { context } = this;
    return runCli(args, {
      ...context,
      open: () => Promise.resolve(context),
      openCompletion: () =>
        Promise.resolve({
          ...context,
          known: { find: () => Promise.resolve(undefined) },
          openNames: () => Promise.resolve({ ...context, keep: () => Promise.resolve() }),
        }),
      openProfileCompletion: () => Promise.resolve({ ...context, awsFiles: () => this.awsFiles() }),
    });
  }
}
