import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { mapBounded } from "../../../src/app/bounded.ts";
import { DockerLogins } from "../../../src/app/login/docker_logins.ts";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { login, type LoginPorts, planLogin } from "../../../src/app/login/login.ts";
import { selectTargets } from "../../../src/app/targets/select_targets.ts";
import { TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import { AtmosEcrError, AwsError, CancelledError } from "../../../src/domain/errors/errors.ts";
import { pinLabel } from "../../../src/domain/helper/registry_pin.ts";
import type { Outcome } from "../../../src/domain/login/outcome.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
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
import { NOBODY } from "../../fakes/scripted_prompter.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";

const NOW = new Date("2026-01-01T00:00:00Z");

/** Everything that a login touches, in memory. */
class Bench {
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
    const { targets, facts } = await selectTargets(
      { integrations: names, registries: [], public: false, all: names.length === 0 },
      {
        configurations: new MemoryConfigurations({ "atmos.yaml": yaml }),
        configSelection: NO_SELECTION,
        prompter: NOBODY,
        identityVariable: undefined,
      },
    );
    return await login(await planLogin(targets, facts, this.ports), this.ports);
  }
}

/** A hundred registries of three identities in ten regions. */
function hundredRegistries(regionCount = 10): string {
  const regions = Array.from({ length: regionCount }, (_, index) => `eu-west-${index + 1}`);
  const lines = Array.from(
    { length: 100 },
    (_, index) =>
      `    r${index}: {kind: aws/ecr, via: {identity: i${index % 3}}, spec: {registry: ` +
      `{account_id: "${400000000000 + index}", region: ${regions[Math.floor(index / 3) % regionCount]}}}}`,
  );
  return `auth:
  identities:
    i0: {kind: aws/ambient}
    i1: {kind: aws/assume-role, via: {identity: i0}, principal: {assume_role: "arn:aws:iam::222233334444:role/one"}}
    i2: {kind: aws/assume-role, via: {identity: i1}, principal: {assume_role: "arn:aws:iam::222233334444:role/two"}}
  integrations:
${lines.join("\n")}
`;
}

Deno.test("login() of a hundred registries writes once, walks each chain once, and asks once for each identity and region", async () => {
  const bench = new Bench();
  const outcomes = await bench.login(hundredRegistries());
  strictEqual(outcomes.filter(({ status }) => status === "ok").length, 100);
  strictEqual(bench.config.writes, 1);
  strictEqual(bench.tokens.requests.length, 30);
  strictEqual(bench.sts.calls.length, 2);
  strictEqual(bench.ambient.calls, 1);
  strictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths).length, 100);
});

Deno.test("login() asks for 32 tokens at a time, and gives all of them 15 seconds", async () => {
  const bench = new Bench();
  bench.tokens.hanging = true;
  const running = bench.login(hundredRegistries(20));
  while (bench.tokens.requests.length < 32) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  strictEqual(bench.tokens.requests.length, 32);
  deepStrictEqual(bench.deadlines, [15_000]);
  bench.interruption.abort(new CancelledError());
  await rejects(running, { code: "CANCELLED" });
});

Deno.test("login() asks the environment once, whatever the number of regions", async () => {
  const bench = new Bench();
  const targets = ["us-east-1", "us-west-2", "eu-west-1"].map((region) => ({
    registry: parseRegistry(`111111111111.dkr.ecr.${region}.amazonaws.com`),
  }));
  strictEqual((await login(await planLogin(targets, undefined, bench.ports), bench.ports)).length, 3);
  strictEqual(bench.ambient.calls, 1);
});

Deno.test("login() gives our own helper what it answers with, and keeps it out of the file", async () => {
  const config = `{"credHelpers":{"111111111111.dkr.ecr.us-east-1.amazonaws.com":"atmos-ecr"}}`;
  const bench = new Bench(config);
  const [a, b] = await bench.login(TWO);
  deepStrictEqual([a?.status, b?.status], ["ok", "ok"]);
  deepStrictEqual((await bench.helper.pins.all()).map((pin) => [pin.host, pinLabel(pin)]), [
    ["111111111111.dkr.ecr.us-east-1.amazonaws.com", "one"],
  ]);
  strictEqual((await bench.helper.cache.list()).length, 1);
  deepStrictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths), [
    "222222222222.dkr.ecr.us-east-1.amazonaws.com",
  ]);
});

Deno.test("login() prefers the credential store to the file also where a foreign helper shadows both", async () => {
  const bench = new Bench(
    `{"credsStore":"keychain","credHelpers":{"111111111111.dkr.ecr.us-east-1.amazonaws.com":"other"}}`,
    "keychain",
  );
  await bench.login(TWO, ["a"]);
  deepStrictEqual(bench.stores.calls, ["store keychain 111111111111.dkr.ecr.us-east-1.amazonaws.com"]);
  strictEqual(bench.config.writes, 0);
});

Deno.test("planLogin() warns of a file that Docker cannot read", async () => {
  const bench = new Bench("\ufeff{}");
  const { notes } = await planLogin([], undefined, bench.ports);
  match(notes[0] ?? "", /byte-order mark/);
});

const PARTITIONS: readonly [name: string, arn: string, region: string, registry: string][] = [
  ["a Chinese role for a commercial registry", "arn:aws-cn:iam::222233334444:role/x", "", "us-east-1"],
  ["a commercial role for a Chinese registry", "arn:aws:iam::222233334444:role/x", "", "cn-north-1"],
  [
    "a region of another partition",
    "arn:aws:iam::222233334444:role/x",
    ", region: us-gov-west-1",
    "us-east-1",
  ],
];

