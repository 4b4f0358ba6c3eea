import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  expectRegistries,
  provisionIdentity,
  provisionProvider,
  type ProvisionResult,
} from "../../../src/app/auth/provision.ts";
import { DockerLogins } from "../../../src/app/login/docker_logins.ts";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { loadAuth } from "../../../src/app/config/load_auth.ts";
import { TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import { AwsError, CancelledError } from "../../../src/domain/errors/errors.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryCredentialStores } from "../../fakes/memory_credential_stores.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryEcrTokens } from "../../fakes/memory_ecr_tokens.ts";
import { memoryHelperCache } from "../../fakes/memory_helper_cache.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";

const NOW = new Date("2026-01-01T00:00:00Z");

/** An identity with integrations, of which each line is `name: region, what else`. */
function yamlOf(...integrations: readonly string[]): string {
  return `auth:
  providers:
    gh: {kind: github/oidc, region: us-east-1, spec: {audience: x}}
  identities:
    me: {kind: aws/ambient}
    one: {kind: aws/assume-role, via: {provider: gh}, principal: {assume_role: "arn:aws:iam::222233334444:role/one"}}
    two: {kind: aws/assume-role, via: {provider: gh}, principal: {assume_role: "arn:aws:iam::222233334444:role/two"}}
  integrations:
${integrations.map((line) => `    ${line}\n`).join("")}`;
}

function ecr(name: string, region: string, { via = "identity: me", more = "" } = {}): string {
  return `${name}: {kind: aws/ecr, via: {${via}}, spec: {${more}registry: {account_id: "222233334444", region: ${region}}}}`;
}

/** Everything that integrations touch, in memory. */
class Bench {
  readonly tokens = new MemoryEcrTokens(() => NOW);
  readonly config: MemoryDockerConfigStore;
  readonly interruption = new AbortController();
  /** The hosts that were announced before anything else. */
  announced: readonly string[] = [];

  constructor(config?: string) {
    this.config = new MemoryDockerConfigStore(config);
  }

  async run(
    yaml: string,
    scope: { readonly identity: string } | { readonly provider: string },
    before?: Promise<unknown>,
  ): Promise<ProvisionResult[]> {
    const ambient = new MemoryAmbientCredentials({
      accessKeyId: "AKIA",
      secretAccessKey: new Secret("secret"),
    });
    const steps = createIdentitySteps(memoryIdentityPorts({ ambient, clock: () => NOW }));
    const authenticator = new Authenticator(steps, {
      sessions: new MemoryIdentitySessions(),
      clock: () => NOW,
    });
    const ports = {
      issuer: new TokenIssuer(authenticator, ambient, this.tokens),
      docker: () => new DockerLogins(this.config, new MemoryCredentialStores()),
      helper: memoryHelperCache(() => NOW),
      deadlines: () => new PatientDeadline(this.interruption.signal),
      before,
    };
    const loaded = await loadAuth({
      configurations: new MemoryConfigurations({ "atmos.yaml": yaml }),
      configSelection: NO_SELECTION,
    });
    if ("identity" in scope) {
      expectRegistries(scope.identity, loaded, ports);
      this.announced = [...this.tokens.expected];
    }
    return "identity" in scope
      ? await provisionIdentity(scope.identity, loaded, ports)
      : await provisionProvider({ provider: scope.provider, preferred: undefined }, loaded, ports);
  }
}

/** `name region ok` or `name region CODE`. */
function shown(results: readonly ProvisionResult[]): string[] {
  return results.map((result) =>
    [
      result.integration,
      result.target?.registry.region ?? "-",
      result.status === "ok" ? "ok" : result.error.code,
    ].join(" ")
  );
}

