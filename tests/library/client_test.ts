/** The library: on this machine, by the fake AWS; and with ports of its own. */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { AtmosEcrError, type ClientPorts, createClient, Secret } from "../../src/mod.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { DEV, hostOf, HUB, PROD, World } from "../program/world.ts";
import {
  AwsError,
  MemoryAmbientCredentials,
  MemoryDockerConfigStore,
  MemoryEcrTokens,
  type MemoryPassword,
} from "../testing.ts";
import { promptly } from "../support/promptly.ts";

const HOST = hostOf(DEV);

const CONFIGURATION = `auth:
  identities:
    dev: {kind: aws/ambient}
    prod: {kind: aws/assume-role, via: {identity: dev}, principal: {assume_role: "arn:aws:iam::${PROD}:role/deploy"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
    prod/ecr: {kind: aws/ecr, via: {identity: prod}, spec: {registry: {account_id: "${PROD}", region: us-east-1}}}
`;

interface Hermetic extends Required<Pick<ClientPorts, "environment" | "identities">> {
  readonly credentials: MemoryAmbientCredentials;
  readonly tokens: MemoryEcrTokens;
  readonly docker: MemoryDockerConfigStore;
}

function hermetic(): Hermetic {
  const keys = (accessKeyId: string): { accessKeyId: string; secretAccessKey: Secret } => ({
    accessKeyId,
    secretAccessKey: new Secret("x"),
  });
  return {
    environment: { get: () => undefined, cwd: "/project", os: "linux" },
    credentials: new MemoryAmbientCredentials(keys("AMBIENT")),
    identities: { credentials: (identity) => Promise.resolve(keys(`AKIA-${identity}`)) },
    tokens: new MemoryEcrTokens(),
    docker: new MemoryDockerConfigStore(),
  };
}

function whose(password: string): string {
  const { accessKeyId }: MemoryPassword = JSON.parse(password);
  return accessKeyId;
}

Deno.test("getToken() uses the identity that the configuration links to the host, otherwise the environment", async () => {
  const client = createClient({ ...hermetic(), configuration: CONFIGURATION });
  const rows: readonly (readonly [host: string, identity: string | undefined, whose: string])[] = [
    [HOST, undefined, "AKIA-dev"],
    [`https://${hostOf(PROD)}/app:1`, undefined, "AKIA-prod"],
    [HOST, "PROD", "AKIA-prod"],
    [hostOf(HUB), undefined, "AMBIENT"],
    ["public.ecr.aws", undefined, "AMBIENT"],
  ];
  for (const [host, identity, expected] of rows) {
    const token = await client.getToken(host, identity === undefined ? {} : { identity });
    deepStrictEqual([whose(token.password), token.username], [expected, "AWS"], host);
    ok(token.expiresAt instanceof Date);
  }
});

Deno.test("login() returns an outcome per registry, and one failure does not stop the others", async () => {
  const ports = hermetic();
  const client = createClient({ ...ports, configuration: CONFIGURATION });
  ports.tokens.denied.add("AKIA-prod");
  const outcomes = await client.login(["dev/ecr", "prod/ecr", hostOf(HUB)]);
  deepStrictEqual(
    outcomes.map(({ status, registry, integration, identity }) => [status, registry, integration, identity]),
    [
      ["ok", HOST, "dev/ecr", "dev"],
      ["failed", hostOf(PROD), "prod/ecr", "prod"],
      ["ok", hostOf(HUB), undefined, undefined],
    ],
  );
  const [, failed] = outcomes;
  ok(failed?.status === "failed" && failed.error instanceof AwsError);
  strictEqual(failed.error.code, "AWS_DENIED");
  const { auths } = JSON.parse(ports.docker.text ?? "{}");
  deepStrictEqual(Object.keys(auths).toSorted(), [hostOf(HUB), HOST].toSorted());
  strictEqual(ports.docker.writes, 1);
});

Deno.test("login() with an identity accepts hosts, and with all uses every integration", async () => {
  const ports = hermetic();
  const client = createClient({ ...ports, configuration: CONFIGURATION });
  const [one] = await client.login(hostOf(HUB), { identity: "prod" });
  deepStrictEqual([one?.status, one?.identity], ["ok", "prod"]);
  strictEqual((await client.login([], { all: true })).length, 2);
  await rejects(client.login("dev/ecr", { identity: "prod" }), { code: "USAGE" });
});

Deno.test("resolveRegistry() makes no calls, and returns the chain", async () => {
  const ports = hermetic();
  const client = createClient({ ...ports, configuration: CONFIGURATION });
  const { host, account, integration, identity, chain, service } = await client.resolveRegistry(hostOf(PROD));
  deepStrictEqual(
    [host, account, integration, identity, chain, service],
    [hostOf(PROD), PROD, "prod/ecr", "prod", ["dev", "prod"], "ecr"],
  );
  deepStrictEqual([ports.tokens.requests.length, ports.credentials.calls], [0, 0]);
});

