/** Sources of credentials that answer over HTTP: SSO, container, instance. */
import assert from "node:assert/strict";
import { AmbientHome } from "./ambient_home.ts";
import { promptly } from "../../support/promptly.ts";

const LATER = new Date(Date.now() + 3_600_000).toISOString();

const SSO_CONFIG = `[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Deploy
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
`;

const SSO_TOKEN = { accessToken: "sso-canary", expiresAt: LATER, startUrl: "https://corp.awsapps.com/start" };

Deno.test("resolve() gets a role with the SSO session of a profile", async () => {
  const seen: string[] = [];
  await using portal = serve((request) => {
    seen.push(`${new URL(request.url).pathname} ${request.headers.get("x-amz-sso_bearer_token")}`);
    return Response.json({
      roleCredentials: {
        accessKeyId: "ASIASSO",
        secretAccessKey: "s",
        sessionToken: "t",
        expiration: Date.parse(LATER),
      },
    });
  });
  await using home = await AmbientHome.open({ config: SSO_CONFIG });
  await home.writeSsoToken("corp", SSO_TOKEN);
  const found = await home.resolve({ AWS_PROFILE: "dev", AWS_ENDPOINT_URL_SSO: portal.url });
  assert.deepEqual([found.accessKeyId, found.region], ["ASIASSO", "eu-west-1"]);
  assert.deepEqual(seen, ["/federation/credentials sso-canary"]);
});

Deno.test("resolve() names the command to run if an SSO session has expired or is missing", async () => {
  await using refusing = serve(() =>
    Response.json({ message: "Session token not found or invalid" }, {
      status: 401,
      headers: { "x-amzn-errortype": "UnauthorizedException" },
    })
  );
  await using home = await AmbientHome.open({ config: SSO_CONFIG });
  const variables = { AWS_PROFILE: "dev", AWS_ENDPOINT_URL_SSO: refusing.url };
  const none = (await home.resolve(variables)).error;
  assert.equal(none?.code, "AWS_CREDENTIALS_MISSING");
  assert.match(
    none?.message ?? "",
    /^Cannot get the AWS credentials of profile "dev": there is no SSO session$/,
  );

  await home.writeSsoToken("corp", SSO_TOKEN);
  const refused = (await home.resolve(variables)).error;
  assert.equal(refused?.code, "LOGIN_REQUIRED");
  assert.match(refused?.message ?? "", /: the SSO session has expired$/);

  // Without the means to refresh it, and with means that the service refuses.
  const past = { ...SSO_TOKEN, expiresAt: "2020-01-01T00:00:00Z" };
  const client = { clientId: "c", clientSecret: "s", refreshToken: "r" };
  for (const token of [past, { ...past, ...client }]) {
    await home.writeSsoToken("corp", token);
    const oidc = { AWS_ENDPOINT_URL_SSO_OIDC: refusing.url };
    const expired = (await home.resolve({ ...variables, ...oidc })).error;
    assert.equal(expired?.code, "LOGIN_REQUIRED", expired?.message);
    assert.equal(expired?.hint, "Run `aws sso login --profile dev`, then try again");
  }
  for (const error of [none, refused]) {
    assert.equal(error?.hint, "Run `aws sso login --profile dev`, then try again");
    assert.doesNotMatch(JSON.stringify(error), /canary/);
  }
});

Deno.test("resolve() distinguishes SSO that denies, fails or is unreachable from an expired session", async () => {
  await using home = await AmbientHome.open({ config: SSO_CONFIG });
  await home.writeSsoToken("corp", SSO_TOKEN);
  for (
    const [status, type, code] of [
      [403, "ForbiddenException", "AWS_DENIED"],
      [429, "TooManyRequestsException", "AWS_THROTTLED"],
      [500, "InternalServerException", "AWS_UNREACHABLE"],
    ] as const
  ) {
    await using portal = serve(() =>
      Response.json({ message: "No access" }, { status, headers: { "x-amzn-errortype": type } })
    );
    const { error } = await home.resolve({ AWS_PROFILE: "dev", AWS_ENDPOINT_URL_SSO: portal.url });
    assert.equal(error?.code, code, error?.message);
  }
  // No port of its own that was closed: another test might have got it since. Deno sends nothing to ports 1 and 9.
  const { error } = await home.resolve({ AWS_PROFILE: "dev", AWS_ENDPOINT_URL_SSO: "http://127.0.0.1:2" });
  assert.equal(error?.code, "AWS_UNREACHABLE");
  assert.match(error?.message ?? "", /: "127\.0\.0\.1:2" refused the connection$/);
});

Deno.test("resolve() gets credentials from container and instance services", async () => {
  await using container = serve(() =>
    Response.json({ AccessKeyId: "ASIACONTAINER", SecretAccessKey: "s", Token: "t", Expiration: LATER })
  );
  await using instance = serve((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/latest/api/token") return new Response("imds-token");
    if (pathname.endsWith("/security-credentials/")) return new Response("role");
    return Response.json({
      AccessKeyId: "ASIAINSTANCE",
      SecretAccessKey: "s",
      Token: "t",
      Expiration: LATER,
    });
  });
  await using home = await AmbientHome.open();
  const [first, second] = await Promise.all([
    home.resolve({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${container.url}/credentials` }),
    home.resolve({ AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.url }),
  ]);
  assert.equal(first.accessKeyId, "ASIACONTAINER");
  assert.equal(second.accessKeyId, "ASIAINSTANCE");
});

Deno.test("resolve() reports a container service without credentials", async () => {
  await using container = serve(() => new Response("hunter2", { status: 500 }));
  await using home = await AmbientHome.open();
  const answers = await Promise.all(
    [container.url, "http://169.254.1.1/", "nonsense"].map((url) =>
      home.resolve({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url })
    ),
  );
  for (const { error } of answers) {
    assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
    assert.match(error?.message ?? "", /: the container credentials endpoint returned none$/);
    assert.match(error?.hint ?? "", /AWS_CONTAINER_CREDENTIALS_FULL_URI/);
  }
});

Deno.test("resolve() does not wait for an unresponsive instance service, nor beyond its signal", async () => {
  await using silent = silentServer();
  await using home = await AmbientHome.open();
  const variables = { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: silent.url };
  const [unbounded, deadline, cancelled] = await promptly(10_000, () =>
    Promise.all([
      home.resolve(variables, { deadlineMs: 60_000 }),
      home.resolve(variables, { deadlineMs: 300 }),
      home.resolve(variables, { deadlineMs: 300, cancelled: true }),
    ]));
  assert.equal(unbounded.error?.code, "AWS_CREDENTIALS_MISSING");
  assert.equal(deadline.error?.code, "AWS_UNREACHABLE");
  assert.match(
    deadline.error?.message ?? "",
    /^Cannot get AWS credentials from the environment: AWS did not respond/,
  );
  assert.equal(cancelled.error?.code, "CANCELLED");
});

function serve(handler: (request: Request) => Response): { readonly url: string } & AsyncDisposable {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A server that accepts connections and says nothing. */
function silentServer(): { readonly url: string } & AsyncDisposable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection);
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      await accepting;
      for (const connection of connections) connection.close();
    },
  };
}
