import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { roleSessionName } from "../../../src/domain/identity/role_parameters.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import { partitionInfo } from "../../../src/domain/registry/partitions.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { MemoryWebIdentityTokens } from "../../fakes/memory_web_identity_tokens.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";
import { anyCharacter } from "../../support/any_text.ts";

const NOW = new Date("2026-01-01T00:00:00Z");

const AUTH = authConfig({
  providers: {
    github: { kind: "github/oidc", region: "eu-west-3" },
    idp: { kind: "aws/saml", url: "https://idp.example.com/saml", region: "us-east-1" },
  },
  identities: {
    user: {
      kind: "aws/user",
      credentials: {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret_access_key: "secret",
        region: "eu-west-1",
      },
      session: { duration: "1h" },
    },
    role: {
      kind: "aws/assume-role",
      via: { identity: "user" },
      principal: {
        assume_role: "arn:aws:iam::222233334444:role/deploy",
        session_name: "build 7",
        external_id: "acme",
        duration: "30m",
      },
    },
    far: {
      kind: "aws/assume-role",
      via: { identity: "role" },
      principal: { assume_role: "arn:aws:iam::333344445555:role/far", region: "ap-southeast-2" },
    },
    root: {
      kind: "aws/assume-root",
      via: { identity: "far" },
      principal: {
        target_principal: "444455556666",
        task_policy_arn: "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
      },
    },
    env: { kind: "aws/ambient", principal: { region: "us-west-2" } },
    keyless: { kind: "aws/user" },
    mfa: {
      kind: "aws/user",
      credentials: {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret_access_key: "secret",
        mfa_arn: "arn:aws:iam::111122223333:mfa/me",
      },
    },
    saml: {
      kind: "aws/assume-role",
      via: { provider: "idp" },
      principal: { assume_role: "arn:aws:iam::222233334444:role/saml" },
    },
    ci: {
      kind: "aws/assume-role",
      via: { provider: "github" },
      principal: { assume_role: "arn:aws:iam::222233334444:role/ci" },
    },
  } satisfies Record<string, Plain>,
});

function bench(): {
  sts: MemorySecurityTokenService;
  ambient: MemoryAmbientCredentials;
  authenticator: Authenticator;
} {
  const sts = new MemorySecurityTokenService();
  sts.roles.set("arn:aws:iam::222233334444:role/deploy", { externalId: "acme" });
  sts.roles.set("arn:aws:iam::333344445555:role/far", {});
  sts.members.add("444455556666");
  const ambient = new MemoryAmbientCredentials({
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: new Secret("secret"),
    region: "eu-north-1",
  });
  return {
    sts,
    ambient,
    authenticator: new Authenticator(
      createIdentitySteps(memoryIdentityPorts({ sts, ambient, clock: () => NOW })),
      { sessions: new MemoryIdentitySessions(), clock: () => NOW },
    ),
  };
}

function take(authenticator: Authenticator, identity: string): Promise<AwsCredentials> {
  return authenticator.credentials(resolveChain(AUTH, identity), {
    deadline: new PatientDeadline(),
    realm: "default",
    partition: partitionInfo("aws"),
  });
}

Deno.test("a chain passes credentials and region to each step, unless the step has its own region", async () => {
  const { sts, authenticator } = bench();
  strictEqual((await take(authenticator, "root")).region, "ap-southeast-2");
  deepStrictEqual(sts.calls.map(({ action, options }) => [action, options.region]), [
    ["GetSessionToken", "eu-west-1"],
    ["AssumeRole", "eu-west-1"],
    ["AssumeRole", "ap-southeast-2"],
    ["AssumeRoot", "ap-southeast-2"],
  ]);
});

Deno.test("steps shared by chains are taken once, even in parallel", async () => {
  const { sts, authenticator } = bench();
  await Promise.all(["far", "role", "far", "user"].map((identity) => take(authenticator, identity)));
  strictEqual(sts.calls.length, 3);
});

Deno.test("the ambient identity passes on its own region", async () => {
  const { authenticator } = bench();
  strictEqual((await take(authenticator, "env")).region, "us-west-2");
});

Deno.test("a GitHub Actions job assumes a role with its token, in the provider's region", async () => {
  const sts = new MemorySecurityTokenService(() => NOW);
  const ci = "arn:aws:iam::222233334444:role/ci";
  sts.roles.set(ci, { tokens: ["x.y.z"] });
  const webIdentity = new MemoryWebIdentityTokens("x.y.z");
  const authenticator = new Authenticator(
    createIdentitySteps(memoryIdentityPorts({ sts, webIdentity, clock: () => NOW })),
    { sessions: new MemoryIdentitySessions(), clock: () => NOW },
  );
  strictEqual((await take(authenticator, "ci")).region, "eu-west-3");
  deepStrictEqual(webIdentity.audiences, ["sts.amazonaws.com"]);
  deepStrictEqual(sts.calls.map(({ action, subject }) => [action, subject]), [[
    "AssumeRoleWithWebIdentity",
    ci,
  ]]);
});

Deno.test("an unsupported identity is rejected before AWS is called", async () => {
  const { sts, authenticator } = bench();
  await rejects(take(authenticator, "keyless"), {
    code: "LOGIN_REQUIRED",
    message: /no access key and no login/,
  });
  await rejects(take(authenticator, "mfa"), { code: "MFA_REQUIRED", message: /no interactive terminal/ });
  await rejects(take(authenticator, "ci"), { code: "AWS_CREDENTIALS_MISSING" });
  strictEqual(sts.calls.length, 0);
});

Deno.test("roleSessionName() is valid for STS, and keeps the time", () => {
  strictEqual(roleSessionName("build 7/x", "role", NOW), "build-7-x");
  strictEqual(roleSessionName(undefined, "dev/ecr admin", NOW), "atmos-dev-ecr-admin-1767225600");
  match(roleSessionName(undefined, "x".repeat(200), NOW), /-1767225600$/);
  fc.assert(
    fc.property(
      fc.option(fc.string({ unit: anyCharacter }), { nil: undefined }),
      fc.string({ unit: anyCharacter }),
      (configured, identity) => {
        match(roleSessionName(configured, identity, NOW), /^[A-Za-z0-9+=,.@_-]{2,64}$/);
      },
    ),
  );
});
