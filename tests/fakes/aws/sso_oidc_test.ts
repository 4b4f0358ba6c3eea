import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, startFakeAws } from "./fake_aws.ts";
import { browse, post, register, startCode, startDevice } from "./sso_calls.ts";
import { GRANT_TYPES } from "./sso_clients.ts";

const START_URL = "https://acme.awsapps.com/start";

Deno.test(
  leakChecked("identityCenter() gives tokens for a device code that the person approves", async () => {
    await using aws = await startFakeAws();
    aws.identityCenter({ startUrl: START_URL });
    const { answer, poll } = await startDevice(aws, `${START_URL}/#/`);
    const { deviceCode, userCode, ...rest } = answer.body;
    assert.equal(typeof deviceCode, "string");
    assert.match(String(userCode), /^[A-Z]{4}-[A-Z]{4}$/);
    assert.deepEqual(rest, {
      verificationUri: `${START_URL}/#/device`,
      verificationUriComplete: `${START_URL}/#/device?user_code=${userCode}`,
      expiresIn: 600,
      interval: 1,
    });
    const { status, body: { accessToken, refreshToken, ...facts } } = await poll();
    assert.equal(status, 200);
    assert.deepEqual(facts, { tokenType: "Bearer", expiresIn: 3600 });
    assert.notEqual(accessToken, refreshToken);
    assert.deepEqual(await errorOf(poll()), [400, "InvalidGrantException", "invalid_grant"]);
    assert.equal(aws.count("sso-oidc", "CreateToken"), 2);
  }),
);

Deno.test(leakChecked("identityCenter() keeps a device code pending until the user decides", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  center.person = "waits";
  center.intervalSeconds = 0;
  const first = await startDevice(aws, START_URL);
  const second = await startDevice(aws, START_URL);
  const pending = [400, "AuthorizationPendingException", "authorization_pending"];
  assert.deepEqual(await errorOf(first.poll()), pending);
  assert.deepEqual(center.userCodes, [first.answer.body["userCode"], second.answer.body["userCode"]]);
  assert.equal(center.approve(String(first.answer.body["userCode"])), 1);
  assert.equal((await first.poll()).status, 200);
  assert.deepEqual(await errorOf(second.poll()), pending);
  assert.equal(center.deny(), 1);
  assert.deepEqual(await errorOf(second.poll()), [400, "AccessDeniedException", "access_denied"]);
  const third = await startDevice(aws, START_URL);
  assert.equal(center.expireDeviceCodes(), 3);
  assert.deepEqual(await errorOf(third.poll()), [400, "ExpiredTokenException", "expired_token"]);
}));

Deno.test(leakChecked("identityCenter() lets the person decide after some polls", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  center.intervalSeconds = 0;
  center.pendingPolls = 2;
  const approved = await startDevice(aws, START_URL);
  const statuses = [await approved.poll(), await approved.poll(), await approved.poll()].map(({ status }) =>
    status
  );
  assert.deepEqual(statuses, [400, 400, 200]);
  center.person = "denies";
  const denied = await startDevice(aws, START_URL);
  const codes = [await denied.poll(), await denied.poll(), await denied.poll()].map(({ body }) =>
    body["error"]
  );
  assert.deepEqual(codes, ["authorization_pending", "authorization_pending", "access_denied"]);
}));

Deno.test(
  leakChecked("identityCenter() slows a client down that polls faster than the interval", async () => {
    await using aws = await startFakeAws();
    const center = aws.identityCenter({ startUrl: START_URL });
    center.intervalSeconds = 60;
    center.pendingPolls = 1;
    const { poll } = await startDevice(aws, START_URL);
    assert.equal((await poll()).body["error"], "authorization_pending");
    assert.deepEqual(await errorOf(poll()), [400, "SlowDownException", "slow_down"]);
    aws.clockOffsetMs += 59_000;
    assert.equal((await poll()).status, 200);
  }),
);

Deno.test(
  leakChecked("identityCenter() expires device codes and registrations by the server's clock", async () => {
    await using aws = await startFakeAws();
    aws.identityCenter({ startUrl: START_URL });
    const { poll, client } = await startDevice(aws, START_URL);
    aws.clockOffsetMs = 601_000;
    assert.deepEqual(await errorOf(poll()), [400, "ExpiredTokenException", "expired_token"]);
    aws.clockOffsetMs = 91 * 24 * 3600_000;
    const invalidClient = [401, "InvalidClientException", "invalid_client"];
    assert.deepEqual(await errorOf(poll()), invalidClient);
    const again = post(aws, "/device_authorization", { ...client, startUrl: START_URL });
    assert.deepEqual(await errorOf(again), invalidClient);
  }),
);

