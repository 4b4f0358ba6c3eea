import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { Authenticator } from "../../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../../src/app/identities/identity_steps.ts";
import { AtmosEcrError } from "../../../../src/domain/errors/errors.ts";
import { resolveChain } from "../../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../../src/domain/identity/credentials.ts";
import { partitionInfo } from "../../../../src/domain/registry/partitions.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../../fakes/memory_ambient_credentials.ts";
import { memoryIdentityPorts } from "../../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../../fakes/memory_security_token_service.ts";
import { authConfig, type Plain } from "../../../support/config_tree.ts";
import { kept, REFRESHABLE, SsoBench } from "./sso_bench.ts";

const permissionSet = (
  account: Record<string, string>,
  region?: string,
  more: Readonly<Record<string, Plain>> = {},
): Plain => ({
  kind: "aws/permission-set",
  via: { provider: "acme-sso" },
  ...more,
  principal: { name: "Admin", account, ...(region === undefined ? {} : { region }) },
});

const AUTH = authConfig(
  {
    providers: {
      "acme-sso": {
        kind: "aws/iam-identity-center",
        start_url: "https://acme.awsapps.com/start",
        region: "us-east-1",
      },
      local: {
        kind: "aws/iam-identity-center",
        start_url: "https://acme.awsapps.com/start",
        region: "us-east-1",
        spec: { endpoint_url: "http://127.0.0.1:4566" },
      },
    },
    identities: {
      "by-id": permissionSet({ id: "111111111111" }, "eu-west-1"),
      local: permissionSet({ id: "111111111111" }, undefined, { via: { provider: "local" } }),
      "by-name": permissionSet({ name: "DEV" }),
      both: permissionSet({ id: "111111111111", name: "whatever" }),
      unknown: permissionSet({ name: "deve" }),
      twice: permissionSet({ name: "Log Archive" }),
      foreign: permissionSet({ id: "222222222222" }),
      elsewhere: permissionSet({ id: "111111111111" }, undefined, {
        spec: { endpoint_url: "https://portal.evil.example" },
      }),
      "at-aws": permissionSet({ id: "111111111111" }, undefined, {
        spec: { endpoint_url: "https://portal.sso.us-east-1.amazonaws.com" },
      }),
      role: {
        kind: "aws/assume-role",
        via: { identity: "by-id" },
        principal: { assume_role: "arn:aws:iam::222233334444:role/deploy" },
      },
    },
  } satisfies Record<string, Plain>,
);

/** A bench whose person has one permission set, and a kept session. */
async function bench(): Promise<{ bench: SsoBench; take: (identity: string) => Promise<AwsCredentials> }> {
  const bench = new SsoBench();
  bench.portal.assignments.push(
    { account: { id: "111111111111", name: "dev" }, roles: ["Admin"] },
    { account: { id: "222222222222", name: "Log Archive" }, roles: [] },
    { account: { id: "333333333333", name: "Log Archive" }, roles: ["Admin"] },
  );
  await bench.sessions.write(kept(60, REFRESHABLE));
  const ports = bench.ports();
  const sts = new MemorySecurityTokenService();
  sts.roles.set("arn:aws:iam::222233334444:role/deploy", {});
  const ambient = new MemoryAmbientCredentials({ accessKeyId: "AKIAX", secretAccessKey: new Secret("x") });
  const authenticator = new Authenticator(
    createIdentitySteps(memoryIdentityPorts({ ...ports, sts, ambient, sso: ports })),
    {
      sessions: new MemoryIdentitySessions(),
      clock: ports.clock,
    },
  );
  const context = { deadline: bench.deadline, realm: "default", partition: partitionInfo("aws") };
  return { bench, take: (identity) => authenticator.credentials(resolveChain(AUTH, identity), context) };
}

function subjects({ portal }: SsoBench): readonly (string | undefined)[] {
  return portal.calls.map(({ action, subject }) => subject ?? action);
}

Deno.test("an account given by id needs no listing, and uses the region of the login", async () => {
  const { bench: b, take } = await bench();
  strictEqual((await take("by-id")).region, "us-east-1");
  strictEqual((await take("both")).secretAccessKey.expose(), "secret of 111111111111/Admin");
  deepStrictEqual(subjects(b), ["111111111111/Admin", "111111111111/Admin"]);
  const [{ options, accessToken } = {}] = b.portal.calls;
  deepStrictEqual([options?.region, options?.endpointUrl, accessToken], ["us-east-1", undefined, "kept"]);
  await b.sessions.write(kept(60, { endpoint: "http://127.0.0.1:4566", accessToken: new Secret("local") }));
  await take("local");
  const local = b.portal.calls.at(-1);
  deepStrictEqual([local?.options.endpointUrl?.value, local?.accessToken], [
    "http://127.0.0.1:4566",
    "local",
  ]);
});

