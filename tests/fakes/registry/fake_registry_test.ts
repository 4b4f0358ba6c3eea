import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { type FakeAws, startFakeAws } from "../aws/fake_aws.ts";
import { getPassword } from "../aws/sdk_calls.ts";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeRegistry, startFakeRegistry } from "./fake_registry.ts";

const HOST = "111122223333.dkr.ecr.us-east-1.amazonaws.com";
const OTHER_HOST = "444455556666.dkr.ecr.us-east-1.amazonaws.com";

Deno.test(leakChecked("startFakeRegistry() challenges who has no credentials", async () => {
  await using registry = await startFakeRegistry({ host: HOST, accept: () => "accepted" });
  for (const headers of [{}, basic("AWS2", "x"), { authorization: "Bearer x" }, { authorization: "Basic" }]) {
    const response = await fetch(`${registry.url}/v2/`, { headers });
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("docker-distribution-api-version"), "registry/2.0");
    const challenge = `Basic realm="https://${HOST}/",service="ecr.amazonaws.com"`;
    assert.equal(response.headers.get("www-authenticate"), challenge);
    assert.deepEqual(await response.json(), {
      errors: [{ code: "UNAUTHORIZED", message: "Not Authorized" }],
    });
  }
  assert.deepEqual(registry.requests[0], {
    method: "GET",
    target: "/v2/",
    host: HOST,
    verdict: "none",
    status: 401,
  });
}));

Deno.test(leakChecked("startFakeRegistry() returns each verdict like ECR", async () => {
  const verdicts = [["accepted", 200, undefined], ["denied", 403, "DENIED"], ["expired", 403, "DENIED"], [
    "unknown",
    401,
    "UNAUTHORIZED",
  ]] as const;
  for (const [verdict, status, code] of verdicts) {
    await using registry = await startFakeRegistry({ host: HOST, accept: () => verdict });
    const response = await fetch(`${registry.url}/v2/`, { headers: basic("AWS", "a:b") });
    assert.equal(response.status, status);
    assert.equal((await response.json()).errors?.[0].code, code);
    assert.equal(registry.requests[0]?.verdict, verdict);
  }
}));

Deno.test(
  leakChecked(
    "startFakeRegistry() accepts a password of the fake AWS for its own registry only",
    async () => {
      await using aws = await startFakeAws();
      await using registry = await registryOf(aws);
      registry.seed({ repository: "team/app", tag: "1.0" });
      const user = aws.user({ account: "111122223333", name: "ci" });
      const stranger = aws.user({ account: "444455556666", name: "ci" });
      const password = await getPassword(aws, user);
      assert.equal(await statusOf(registry, password), 200);
      assert.equal(await statusOf(registry, await getPassword(aws, stranger)), 403);
      assert.equal(await statusOf(registry, await getPassword(aws, user, { region: "eu-west-1" })), 401);
      assert.equal(await statusOf(registry, password.slice(1)), 401);
      aws.shareRegistry({ account: "111122223333", reader: "444455556666" });
      assert.equal(await statusOf(registry, await getPassword(aws, stranger)), 200);
      aws.clockOffsetMs = 13 * 3600_000;
      assert.equal(await statusOf(registry, password), 403);
    },
  ),
);

Deno.test(leakChecked("startFakeRegistry() distinguishes registries by the Host header", async () => {
  const seen: string[] = [];
  await using registry = await startFakeRegistry({
    host: HOST,
    accept: (_password, { host, account, region }) => {
      seen.push(`${host} ${account} ${region}`);
      return "accepted";
    },
  });
  registry.seed({ repository: "team/app", tag: "1.0" });
  registry.seed({ repository: "other/app", tag: "1.0", host: OTHER_HOST });
  const dualStack = "111122223333.dkr-ecr.us-east-1.on.aws";
  const path = "/v2/team/app/manifests/1.0";
  assert.equal(await statusWithHost(registry, path, OTHER_HOST), 404);
  assert.equal(await statusWithHost(registry, path, `${HOST}:443`), 200);
  assert.equal(await statusWithHost(registry, path, dualStack), 200);
  assert.equal(await statusWithHost(registry, "/v2/other/app/manifests/1.0", OTHER_HOST), 200);
  assert.deepEqual(seen, [
    `${OTHER_HOST} 444455556666 us-east-1`,
    `${HOST} 111122223333 us-east-1`,
    `${dualStack} 111122223333 us-east-1`,
    `${OTHER_HOST} 444455556666 us-east-1`,
  ]);
}));

Deno.test("startFakeRegistry() rejects hosts that are not ECR registries", async () => {
  for (const host of ["docker.io", "1234.dkr.ecr.us-east-1.amazonaws.com", ""]) {
    await assert.rejects(startFakeRegistry({ host, accept: () => "accepted" }), RangeError);
  }
});

function registryOf(aws: FakeAws): Promise<FakeRegistry> {
  return startFakeRegistry({
    host: HOST,
    accept: (password, registry) => aws.checkPassword(password, registry),
  });
}

function basic(user: string, password: string): { authorization: string } {
  return { authorization: `Basic ${btoa(`${user}:${password}`)}` };
}

async function statusOf(registry: FakeRegistry, password: string): Promise<number> {
  const response = await fetch(`${registry.url}/v2/team/app/manifests/1.0`, {
    headers: basic("AWS", password),
  });
  await response.body?.cancel();
  return response.status;
}

/** Through `node:http`, for `fetch` sets the header itself. */
async function statusWithHost(
  registry: FakeRegistry,
  path: string,
  host: string,
): Promise<number | undefined> {
  const outgoing = httpRequest(`${registry.url}${path}`, { headers: { ...basic("AWS", "x"), host } }).end();
  const [response] = await once(outgoing, "response");
  response.resume();
  await once(response, "end");
  outgoing.destroy();
  return response.statusCode;
}
