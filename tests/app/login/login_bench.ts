import { DockerLogins } from "../../../src/app/login/docker_logins.ts";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { login, type LoginPlan, type LoginPorts, planLogin } from "../../../src/app/login/login.ts";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import { TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import type { Outcome } from "../../../src/domain/login/outcome.ts";
import { Secret } from "../../../src/domain/secret.ts";
import type { Deadlines } from "../../../src/ports/time.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryCredentialStores } from "../../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { memoryHelperCache } from "../../fakes/memory_helper_cache.ts";
import { MemoryEcrTokens } from "../../fakes/memory_ecr_tokens.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";

const NOW = new Date("2026-01-01T00:00:00Z");

/** Everything that a login touches, in memory. */
export class Bench {
  readonly config: MemoryDockerConfigStore;
  readonly stores: MemoryCredentialStores;
  readonly tokens = new MemoryEcrTokens(() => NOW);
  readonly sts = new MemorySecurityTokenService();
  readonly sessions = new MemoryIdentitySessions();
  readonly ambient = new MemoryAmbientCredentials({
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: new Secret("secret"),
  });
  readonly helper = memoryHelperCache(() => NOW);
  readonly interruption = new AbortController();
  /** Every deadline that was set, in milliseconds. */
  readonly deadlines: number[] = [];
  readonly ports: LoginPorts;

  constructor(config?: string, ...stores: readonly string[]) {
    this.config = new MemoryDockerConfigStore(config);
    this.stores = new MemoryCredentialStores(...stores);
    for (const role of ["one", "two"]) this.sts.roles.set(`arn:aws:iam::222233334444:role/${role}`, {});
    const deadlines: Deadlines = (milliseconds) => {
      this.deadlines.push(milliseconds);
      return new PatientDeadline(this.interruption.signal);
    };
    const steps = createIdentitySteps(
      memoryIdentityPorts({ sts: this.sts, ambient: this.ambient, clock: () => NOW }),
    );
    this.ports = {
      issuer: new TokenIssuer(
        new Authenticator(steps, { sessions: this.sessions, clock: () => NOW }),
        this.ambient,
        this.tokens,
      ),
      docker: new DockerLogins(this.config, this.stores),
      helper: this.helper,
      deadlines,
    };
  }

  async login(yaml: string, names: readonly string[] = []): Promise<Outcome[]> {
    return await login(await this.plan(yaml, names), this.ports);
  }

  async plan(yaml: string, names: readonly string[] = []): Promise<LoginPlan> {
    const { targets, loaded } = await loginTargets(
      { integrations: names, registries: [], public: false, all: names.length === 0 },
      {
        configurations: new MemoryConfigurations({ "atmos.yaml": yaml }),
        configSelection: NO_SELECTION,
        prompter: NON_INTERACTIVE_PROMPTER,
        identityVariable: undefined,
      },
    );
    return await planLogin(targets, loaded, this.ports);
  }
}

/** Two registries of two identities. */
export const TWO = `auth:
  identities:
    one: {kind: aws/ambient}
    two: {kind: aws/assume-role, via: {identity: one}, principal: {assume_role: "arn:aws:iam::222233334444:role/two"}}
  integrations:
    a: {kind: aws/ecr, via: {identity: one}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}
    b: {kind: aws/ecr, via: {identity: two}, spec: {registry: {account_id: "222222222222", region: us-east-1}}}
`;
