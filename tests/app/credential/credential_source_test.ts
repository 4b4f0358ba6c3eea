import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { credentialSource } from "../../../src/app/credential/credential_source.ts";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { pinOf } from "../../../src/app/pins/pin_registry.ts";
import { pinResolver } from "../../../src/app/pins/resolve_pin.ts";
import type { PinnedConfiguration } from "../../../src/domain/helper/registry_pin.ts";
import { MemoryPrincipals } from "../../fakes/memory_principals.ts";
import { loadAuth } from "../../../src/app/config/load_auth.ts";
import { AmbientIssuer, TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { pinnedEnvironment } from "../../../src/helper/pinned_environment.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryEcrTokens } from "../../fakes/memory_ecr_tokens.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { environmentOf, HOST, keysDefinition, pin } from "../../support/helper_fixtures.ts";

const FILE = "/home/user/infra/atmos.yaml";
const [ACCOUNT] = HOST.split(".");
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
  const issuer = new TokenIssuer(authenticator, ambient, tokens);
  const { issue } = credentialSource({
    ...new MemoryPrincipals().ports(environmentOf({ AWS_ACCESS_KEY_ID: "AKIAAMBIENT" })),
    pods: () => Promise.reject(new Error("not called")),
    ambient: new AmbientIssuer(ambient, tokens),
    issuer: () => Promise.resolve(issuer),
    resolver: () =>
      Promise.resolve(pinResolver({
        open: () => ({
          configurations: new MemoryConfigurations(files, {}, "/somewhere/else"),
          inputs: () => undefined,
        }),
        resolved: {
          find: () => Promise.resolve(undefined),
          isCurrent: () => Promise.resolve(false),
          keep: () => Promise.resolve(),
        },
      })),
  });
  return { issue, tokens, sts };
}

Deno.test("a pinned registry uses the identity in the pinned file", async () => {
  const { issue, tokens, sts } = source();
  const { definition } = await issue(parseRegistry(HOST), pin(), DEADLINE);
  deepStrictEqual(definition?.steps.map(({ kind }) => kind), [
    "realm",
    "aws/ambient",
    "keys",
    "aws/assume-role",
  ]);
  strictEqual(definition?.steps.at(-1)?.["role_arn"], ROLE);
  strictEqual(sts.principal(tokens.requests[0]?.accessKeyId ?? ""), ROLE);
  const base = await issue(parseRegistry(HOST), pin({ identity: "BASE" }), DEADLINE);
  deepStrictEqual(base.definition?.steps.map(({ kind }) => kind), ["realm", "aws/ambient", "keys"]);
  strictEqual(tokens.requests[1]?.accessKeyId, "AKIAAMBIENT");
});

Deno.test("without a pin, the environment's credentials are used, and no configuration", async () => {
  const { issue, tokens } = source({ "/somewhere/else/atmos.yaml": "auth: [" });
  const { definition } = await issue(parseRegistry(HOST), undefined, DEADLINE);
  deepStrictEqual(definition, keysDefinition("AKIAAMBIENT"));
  strictEqual(tokens.requests[0]?.accessKeyId, "AKIAAMBIENT");
});

Deno.test("a dangling pin is an error, and does not fall back to the environment", async () => {
  const { issue, tokens } = source();
  await rejects(issue(parseRegistry(HOST), pin({ identity: "gone" }), DEADLINE), {
    code: "IDENTITY_NOT_FOUND",
  });
  await rejects(issue(parseRegistry(HOST), pin({ files: ["/gone.yaml"] }), DEADLINE), {
    code: "CONFIG_NOT_FOUND",
  });
  await rejects(issue(parseRegistry(HOST), pin({ identity: "dangerous" }), DEADLINE), {
    code: "CONFIG_UNTRUSTED",
  });
  strictEqual(tokens.requests.length, 0);
});

Deno.test("an identity found by a login is used after its file was removed", async () => {
  const files = {
    [FILE]:
      "auth: {providers: {sso: {kind: aws/iam-identity-center, start_url: 'https://a.awsapps.com/start', region: us-east-1}}}",
  };
  const { issue } = source(files);
  const provisioned = { provider: "sso", permissionSet: "Admin", accountId: "222233334444" };
  await rejects(issue(parseRegistry(HOST), pin({ identity: "dev/Admin" }), DEADLINE), {
    code: "IDENTITY_NOT_FOUND",
  });
  await rejects(issue(parseRegistry(HOST), pin({ identity: "dev/Admin", provisioned }), DEADLINE), {
    code: "LOGIN_REQUIRED",
  });
});