Deno.test(leakChecked("identityCenter() can return hostile responses", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  center.deviceAnswer = { verificationUri: "javascript:alert(1)", verificationUriComplete: undefined };
  center.tokenAnswer = { refreshToken: undefined, expiresIn: -1 };
  const { answer, poll } = await startDevice(aws, START_URL);
  assert.equal(answer.body["verificationUri"], "javascript:alert(1)");
  assert.equal(Object.hasOwn(answer.body, "verificationUriComplete"), false);
  const { body: { accessToken, ...token } } = await poll();
  assert.equal(typeof accessToken, "string");
  assert.deepEqual(token, { tokenType: "Bearer", expiresIn: -1 });
}));

Deno.test(leakChecked("identityCenter() spends a refresh token and gives another", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  const session = center.issueSession();
  const refreshed = await refresh(aws, session);
  assert.equal(refreshed.status, 200);
  assert.notEqual(refreshed.body["accessToken"], session.accessToken);
  const invalid = [400, "InvalidGrantException", "invalid_grant"];
  assert.deepEqual(await errorOf(refresh(aws, session)), invalid);
  const rotated = { ...session, refreshToken: String(refreshed.body["refreshToken"]) };
  center.rotatesRefreshTokens = false;
  assert.equal((await refresh(aws, rotated)).body["refreshToken"], undefined);
  assert.equal((await refresh(aws, rotated)).status, 200);
  assert.deepEqual(await errorOf(refresh(aws, { ...rotated, ...await register(aws) })), invalid);
  assert.equal(center.revokeRefreshTokens(), 1);
  assert.deepEqual(await errorOf(refresh(aws, rotated)), invalid);
  const late = center.issueSession();
  aws.clockOffsetMs = 8 * 3600_000 + 1000;
  assert.deepEqual(await errorOf(refresh(aws, late)), invalid);
  assert.equal(aws.expireSsoClients() > 0, true);
  assert.deepEqual(await errorOf(refresh(aws, late)), [401, "InvalidClientException", "invalid_client"]);
}));

Deno.test(leakChecked("identityCenter() gives tokens for a code with its verifier, once", async () => {
  await using aws = await startFakeAws();
  aws.identityCenter({ startUrl: START_URL });
  const { authorizeUrl, redeem } = await startCode(aws, START_URL);
  const { status, location } = await browse(authorizeUrl());
  assert.equal(status, 302);
  assert.equal(location?.origin, "http://127.0.0.1:49152");
  assert.equal(location?.searchParams.get("state"), "state-1");
  const code = location?.searchParams.get("code") ?? "";
  const { body } = await redeem(code);
  assert.equal(typeof body["accessToken"], "string");
  assert.equal(typeof body["refreshToken"], "string");
  assert.deepEqual(await errorOf(redeem(code)), [400, "InvalidGrantException", "invalid_grant"]);
}));

Deno.test(
  leakChecked("identityCenter() only accepts a code from the client that requested it", async () => {
    await using aws = await startFakeAws();
    aws.identityCenter({ startUrl: START_URL });
    const { authorizeUrl, redeem } = await startCode(aws, START_URL);
    const stranger = await startCode(aws, START_URL);
    const changes: Readonly<Record<string, string>>[] = [
      { codeVerifier: "x".repeat(43) },
      { redirectUri: "http://127.0.0.1:1/oauth/callback" },
      { ...stranger.client },
    ];
    for (const change of changes) {
      const { location } = await browse(authorizeUrl());
      const code = location?.searchParams.get("code") ?? assert.fail();
      assert.deepEqual(await errorOf(redeem(code, change)), [400, "InvalidGrantException", "invalid_grant"]);
      assert.equal((await redeem(code)).status, 400, "a wrong attempt spends the code");
    }
  }),
);

Deno.test(leakChecked("identityCenter() lets the person deny or ignore the browser's page", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  const { authorizeUrl } = await startCode(aws, START_URL);
  center.person = "denies";
  const { location } = await browse(authorizeUrl());
  assert.equal(location?.href, "http://127.0.0.1:49152/oauth/callback?error=access_denied&state=state-1");
  center.person = "waits";
  assert.deepEqual(await browse(authorizeUrl()), { status: 200, location: undefined });
}));