/** What is asked → the code. */
const FAILURES:
  readonly (readonly [name: string, code: string, ask: (ports: Hermetic) => Promise<unknown>])[] = [
    ["no host of ECR", "REGISTRY_INVALID", (ports) => createClient(ports).getToken("docker.io")],
    [
      "an unknown identity",
      "IDENTITY_NOT_FOUND",
      (ports) =>
        createClient({ ...ports, configuration: CONFIGURATION }).getToken(HOST, { identity: "nobody" }),
    ],
    [
      "an unknown integration",
      "INTEGRATION_NOT_FOUND",
      (ports) => createClient({ ...ports, configuration: CONFIGURATION }).login("nowhere"),
    ],
    [
      "both an identity and a profile",
      "USAGE",
      (ports) => createClient(ports).getToken(HOST, { identity: "dev", awsProfile: "work" }),
    ],
    [
      "a text that is no YAML",
      "CONFIG_SYNTAX",
      (ports) => createClient({ ...ports, configuration: "auth: [" }).getToken(HOST),
    ],
    ["a text that would run a program", "CONFIG_UNTRUSTED", (ports) =>
      createClient({
        ...ports,
        configuration: CONFIGURATION.replace(/assume_role: .*?}/, "assume_role: !exec id}"),
      }).getToken(hostOf(PROD))],
  ];

Deno.test("what cannot be done is an AtmosEcrError with a code", async (t) => {
  for (const [name, code, ask] of FAILURES) {
    await t.step(name, async () => {
      await rejects(ask(hermetic()), (error) => error instanceof AtmosEcrError && error.code === code);
    });
  }
});

Deno.test("an empty value, and a working directory that is none, are errors: never another identity", async (t) => {
  const client = createClient(hermetic());
  const file = import.meta.filename ?? "";
  for (
    const options of [
      { identity: "" },
      // As JavaScript reads it from a JSON file.
      { identity: null as unknown as string },
      { identity: [] as unknown as string },
      { awsProfile: ["work"] as unknown as string },
      { awsProfile: "" },
      { config: "" },
      { config: ["a.yaml", ""] },
      { profile: "" },
      { profile: ["ci", ""] },
      { dockerConfig: "" },
      { cwd: "" },
      { cwd: join(file, "..", "none") },
      { cwd: file },
    ]
  ) {
    await t.step(JSON.stringify(options).replaceAll(file, "FILE"), async () => {
      for (
        const call of [
          () => client.getToken(HOST, options),
          () => client.login(HOST, options),
          () => client.resolveRegistry(HOST, options),
        ]
      ) await rejects(call(), { code: "USAGE" });
    });
  }
  await t.step("what is no text, from JavaScript, is no host and no target", async () => {
    const unset = undefined as unknown as string;
    await rejects(client.getToken(unset), { code: "REGISTRY_INVALID" });
    await rejects(client.resolveRegistry(unset), { code: "REGISTRY_INVALID" });
    for (const targets of [unset, null as unknown as string, [unset], [""]]) {
      await rejects(client.login(targets), { code: "USAGE" });
    }
  });
});

Deno.test("a signal aborts a call with its reason, before and during AWS calls", async () => {
  const ports = hermetic();
  const client = createClient(ports);
  const reason = new Error("enough");
  await rejects(client.getToken(HOST, { signal: AbortSignal.abort(reason) }), reason);
  strictEqual(ports.tokens.requests.length, 0);
  ports.tokens.hanging = true;
  const controller = new AbortController();
  const asked = client.getToken(HOST, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 20);
  await rejects(asked, reason);
});

Deno.test("the options select all places on this machine, and the console is unchanged", async () => {
  await using world = await World.create();
  const docker = join(world.sandbox.root, "docker");
  // In a process of its own: the library reads this machine's environment, and other tests read this one's.
  const program = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", fromFileUrl("library/whole_machine.ts"), HOST, docker],
    cwd: world.sandbox.project,
    clearEnv: true,
    env: world.sandbox.environment(world.environment()),
  });
  // A deadline that has become needless keeps nobody's program waiting: the shortest is of 15 seconds.
  const { success, stdout, stderr } = await promptly(12_000, () => program.output());
  const said = new TextDecoder().decode(stdout);
  ok(success, new TextDecoder().decode(stderr));
  const { password, resolved, statuses } = JSON.parse(said);
  match(world.aws.describePassword(password)?.principal ?? "", /:assumed-role\/deploy\//);
  deepStrictEqual(resolved, ["dev-deploy", "dev/ecr"]);
  deepStrictEqual(statuses, ["ok"]);
  strictEqual(said.trim().split("\n").length, 1);
  ok((await Deno.readTextFile(join(docker, "config.json"))).includes(HOST));
  strictEqual(await world.sandbox.readDockerConfig(), undefined);
});