Deno.test("an identity's custom endpoint never receives the provider's login, unless it is an AWS endpoint", async () => {
  const { bench: b, take } = await bench();
  await rejects(
    take("elsewhere"),
    (error) => error instanceof AtmosEcrError && error.code === "LOGIN_REQUIRED",
  );
  deepStrictEqual([b.portal.calls, b.oidc.calls], [[], []]);
  const theirs = { endpoint: "https://portal.evil.example", accessToken: new Secret("of-that-place") };
  await b.sessions.write(kept(60, theirs));
  const { take: again, bench: c } = await bench();
  await c.sessions.write(kept(60, theirs));
  await again("elsewhere");
  await again("at-aws");
  deepStrictEqual(
    c.portal.calls.map(({ options, accessToken }) => [options.endpointUrl?.value, accessToken]),
    [
      ["https://portal.evil.example", "of-that-place"],
      ["https://portal.sso.us-east-1.amazonaws.com", "kept"],
    ],
  );
});

Deno.test("accounts are listed once for all that name theirs", async () => {
  const { bench: b, take } = await bench();
  await Promise.all([take("by-name"), rejects(take("unknown")), rejects(take("twice"))]);
  deepStrictEqual(subjects(b).toSorted(), ["111111111111/Admin", "ListAccounts"]);
});

Deno.test("an ambiguous or unknown account is an error with a hint", async () => {
  const { take } = await bench();
  const refused = (message: RegExp, hint: RegExp) => (error: unknown): boolean => {
    ok(error instanceof AtmosEcrError && error.code === "ACCOUNT_NOT_FOUND", String(error));
    match(error.message, message);
    match(error.hint ?? "", hint);
    return true;
  };
  await rejects(
    take("unknown"),
    refused(/^Cannot find account "deve" of identity "unknown": /, /mean "dev"/),
  );
  await rejects(
    take("twice"),
    refused(/2 accounts have that name, 222222222222 and 333333333333$/, /principal\.account\.id/),
  );
  await rejects(take("foreign"), (error) => error instanceof AtmosEcrError && error.code === "AWS_DENIED");
});

Deno.test("a session that AWS has ended is renewed, and the new one is used", async () => {
  const { bench: b, take } = await bench();
  b.portal.goodTokens = new Set(["access-1"]);
  strictEqual((await take("by-name")).accessKeyId, "ASIASSO");
  deepStrictEqual(b.oidc.calls, ["createToken refresh"]);
  deepStrictEqual(b.portal.calls.map(({ accessToken }) => accessToken), ["kept", "access-1", "access-1"]);
});

Deno.test("a session that AWS goes on refusing is renewed once", async () => {
  const { bench: b, take } = await bench();
  b.portal.goodTokens = new Set();
  await rejects(
    take("by-id"),
    (error) => error instanceof AtmosEcrError && error.code === "AWS_CREDENTIALS_EXPIRED",
  );
  deepStrictEqual(b.oidc.calls, ["createToken refresh"]);
  strictEqual(b.portal.calls.length, 2);
});

Deno.test("a role builds on a permission set, in the region of the login", async () => {
  const { take } = await bench();
  strictEqual((await take("role")).region, "us-east-1");
});

/** A login as Atmos keeps it in a keyring. */
function keyringLogin(data: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    type: "aws",
    data: { access_key_id: "ringed", region: "us-east-1", expiration: "2026-01-01T01:00:00Z", ...data },
  });
}

Deno.test("a login that only Atmos' keyring has is used for an account id, and not stored for the start URL", async () => {
  const { bench: world, take } = await bench();
  await world.sessions.remove(kept(60));
  world.keyringText = keyringLogin();
  strictEqual((await take("by-id")).principal?.account, "111111111111");
  deepStrictEqual(world.oidc.calls, []);
  strictEqual(await world.sessions.read(kept(60)), undefined);
  // It may be the login of another organisation, which has an account of that name, too.
  await rejects(take("by-name"), { code: "LOGIN_REQUIRED" });
});

Deno.test("a keyring entry that is not a login to the provider is not used", async (t) => {
  const rows: Readonly<Record<string, string>> = {
    "another region": keyringLogin({ region: "eu-west-1" }),
    "over": keyringLogin({ expiration: "2026-01-01T00:04:00Z" }),
    "no end": keyringLogin({ expiration: undefined }),
    "a date of another form": keyringLogin({ expiration: "tomorrow" }),
    "keys of a user": keyringLogin({ secret_access_key: "x" }),
    "a session": keyringLogin({ session_token: "x" }),
    "no token": keyringLogin({ access_key_id: "" }),
    "a token for another header": keyringLogin({ access_key_id: "a\r\nX: y" }),
    "another type": keyringLogin().replace('"aws"', '"oidc"'),
    "no JSON": "ringed",
    "null": "null",
  };
  for (const [name, text] of Object.entries(rows)) {
    await t.step(name, async () => {
      const { bench: world, take } = await bench();
      await world.sessions.remove(kept(60));
      world.keyringText = text;
      await rejects(take("by-id"), { code: "LOGIN_REQUIRED" });
    });
  }
});

Deno.test("a stored or refreshable session takes precedence over the keyring", async () => {
  const { bench: world, take } = await bench();
  world.keyringText = keyringLogin();
  await world.sessions.write(kept(-60, REFRESHABLE));
  await take("by-id");
  deepStrictEqual(world.oidc.calls, ["createToken refresh"]);
});