Deno.test("pinOf() pins the sources in their order, the profiles and the place", async () => {
  const configurations = new MemoryConfigurations({
    "atmos.yaml": `import: [more.yaml]\n`,
    "more.yaml": `${YAML}  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev-deploy}
      spec: {registry: {account_id: "${ACCOUNT}", region: us-east-1}}
`,
  });
  const environment = environmentOf({}, "/project");
  const { auth, config } = await loadAuth({ configurations, configSelection: NO_SELECTION }, []);
  const facts = { auth, config, selection: NO_SELECTION, environment };
  const target = {
    registry: parseRegistry(HOST.replace("dkr.ecr", "dkr.ecr-fips")),
    integration: "dev/ecr",
    identity: "dev-deploy",
  };
  const { definition, ...made } = pinOf(target, facts);
  deepStrictEqual(made, pin({ files: ["/project/atmos.yaml"] }));
  deepStrictEqual(definition?.steps.map(({ kind }) => kind), ["realm", "aws/ambient", "aws/assume-role"]);
  deepStrictEqual(pinOf({ registry: target.registry }, facts), { kind: "environment", host: HOST });
  const configuration = (over: Partial<typeof facts>): PinnedConfiguration | undefined => {
    const other = pinOf(target, { ...facts, ...over });
    return other.kind === "identity" ? other.configuration : undefined;
  };
  strictEqual(
    configuration({ selection: { ...NO_SELECTION, basePath: "stacks" } })?.basePath,
    "/project/stacks",
  );
  const variables = (set: Record<string, string>): PinnedConfiguration | undefined =>
    configuration({ environment: environmentOf(set, "/project") });
  strictEqual(variables({ ATMOS_BASE_PATH: "/srv" })?.basePath, "/srv");
  strictEqual(variables({ ATMOS_AUTH_REALM: "acme" })?.realm, "acme");
  strictEqual(variables({ HOME: "/home/me" })?.places, undefined);
  strictEqual(configuration({})?.realm, undefined);
});

Deno.test("pinnedEnvironment() hides variables that select another configuration", () => {
  const outer = environmentOf({
    ATMOS_CONFIG: "/evil.yaml",
    ATMOS_CONFIG_PATH: "/evil",
    ATMOS_CLI_CONFIG_PATH: "/evil",
    ATMOS_BASE_PATH: "/evil",
    ATMOS_PROFILE: "evil",
    ATMOS_IDENTITY: "evil",
    ATMOS_CHDIR: "/evil",
    ATMOS_AUTH_REALM: "evil",
    ATMOS_GIT_ROOT_BASEPATH: "false",
    PWD: "/evil",
    HOME: "/home/evil",
    XDG_CONFIG_HOME: "/evil",
    BUILDER_KEY: "mine",
  }, "/evil/repository");
  const inner = pinnedEnvironment(outer, pin());
  deepStrictEqual([inner.cwd, inner.os], ["/home/user/infra", "linux"]);
  for (
    const name of [
      "CONFIG",
      "CONFIG_PATH",
      "CLI_CONFIG_PATH",
      "BASE_PATH",
      "PROFILE",
      "IDENTITY",
      "CHDIR",
      "AUTH_REALM",
      "GIT_ROOT_BASEPATH",
    ]
  ) {
    strictEqual(inner.get(`ATMOS_${name}`), undefined);
  }
  strictEqual(inner.get("PWD"), undefined);
  strictEqual(inner.get("BUILDER_KEY"), "mine");
  strictEqual(inner.get("HOME"), "/home/evil");
  strictEqual(pinnedEnvironment(outer, pin({ realm: "acme" })).get("ATMOS_AUTH_REALM"), "acme");
  strictEqual(
    pinnedEnvironment(outer, pin({ ignoresGitRoot: true })).get("ATMOS_GIT_ROOT_BASEPATH"),
    "false",
  );
  const placed = pinnedEnvironment(outer, pin({ places: { HOME: "/home/me" } }));
  deepStrictEqual([placed.get("HOME"), placed.get("XDG_CONFIG_HOME")], ["/home/me", undefined]);
});
