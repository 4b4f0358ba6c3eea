import assert from "node:assert/strict";
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  LogoutCommand,
  paginateListAccounts,
} from "@aws-sdk/client-sso";
import {
  AuthorizationPendingException,
  CreateTokenCommand,
  InvalidClientException,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
import { leakChecked } from "../http/leak_checked.ts";
import { startFakeAws } from "./fake_aws.ts";
import { whoAmI } from "./sdk_calls.ts";
import { SdkClients } from "./sdk_clients.ts";
import { GRANT_TYPES } from "./sso_clients.ts";

const startUrl = "https://acme.awsapps.com/start";

Deno.test(leakChecked("identityCenter() signs a person in for the SDK's clients", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const center = aws.identityCenter({ startUrl, user: "bob" });
  center.intervalSeconds = 0;
  center.pendingPolls = 1;
  const ids = ["111122223333", "444455556666", "777788889999"];
  for (const id of ids) center.assign({ id, name: `account ${id}` }, "Pull");
  const oidc = sdk.ssoOidc();
  const register = new RegisterClientCommand({
    clientName: "test",
    clientType: "public",
    scopes: ["sso:account:access"],
  });
  const { clientId, clientSecret } = await oidc.send(register);
  const start = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
  const { deviceCode } = await oidc.send(start);
  const poll = new CreateTokenCommand({ clientId, clientSecret, deviceCode, grantType: GRANT_TYPES.device });
  await assert.rejects(oidc.send(poll), (error) => {
    assert.ok(error instanceof AuthorizationPendingException);
    assert.equal(error.error, "authorization_pending");
    return true;
  });
  const { accessToken } = await oidc.send(poll);
  const portal = sdk.sso();
  const accounts: (string | undefined)[] = [];
  for await (const page of paginateListAccounts({ client: portal, pageSize: 2 }, { accessToken })) {
    accounts.push(...(page.accountList ?? []).map((account) => account.accountId));
  }
  assert.deepEqual(accounts, ids);
  assert.equal(aws.count("sso", "ListAccounts"), 2);
  const [accountId] = ids;
  const { roleList } = await portal.send(new ListAccountRolesCommand({ accessToken, accountId }));
  assert.deepEqual(roleList, [{ roleName: "Pull", accountId }]);
  const get = new GetRoleCredentialsCommand({ accessToken, accountId, roleName: "Pull" });
  const { accessKeyId = "", secretAccessKey = "", sessionToken = "" } =
    (await portal.send(get)).roleCredentials ?? {};
  const identity = await whoAmI(aws, { accessKeyId, secretAccessKey, sessionToken, arn: "" });
  assert.match(identity.Arn ?? "", /assumed-role\/AWSReservedSSO_Pull_[0-9a-f]{16}\/bob$/);
  await portal.send(new LogoutCommand({ accessToken }));
  await assert.rejects(portal.send(get), {
    name: "UnauthorizedException",
    message: /^Session token not found/,
  });
}));

Deno.test(leakChecked("identityCenter() fails with errors that the SDK knows", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const center = aws.identityCenter({ startUrl });
  center.assign({ id: "111122223333", name: "dev" }, "Pull");
  const { accessToken } = center.issueSession();
  const refresh = new CreateTokenCommand({
    clientId: "x",
    clientSecret: "x",
    grantType: GRANT_TYPES.refresh,
    refreshToken: "x",
  });
  await assert.rejects(sdk.ssoOidc().send(refresh), InvalidClientException);
  const forbidden = new GetRoleCredentialsCommand({
    accessToken,
    accountId: "111122223333",
    roleName: "Admin",
  });
  await assert.rejects(sdk.sso().send(forbidden), { name: "ForbiddenException", message: "No access" });
  aws.faults.add({
    service: "sso",
    times: 1,
    effect: { kind: "error", status: 429, code: "TooManyRequestsException" },
  });
  await assert.rejects(sdk.sso().send(forbidden), { name: "TooManyRequestsException" });
}));