Deno.test("an identity's integrations run in the order of the file, but for those that do not want to, and each registry once", async () => {
  const bench = new Bench();
  const yaml = yamlOf(
    ecr("z", "us-east-1"),
    ecr("later", "us-east-2", { more: "auto_provision: false, " }),
    ecr("a", "us-west-1"),
    "cluster: {kind: aws/eks, via: {identity: me}}",
    ecr("again", "us-east-1"),
    ecr("foreign", "us-west-2", { via: "identity: one" }),
  );
  deepStrictEqual(shown(await bench.run(yaml, { identity: "ME" })), ["z us-east-1 ok", "a us-west-1 ok"]);
  deepStrictEqual(
    bench.announced.map((host) => host.split(".")[3]),
    ["us-east-1", "us-west-1", "us-east-1"],
  );
});

Deno.test("each failure stays with its integration", async () => {
  const bench = new Bench();
  const yaml = yamlOf(
    ecr("good", "us-east-1"),
    ecr("typo", "nowhere"),
    ecr("elsewhere", "cn-north-1", { via: "identity: me" }),
  ).replace("me: {kind: aws/ambient}", "me: {kind: aws/ambient, principal: {region: us-east-1}}");
  deepStrictEqual(shown(await bench.run(yaml, { identity: "me" })), [
    "good us-east-1 ok",
    "typo - CONFIG_INVALID",
    "elsewhere cn-north-1 IDENTITY_CHAIN_INVALID",
  ]);
  deepStrictEqual(bench.announced.map((host) => host.split(".")[3]), ["us-east-1"]);
});

Deno.test("AWS' refusal, or a Docker configuration that is broken, is the integrations' failure, and throws nothing", async () => {
  const denied = new Bench();
  denied.tokens.failure = () => new AwsError("AWS_DENIED", "no");
  deepStrictEqual(shown(await denied.run(yamlOf(ecr("a", "us-east-1")), { identity: "me" })), [
    "a us-east-1 AWS_DENIED",
  ]);
  const broken = new Bench("{");
  deepStrictEqual(
    shown(await broken.run(yamlOf(ecr("a", "us-east-1"), ecr("b", "us-east-2")), { identity: "me" })),
    [
      "a us-east-1 DOCKER_CONFIG_INVALID",
      "b us-east-2 DOCKER_CONFIG_INVALID",
    ],
  );
});

Deno.test("an interruption stops everything", async () => {
  const bench = new Bench();
  bench.tokens.hanging = true;
  bench.interruption.abort(new CancelledError());
  await rejects(bench.run(yamlOf(ecr("a", "us-east-1")), { identity: "me" }), CancelledError);
});

Deno.test("a provider's integrations need one identity that they can run as", async () => {
  const yaml = yamlOf(
    ecr("a", "us-east-1", { via: "provider: GH" }),
    ecr("b", "us-east-1", { via: "identity: one" }),
  );
  const [result, ...others] = await new Bench().run(yaml, { provider: "gh" });
  strictEqual(others.length, 0);
  deepStrictEqual(
    result?.status === "failed" ? [result.integration, result.error.code, result.error.hint] : result,
    [
      "a",
      "INTEGRATION_NOT_LINKED",
      "Run it for one of them (one, two): `atmos-ecr login --identity NAME`",
    ],
  );
  deepStrictEqual(await new Bench().run(yamlOf(), { provider: "gh" }), []);
});

Deno.test("tokens are requested while the session is stored, and Docker's logins change when it is", async () => {
  const yaml = yamlOf(ecr("a", "us-east-1"));
  const [stored, failed] = [new Bench(), new Bench()];
  const { promise, resolve } = Promise.withResolvers<void>();
  const results = stored.run(yaml, { identity: "me" }, promise);
  while (stored.tokens.requests.length === 0) await new Promise((done) => setTimeout(done));
  strictEqual(stored.config.writes, 0);
  resolve();
  deepStrictEqual(shown(await results), ["a us-east-1 ok"]);
  strictEqual(stored.config.writes, 1);

  const refused = Promise.reject(new AwsError("AWS_DENIED", "no"));
  refused.catch(() => undefined);
  deepStrictEqual(shown(await failed.run(yaml, { identity: "me" }, refused)), ["a us-east-1 AWS_DENIED"]);
  deepStrictEqual([failed.tokens.requests.length, failed.config.writes], [1, 0]);
});
