import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { OidcIssuer } from "../oidc/issuer.ts";
import { type FakeAws, startFakeAws } from "./fake_aws.ts";
import type { Role } from "./principals.ts";
import { assumeRoleWithWebIdentity, demandCredentials, getPassword, keysOf, whoAmI } from "./sdk_calls.ts";

const ISSUER_URL = "https://token.actions.githubusercontent.com";

for (const algorithm of ["RS256", "ES256"] as const) {
  Deno.test(leakChecked(`oidcProvider() lets in who has a token by ${algorithm}`, async () => {
    await using aws = await startFakeAws();
    const { role, provider, issuer } = world(aws, algorithm);
    const answer = await assumeRoleWithWebIdentity(aws, {
      RoleArn: role.arn,
      WebIdentityToken: tokenOf(issuer),
    });
    assert.equal(answer.AssumedRoleUser?.Arn, "arn:aws:sts::111122223333:assumed-role/deploy/test");
    assert.equal(answer.Provider, provider);
    assert.equal(answer.Audience, "sts.amazonaws.com");
    assert.equal(answer.SubjectFromWebIdentityToken, "repo:acme/app:ref:refs/heads/main");
    const keys = keysOf(demandCredentials(answer.Credentials));
    assert.equal((await whoAmI(aws, keys)).Arn, answer.AssumedRoleUser?.Arn);
    assert.ok(await getPassword(aws, keys));
  }));
}

Deno.test(leakChecked("oidcProvider() rejects tokens like STS", async () => {
  await using aws = await startFakeAws();
  const { role, issuer } = world(aws);
  const stranger = new OidcIssuer("https://gitlab.example");
  const forger = new OidcIssuer(ISSUER_URL);
  const [header, , signature] = tokenOf(issuer).split(".");
  const payload = tokenOf(issuer, { sub: "repo:acme/app:admin" }).split(".")[1];
  const unsigned = [btoa(JSON.stringify({ alg: "none" })), payload, ""].join(".");
  const attempts: readonly (readonly [string, string, RegExp])[] = [
    ["not a token", "InvalidIdentityTokenException", /is not a valid JWT/],
    [
      tokenOf(stranger),
      "InvalidIdentityTokenException",
      /^No OpenIDConnect provider found in your account for https:\/\/gitlab/,
    ],
    [tokenOf(forger), "InvalidIdentityTokenException", /signature/],
    [`${header}.${payload}.${signature}`, "InvalidIdentityTokenException", /signature/],
    [unsigned, "InvalidIdentityTokenException", /signature/],
    [tokenOf(issuer, { aud: "api://other" }), "InvalidIdentityTokenException", /^Incorrect token audience$/],
    [
      tokenOf(issuer, { exp: 1_700_000_000 }),
      "ExpiredTokenException",
      /^Token expired: current date\/time \d+ must be/,
    ],
  ];
  for (const [WebIdentityToken, name, message] of attempts) {
    const attempt = assumeRoleWithWebIdentity(aws, { RoleArn: role.arn, WebIdentityToken });
    await assert.rejects(attempt, { name, message });
  }
  const token = tokenOf(issuer);
  issuer.isReachable = false;
  await assert.rejects(assumeRoleWithWebIdentity(aws, { RoleArn: role.arn, WebIdentityToken: token }), {
    name: "IDPCommunicationErrorException",
  });
  issuer.isReachable = true;
  issuer.rotateKey();
  await assert.rejects(assumeRoleWithWebIdentity(aws, { RoleArn: role.arn, WebIdentityToken: token }), {
    name: "InvalidIdentityTokenException",
  });
}));

Deno.test(leakChecked("role() lets in no web identity that it does not trust", async () => {
  await using aws = await startFakeAws();
  const { role, provider, issuer } = world(aws);
  const account = "111122223333";
  const other = aws.role({ account, name: "other", trusts: ["*"] });
  const subjects = aws.role({
    account,
    name: "tags",
    trusts: [provider],
    subjects: ["repo:acme/app:ref:refs/tags/*"],
  });
  const denied = { name: "AccessDenied", message: "Not authorized to perform sts:AssumeRoleWithWebIdentity" };
  for (const RoleArn of [other.arn, subjects.arn, `arn:aws:iam::${account}:role/missing`]) {
    await assert.rejects(
      assumeRoleWithWebIdentity(aws, { RoleArn, WebIdentityToken: tokenOf(issuer) }),
      denied,
    );
  }
  const tag = tokenOf(issuer, { sub: "repo:acme/app:ref:refs/tags/v1" });
  assert.ok(await assumeRoleWithWebIdentity(aws, { RoleArn: subjects.arn, WebIdentityToken: tag }));
  aws.deny(role.arn, "sts:AssumeRoleWithWebIdentity");
  const WebIdentityToken = tokenOf(issuer);
  await assert.rejects(assumeRoleWithWebIdentity(aws, { RoleArn: role.arn, WebIdentityToken }), denied);
}));

Deno.test(leakChecked("startFakeAws() checks the form of AssumeRoleWithWebIdentity first", async () => {
  await using aws = await startFakeAws();
  const { role, issuer } = world(aws);
  const good = { RoleArn: role.arn, WebIdentityToken: tokenOf(issuer) };
  const bad = [
    { ...good, RoleSessionName: "no spaces" },
    { ...good, DurationSeconds: 899 },
    { ...good, DurationSeconds: 3601 },
    { ...good, RoleArn: "arn:aws:iam::1:role/x" },
    { ...good, WebIdentityToken: "x" },
  ];
  for (const input of bad) {
    await assert.rejects(assumeRoleWithWebIdentity(aws, input), { name: "ValidationError" });
  }
}));

function world(
  aws: FakeAws,
  algorithm?: "RS256" | "ES256",
): { readonly issuer: OidcIssuer; readonly provider: string; readonly role: Role } {
  const issuer = new OidcIssuer(ISSUER_URL, algorithm);
  const provider = aws.oidcProvider({ account: "111122223333", issuer, audiences: ["sts.amazonaws.com"] });
  const role = aws.role({ account: "111122223333", name: "deploy", trusts: [provider] });
  return { issuer, provider, role };
}

function tokenOf(issuer: OidcIssuer, claims: Parameters<OidcIssuer["sign"]>[0] = {}): string {
  const exp = Math.floor(Date.now() / 1000) + 300;
  return issuer.sign({ aud: "sts.amazonaws.com", sub: "repo:acme/app:ref:refs/heads/main", exp, ...claims });
}
