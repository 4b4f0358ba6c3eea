import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { credentialSource } from "../../src/app/credential_source.ts";
import { Authenticator } from "../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../src/app/identities/identity_steps.ts";
import { pinOf } from "../../src/app/pin_registry.ts";
import { loadAuth } from "../../src/app/load_auth.ts";
import { TokenIssuer } from "../../src/app/token_issuer.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../src/domain/secret.ts";
import { pinnedEnvironment } from "../../src/helper/pinned_environment.ts";
import { MemoryAmbientCredentials } from "../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations, NO_SELECTION } from "../fakes/memory_configurations.ts";
import { MemoryEcrTokens } from "../fakes/memory_ecr_tokens.ts";
import { memoryIdentityPorts } from "../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { environmentOf, HOST, pin } from "../support/helper_fixtures.ts";

const FILE = "/home/user/infra/atmos.yaml";
const ROLE = "arn:aws:iam::222233334444:role/deploy";
const YAML = `auth:
  identities:
    dev-deploy:
      kind: aws/assume-role
      via: {identity: base}
      principal: {assume_role: "${ROLE}"}
    base: {kind: aws/ambient}
    dangerous:
      kind: aws/user
      credentials: {access_key_id: !exec "echo AKIAX", secret_access_key: x}
`;
const DEADLINE = new PatientDeadline();
const AMBIENT = { accessKeyId: "AKIAAMBIENT", secretAccessKey: new Secret("s") };

function source(files: Readonly<Record<string, string>> = { [FILE]: YAML }): {
  readonly issue: ReturnType<typeof credentialSource>["issue"];
  readonly tokens: MemoryEcrTokens;
  readonly sts: MemorySecurityTokenService;
} {
  const tokens = new MemoryEcrTokens();
  const ambient = new MemoryAmbientCredentials(AMBIENT);
  const sts = new MemorySecurityTokenService();
  sts.roles.set(ROLE, {});
  const steps = createIdentitySteps(memoryIdentityPorts({ sts, ambient }));
  const authenticator = new Authenticator(steps, {
    sessions: new MemoryIdentitySessions(),
    clock: () => new Date(),
  });
  const { issue } = credentialSource({
    pods: () => Promise.reject(new Error("not asked for")),
    issuer: new TokenIssuer(authenticator, ambient, tokens),
    configurations: () => new MemoryConfigurations(files, {}, "/somewhere/else"),
  });
  return { issue, tokens, sts };
}

Deno.test("a pinned registry is asked for in the name of the identity in the pinned file", async () => {
  const { issue, tokens, sts } = source();
  const { ambient } = await issue(parseRegistry(HOST), pin(), DEADLINE);
  strictEqual(ambient, false);
  strictEqual(sts.principal(tokens.requests[0]?.accessKeyId ?? ""), ROLE);
  strictEqual((await issue(parseRegistry(HOST), pin({ identity: "BASE" }), DEADLINE)).ambient, true);
  strictEqual(tokens.requests[1]?.accessKeyId, "AKIAAMBIENT");
});

Deno.test("without a pin the environment is asked, and no configuration", async () => {
  const { issue, tokens } = source({ "/somewhere/else/atmos.yaml": "auth: [" });
  deepStrictEqual((await issue(parseRegistry(HOST), undefined, DEADLINE)).ambient, undefined);
  strictEqual(tokens.requests[0]?.accessKeyId, "AKIAAMBIENT");
});

Deno.test("a pin that leads nowhere any more is an error, and not the environment's turn", async () => {
  const { issue, tokens } = source();
  await rejects(issue(parseRegistry(HOST), pin({ identity: "gone" }), DEADLINE), {
    code: "IDENTITY_NOT_FOUND",
  });
  await rejects(issue(parseRegistry(HOST), pin({ configFiles: ["/gone.yaml"] }), DEADLINE), {
    code: "CONFIG_NOT_FOUND",
  });
  await rejects(issue(parseRegistry(HOST), pin({ identity: "dangerous" }), DEADLINE), {
    code: "CONFIG_UNTRUSTED",
  });
  strictEqual(tokens.requests.length, 0);
});

Deno.test("pinOf() pins absolute files, the profiles and the realm", async () => {
  const configurations = new MemoryConfigurations({
    "atmos.yaml": `import: [more.yaml]\n`,
    "more.yaml": YAML,
  });
  const environment = environmentOf({}, "/project");
  const { auth, config } = await loadAuth(configurations, NO_SELECTION, []);
  const facts = { auth, config, selection: NO_SELECTION, environment };
  const target = { registry: parseRegistry(HOST), integration: "dev/ecr", identity: "dev-deploy" };
  deepStrictEqual(pinOf(target, facts), {
    host: HOST,
    configFiles: ["/project/atmos.yaml"],
    configDirectories: [],
    profiles: [],
    integration: "dev/ecr",
    identity: "dev-deploy",
    realm: config.realm.value,
    ambient: false,
  });
  strictEqual(pinOf({ registry: target.registry }, facts), undefined);
  strictEqual(pinOf({ registry: target.registry, identity: "base" }, facts)?.ambient, true);
  const based = { ...facts, selection: { ...NO_SELECTION, basePath: "stacks" } };
  strictEqual(pinOf(target, based)?.basePath, "/project/stacks");
  const byVariable = { ...facts, environment: environmentOf({ ATMOS_BASE_PATH: "/srv" }, "/project") };
  strictEqual(pinOf(target, byVariable)?.basePath, "/srv");
});

Deno.test("pinnedEnvironment() hides whatever leads to another configuration", () => {
  const outer = environmentOf({
    ATMOS_CONFIG: "/evil.yaml",
    ATMOS_CONFIG_PATH: "/evil",
    ATMOS_CLI_CONFIG_PATH: "/evil",
    ATMOS_BASE_PATH: "/evil",
    ATMOS_PROFILE: "evil",
    ATMOS_IDENTITY: "evil",
    ATMOS_CHDIR: "/evil",
    ATMOS_AUTH_REALM: "evil",
    BUILDER_KEY: "mine",
  }, "/evil/repository");
  const inner = pinnedEnvironment(outer, pin());
  deepStrictEqual([inner.cwd, inner.os], ["/home/user/infra", "linux"]);
  for (
    const name of ["CONFIG", "CONFIG_PATH", "CLI_CONFIG_PATH", "BASE_PATH", "PROFILE", "IDENTITY", "CHDIR"]
  ) {
    strictEqual(inner.get(`ATMOS_${name}`), undefined);
  }
  strictEqual(inner.get("BUILDER_KEY"), "mine");
  strictEqual(inner.get("ATMOS_AUTH_REALM"), "acme");
  strictEqual(pinnedEnvironment(outer, pin({ realm: "" })).get("ATMOS_AUTH_REALM"), "evil");
  strictEqual(pinnedEnvironment(outer, pin({ configFiles: ["/atmos.yaml"] })).cwd, "/");
  strictEqual(pinnedEnvironment(outer, pin({ configFiles: ["C:\\infra\\atmos.yaml"] })).cwd, "C:\\infra");
  ok(
    pinnedEnvironment(outer, pin({ configFiles: [], configDirectories: ["/etc/atmos"] })).cwd ===
      "/etc/atmos",
  );
});
