import { match, ok, strictEqual } from "node:assert/strict";
import { pinProver } from "../../../src/app/pins/prove_pin.ts";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import type { Configurations } from "../../../src/ports/config.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { MemoryPrincipals } from "../../fakes/memory_principals.ts";
import { environmentOf, HOST, pin, someDefinition } from "../../support/helper_fixtures.ts";

const ROLE = "arn:aws:iam::222233334444:role/x";
const TRUSTED = { ATMOS_ECR_TRUST: "all" };

/** A configuration whose identity `dev` takes a role. */
function yaml(role: string, rest = ""): string {
  return `${rest}auth:
  identities:
    base: {kind: aws/ambient}
    dev: {kind: aws/assume-role, via: {identity: base}, principal: {assume_role: ${role}}}
`;
}

/** As the helper reads: it runs and fetches nothing. */
function asHelper(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Configurations {
  return new MemoryConfigurations(files, env, "/project", {
    shell: () => Promise.resolve({ kind: "failed", state: "the credential helper does not run programs" }),
    remote: {
      read: () => Promise.resolve({ kind: "failed", state: "the credential helper does not fetch files" }),
    },
  });
}

const rows: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly pin?: Partial<RegistryPin>;
  /** Message and hint; undefined where the helper can use it. */
  readonly says?: RegExp;
}[] = [
  { name: "a value that is written out", files: { "atmos.yaml": yaml(ROLE) } },
  { name: "a value of a variable", files: { "atmos.yaml": yaml("!env ROLE") }, env: { ...TRUSTED, ROLE } },
  {
    name: "!exec",
    files: { "atmos.yaml": yaml(`!exec "echo ${ROLE}"`) },
    env: TRUSTED,
    says: /"dev".*does not run programs.*!env.*`atmos-ecr login/s,
  },
  {
    name: "a file that is imported from elsewhere",
    files: { "atmos.yaml": yaml(ROLE, 'import: ["https://example.com/x.yaml"]\n') },
    env: TRUSTED,
    says: /does not fetch files.*Use a local copy/s,
  },
  {
    name: "a file that is included from elsewhere",
    files: { "atmos.yaml": yaml("!include https://example.com/x.yaml .role") },
    env: TRUSTED,
    says: /does not fetch files.*Use a local copy/s,
  },
  {
    name: "what needs trust and has none",
    files: { "atmos.yaml": yaml(`!exec "echo ${ROLE}"`) },
    says: /not trusted.*atmos-ecr trust/s,
  },
  { name: "a source that is not there", files: {}, says: /\/project\/atmos\.yaml/ },
  {
    name: "an identity in a file that is not one of its sources",
    files: { "atmos.yaml": "auth: {identities: {}}\n", "conf.d/x.yaml": yaml(ROLE) },
    says: /Cannot find identity "dev"/,
  },
  {
    name: "a role of another partition",
    files: { "atmos.yaml": yaml(ROLE.replace("arn:aws:", "arn:aws-cn:")) },
    says: /"arn:aws-cn:[^"]+" is in partition aws-cn, the registry in aws.*Use an identity of partition aws/s,
  },
  {
    name: "a role assumed by an identity of another partition",
    files: {
      "atmos.yaml": yaml(ROLE).replace(
        "{kind: aws/ambient}",
        "{kind: aws/user, credentials: {region: us-gov-west-1}}",
      ),
    },
    says: /"us-gov-west-1" is in partition aws-us-gov/,
  },
  {
    name: "another principal than the command line's",
    files: { "atmos.yaml": yaml(ROLE) },
    pin: { definition: someDefinition("other") },
    says: /a different kind of identity/,
  },
];

for (const { name, files, env = {}, pin: changes = {}, says } of rows) {
  Deno.test(`pinProver() of ${name}: ${says === undefined ? "accepted" : "rejected"}`, async () => {
    const made = {
      ...pin({ host: HOST, identity: "dev", files: ["/project/atmos.yaml"] }),
      ...changes,
    } as RegistryPin;
    const error = await pinProver({
      pinned: () => asHelper(files, env),
      facts: new MemoryPrincipals().ports(environmentOf()).facts,
    })(HOST, made);
    if (says === undefined) return strictEqual(error, undefined);
    ok(error !== undefined);
    strictEqual(error.code, "DOCKER_PIN_UNUSABLE");
    strictEqual(error.exitCode, 2);
    match(`${error.message}\n${error.hint}`, says);
  });
}

Deno.test("pinProver() rejects a missing profile, and never verifies the environment", async () => {
  const { facts } = new MemoryPrincipals().ports(environmentOf());
  const missing = (): Promise<never> =>
    Promise.reject(
      new AwsError("AWS_CREDENTIALS_MISSING", "No such profile", { hint: "Use another profile" }),
    );
  const ports = { pinned: () => asHelper({}, {}), facts: { ...facts, profile: missing, ambient: missing } };
  const profile = {
    kind: "aws-profile",
    host: HOST,
    profile: "x",
    configFile: "/c",
    credentialsFile: "/d",
  } as const;
  const error = await pinProver(ports)(HOST, profile);
  strictEqual(error?.code, "DOCKER_PIN_UNUSABLE");
  strictEqual(error.hint, "Use another profile");
  strictEqual(await pinProver(ports)(HOST, { kind: "environment", host: HOST }), undefined);
});

Deno.test("pinProver() reads a configuration once for all of its identities, and each identity for itself", async () => {
  let loads = 0;
  const files = { "atmos.yaml": yaml(ROLE) };
  const prove = pinProver({
    pinned: () => {
      const real = asHelper(files, {});
      return { load: (selection) => (loads++, real.load(selection)) };
    },
    facts: new MemoryPrincipals().ports(environmentOf()).facts,
  });
  const of = (identity: string): RegistryPin => pin({ host: HOST, identity, files: ["/project/atmos.yaml"] });
  strictEqual(await prove(HOST, of("dev")), undefined);
  strictEqual(await prove(HOST, of("base")), undefined);
  strictEqual((await prove(HOST, of("gone")))?.code, "DOCKER_PIN_UNUSABLE");
  strictEqual(loads, 1);
});