for (const [name, arn, region, registry] of PARTITIONS) {
  Deno.test(`planLogin() refuses ${name}, with its place`, async () => {
    const bench = new Bench();
    const yaml = `auth:
  identities:
    env: {kind: aws/ambient}
    role: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "${arn}"${region}}}
  integrations:
    r: {kind: aws/ecr, via: {identity: role}, spec: {registry: {account_id: "111111111111", region: ${registry}}}}
`;
    await rejects(bench.login(yaml), (error) => {
      if (!(error instanceof AtmosEcrError)) throw error;
      strictEqual(error.code, "IDENTITY_CHAIN_INVALID");
      strictEqual(error.position?.line, 4);
      return true;
    });
    strictEqual(bench.ambient.calls, 0);
  });
}

Deno.test("planLogin() refuses a provider of another partition, with its place", async () => {
  const bench = new Bench();
  const yaml = `auth:
  providers:
    sso: {kind: aws/iam-identity-center, start_url: https://acme.awsapps.com/start, region: us-gov-west-1}
  identities:
    dev: {kind: aws/permission-set, via: {provider: sso}, principal: {name: A, account: {id: "111111111111"}}}
  integrations:
    r: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}
`;
  await rejects(bench.login(yaml), (error) => {
    if (!(error instanceof AtmosEcrError)) throw error;
    strictEqual(error.code, "IDENTITY_CHAIN_INVALID");
    match(error.message, /^Cannot use provider "sso" for "111111111111\.dkr\./);
    strictEqual(error.position?.line, 3);
    return true;
  });
});

Deno.test("login() asks the STS of the registry's partition", async () => {
  const bench = new Bench();
  const arn = "arn:aws-cn:iam::222233334444:role/x";
  bench.sts.roles.set(arn, {});
  await bench.login(`auth:
  identities:
    env: {kind: aws/ambient}
    role: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "${arn}"}}
  integrations:
    r: {kind: aws/ecr, via: {identity: role}, spec: {registry: {account_id: "111111111111", region: cn-northwest-1}}}
`);
  deepStrictEqual(bench.sts.calls.map(({ options }) => options.region), ["cn-north-1"]);
});

Deno.test("login() goes on without an identity whose keys nobody has", async () => {
  const bench = new Bench();
  const [a, b] = await bench.login(`auth:
  identities:
    one: {kind: aws/ambient}
    keyless: {kind: aws/user}
  integrations:
    a: {kind: aws/ecr, via: {identity: one}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}
    b: {kind: aws/ecr, via: {identity: keyless}, spec: {registry: {account_id: "222222222222", region: us-east-1}}}
`);
  strictEqual(a?.status, "ok");
  strictEqual(b?.status === "failed" && b.error.code, "LOGIN_REQUIRED");
  strictEqual(bench.sts.calls.length, 0);
});

Deno.test("mapBounded() keeps the order, and one failure stops no other", async () => {
  const results = await mapBounded(
    [1, 2, 3],
    2,
    (value) => value === 2 ? Promise.reject(new Error("two")) : Promise.resolve(value * 10),
  );
  deepStrictEqual(results.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
  deepStrictEqual(results.map((result) => result.status === "fulfilled" ? result.value : 0), [10, 0, 30]);
});

const TWO = `auth:
  identities:
    one: {kind: aws/ambient}
    two: {kind: aws/assume-role, via: {identity: one}, principal: {assume_role: "arn:aws:iam::222233334444:role/two"}}
  integrations:
    a: {kind: aws/ecr, via: {identity: one}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}
    b: {kind: aws/ecr, via: {identity: two}, spec: {registry: {account_id: "222222222222", region: us-east-1}}}
`;

Deno.test("login() writes what succeeded when something failed", async () => {
  const bench = new Bench();
  bench.tokens.failure = ({ registry }) =>
    registry.account === "222222222222" ? new AwsError("AWS_THROTTLED", "slow down") : undefined;
  const [a, b] = await bench.login(TWO);
  strictEqual(a?.status, "ok");
  strictEqual(b?.status === "failed" && b.error.code, "AWS_THROTTLED");
  deepStrictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths), [
    "111111111111.dkr.ecr.us-east-1.amazonaws.com",
  ]);
});

Deno.test("login() that is interrupted writes nothing", async () => {
  const bench = new Bench();
  bench.tokens.hanging = true;
  const running = bench.login(TWO);
  await Promise.resolve();
  bench.interruption.abort(new CancelledError());
  await rejects(running, { code: "CANCELLED" });
  strictEqual(bench.config.writes, 0);
});

Deno.test("login() that cannot write fails before AWS is asked", async () => {
  const bench = new Bench();
  bench.config.unwritable = true;
  await rejects(bench.login(TWO), { code: "DOCKER_CONFIG_UNWRITABLE" });
  strictEqual(bench.tokens.requests.length, 0);
});

Deno.test("login() hands each login to the store that Docker would ask, and does not touch the file", async () => {
  const bench = new Bench(`{"credsStore":"keychain"}`, "keychain");
  await bench.login(TWO);
  deepStrictEqual(bench.stores.calls, [
    "store keychain 111111111111.dkr.ecr.us-east-1.amazonaws.com",
    "store keychain 222222222222.dkr.ecr.us-east-1.amazonaws.com",
  ]);
  strictEqual(bench.config.writes, 0);
});

Deno.test("login() names the registries that a store refused, and goes on with the others", async () => {
  const bench = new Bench(
    `{"credsStore":"keychain","credHelpers":{"111111111111.dkr.ecr.us-east-1.amazonaws.com":""}}`,
    "keychain",
  );
  bench.stores.refusing = true;
  const [a, b] = await bench.login(TWO);
  strictEqual(a?.status, "ok");
  strictEqual(b?.status === "failed" && b.error.code, "DOCKER_STORE_FAILED");
  strictEqual(bench.config.writes, 1);
});