Deno.test(leakChecked("identityCenter() checks what the browser asks for", async () => {
  await using aws = await startFakeAws();
  aws.identityCenter({ startUrl: START_URL });
  const { authorizeUrl } = await startCode(aws, START_URL);
  for (const uri of ["http://evil.example/oauth/callback", "http://127.0.0.1:49152/other"]) {
    assert.deepEqual(await browse(authorizeUrl({ redirect_uri: uri })), { status: 400, location: undefined });
  }
  assert.deepEqual(await browse(authorizeUrl({ client_id: "x" })), { status: 401, location: undefined });
  const errors: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["unsupported_response_type", { response_type: "token" }],
    ["invalid_scope", { scopes: "sso:account:access admin" }],
    ["invalid_request", { code_challenge_method: "plain" }],
    ["invalid_request", { code_challenge: "short" }],
  ];
  for (const [error, changes] of errors) {
    const { location } = await browse(authorizeUrl(changes));
    assert.equal(location?.searchParams.get("error"), error);
    assert.equal(location?.searchParams.get("state"), "state-1");
  }
}));

Deno.test(leakChecked("identityCenter() rejects registrations that AWS would reject", async () => {
  await using aws = await startFakeAws();
  aws.identityCenter({ startUrl: START_URL });
  const client = { clientName: "test", clientType: "public" };
  const code = {
    ...client,
    grantTypes: [GRANT_TYPES.code],
    redirectUris: ["http://127.0.0.1/oauth/callback"],
  };
  const refusals: readonly (readonly [string, unknown])[] = [
    ["invalid_request", { clientName: "test" }],
    ["invalid_client_metadata", { ...client, clientType: "confidential" }],
    ["unsupported_grant_type", { ...client, grantTypes: ["password"] }],
    ["invalid_scope", { ...client, scopes: ["everything"] }],
    ["invalid_request", { ...client, scopes: "sso:account:access" }],
    ["invalid_redirect_uri", { ...code, redirectUris: undefined, issuerUrl: START_URL }],
    ["invalid_redirect_uri", { ...code, redirectUris: ["https://evil.example/"], issuerUrl: START_URL }],
    ["invalid_request", code],
  ];
  for (const [error, input] of refusals) {
    assert.equal((await post(aws, "/client/register", input)).body["error"], error, JSON.stringify(input));
  }
  const { body, status } = await post(aws, "/client/register", { ...code, issuerUrl: START_URL });
  assert.equal(status, 200);
  assert.equal(Number(body["clientSecretExpiresAt"]) - Number(body["clientIdIssuedAt"]), 90 * 24 * 3600);
}));

Deno.test(leakChecked("identityCenter() rejects what a client did not register for", async () => {
  await using aws = await startFakeAws();
  aws.identityCenter({ startUrl: START_URL });
  const { client } = await startCode(aws, START_URL);
  const unauthorized = [400, "UnauthorizedClientException", "unauthorized_client"];
  const device = post(aws, "/device_authorization", { ...client, startUrl: START_URL });
  assert.deepEqual(await errorOf(device), unauthorized);
  const token = (input: Readonly<Record<string, string>>): ReturnType<typeof post> =>
    post(aws, "/token", { ...client, ...input });
  const { device: grantType } = GRANT_TYPES;
  assert.deepEqual(await errorOf(token({ grantType, deviceCode: "x" })), unauthorized);
  assert.deepEqual(await errorOf(token({ grantType: "password" })), [
    400,
    "UnsupportedGrantTypeException",
    "unsupported_grant_type",
  ]);
  assert.equal((await token({ grantType: GRANT_TYPES.refresh })).body["error"], "invalid_request");
  const wrongStart = post(aws, "/device_authorization", {
    ...await register(aws),
    startUrl: "https://other.awsapps.com/start",
  });
  assert.deepEqual(await errorOf(wrongStart), [400, "InvalidRequestException", "invalid_request"]);
}));

async function errorOf(answer: ReturnType<typeof post>): Promise<readonly unknown[]> {
  const { status, code, body } = await answer;
  assert.equal(typeof body["error_description"], "string");
  return [status, code, body["error"]];
}

function refresh(
  aws: FakeAws,
  { clientId, clientSecret, refreshToken }: Readonly<
    Record<"clientId" | "clientSecret" | "refreshToken", string>
  >,
): ReturnType<typeof post> {
  return post(aws, "/token", { clientId, clientSecret, refreshToken, grantType: GRANT_TYPES.refresh });
}
