/** Forms that the sources of credentials take, and those that they refuse before any call. */
import assert from "node:assert/strict";
import { AmbientHome } from "./ambient_home.ts";
import { serve } from "./answering_service.ts";

Deno.test({
  name: "credential_process: a time in any form with a zone",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    const rows: readonly (readonly [expiration: string, expiresAt: string | undefined])[] = [
      ['"2086-01-31T12:00:00Z"', "2086-01-31T12:00:00.000Z"],
      ['"20860131T120000Z"', "2086-01-31T12:00:00.000Z"],
      ['"2086-01-31T14:00:00+02:00"', "2086-01-31T12:00:00.000Z"],
      ['"2086-01-31T14:00:00+0200"', "2086-01-31T12:00:00.000Z"],
      ['"2086-01-31T14:00:00.25+02"', "2086-01-31T12:00:00.250Z"],
      ['"2086-01-31 12:00:00 UTC"', "2086-01-31T12:00:00.000Z"],
      ['"Thu, 31 Jan 2086 12:00:00 GMT"', "2086-01-31T12:00:00.000Z"],
      ['"2086-01-31T12:00:00UTC"', "2086-01-31T12:00:00.000Z"],
      ['"2086-01-31T14:00:00,25 +02:00"', "2086-01-31T12:00:00.250Z"],
      ["null", undefined],
      ['"2086-01-31T12:00:00"', "invalid"],
      ['"2086-01-31"', "invalid"],
      ["1893456000", "invalid"],
      ['""', "invalid"],
      ['"soon Z"', "invalid"],
    ];
    for (const [expiration, wanted] of rows) {
      await t.step(expiration, async () => {
        await using home = await AmbientHome.open();
        const answer = `{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Expiration":${expiration}}`;
        const file = await home.write("answer", answer);
        await home.write(".aws/config", `[default]\ncredential_process = cat "${file}"\n`);
        const { error, expiresAt } = await home.resolve();
        if (wanted === "invalid") assert.match(error?.message ?? "", /printed an invalid Expiration$/);
        else assert.deepEqual([error, expiresAt], [undefined, wanted]);
      });
    }
  },
});

Deno.test("an empty file of a web identity token is told before any call", async () => {
  await using home = await AmbientHome.open();
  const token = await home.write("token", "\n");
  const { error } = await home.resolve({
    AWS_ROLE_ARN: "arn:aws:iam::111111111111:role/r",
    AWS_WEB_IDENTITY_TOKEN_FILE: token,
    AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9",
  });
  assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
  assert.match(error.message, /the file of the web identity token, ".*", is empty$/);
});

Deno.test("instance metadata: where no token comes, the older version is tried, as by the AWS CLI", async (t) => {
  const roles = "/latest/meta-data/iam/security-credentials/";
  const keys = { AccessKeyId: "A", SecretAccessKey: "s", Token: "t", Expiration: "2086-01-01T00:00:00Z" };
  const rows: readonly (readonly [status: number, body: string, v1: boolean])[] = [
    [403, "", true],
    [404, "", true],
    [405, "", true],
    [500, "", true],
    [503, "", true],
    [302, "", true],
    [200, "", true],
    [400, "", false],
  ];
  for (const [status, body, v1] of rows) {
    for (const disabled of ["false", "true"]) {
      await t.step(`HTTP ${status}, version 1 disabled: ${disabled}`, async () => {
        await using service = serve((path) => {
          if (path === "/latest/api/token") return new Response(body, { status });
          return path === roles ? new Response("r") : Response.json(keys);
        });
        await using home = await AmbientHome.open();
        const { accessKeyId, error } = await home.resolve({
          AWS_EC2_METADATA_DISABLED: "false",
          AWS_EC2_METADATA_SERVICE_ENDPOINT: service.url,
          AWS_EC2_METADATA_V1_DISABLED: disabled,
        });
        if (v1 && disabled === "false") assert.equal(accessKeyId, "A");
        else assert.equal(error?.code, "AWS_CREDENTIALS_MISSING");
      });
    }
  }
});

Deno.test("instance metadata: keys that it offers beyond their end are used, as by the SDKs", async () => {
  await using service = serve((path) =>
    path === "/latest/api/token"
      ? new Response("t")
      : path.endsWith("/")
      ? new Response("r")
      : Response.json({
        AccessKeyId: "A",
        SecretAccessKey: "s",
        Token: "t",
        Expiration: "2020-01-01T00:00:00Z",
      })
  );
  await using home = await AmbientHome.open();
  const { accessKeyId, expiresAt, error } = await home.resolve({
    AWS_EC2_METADATA_DISABLED: "false",
    AWS_EC2_METADATA_SERVICE_ENDPOINT: service.url,
  });
  assert.deepEqual([accessKeyId, expiresAt, error], ["A", undefined, undefined]);
});

Deno.test("keys of boto count before the instance and after profiles, and not for a profile that is chosen", async () => {
  await using home = await AmbientHome.open({ config: "[profile x]\nregion = eu-west-1\n" });
  await home.write(".boto", "[Credentials]\naws_access_key_id = AKIABOTO\naws_secret_access_key = s\n");
  assert.equal((await home.resolve({ AWS_EC2_METADATA_DISABLED: "false" })).accessKeyId, "AKIABOTO");
  assert.equal((await home.resolve({ AWS_PROFILE: "x" })).accessKeyId, "AKIABOTO");
  const chosen = await home.resolve({}, { deadlineMs: 15_000, profile: "x" });
  assert.equal(chosen.error?.code, "AWS_PROFILE_INVALID");
  await home.write(".aws/credentials", "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n");
  assert.equal((await home.resolve()).accessKeyId, "AKIA1");
});

Deno.test("instance metadata that is slow or fails at first is asked as long and as often as variables say", async () => {
  const roles = "/latest/meta-data/iam/security-credentials/";
  let failures = 0;
  await using service = serve((path) => {
    if (path === "/latest/api/token") return new Response("t");
    failures += 1;
    if (failures < 3) return new Response(null, { status: 503 });
    if (path === roles) return new Response("r");
    return Response.json({ AccessKeyId: "A", SecretAccessKey: "s", Token: "t" });
  });
  await using home = await AmbientHome.open();
  const env = { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: service.url };
  assert.match((await home.resolve(env)).error?.message ?? "", /HTTP 503$/);
  failures = 0;
  assert.equal((await home.resolve({ ...env, AWS_METADATA_SERVICE_NUM_ATTEMPTS: "3" })).accessKeyId, "A");

  await using slow = serve(() => undefined);
  const waiting = { ...env, AWS_EC2_METADATA_SERVICE_ENDPOINT: slow.url, AWS_METADATA_SERVICE_TIMEOUT: "2" };
  assert.match((await home.resolve(waiting)).error?.message ?? "", /did not respond within 2 s$/);
});
