import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeRegistry, startFakeRegistry } from "./fake_registry.ts";
import { digestOf, tinyImage } from "./tiny_image.ts";

const HOST = "111122223333.dkr.ecr.us-east-1.amazonaws.com";
const AUTHORIZATION = `Basic ${btoa("AWS:x")}`;

Deno.test(leakChecked("startFakeRegistry() serves manifests and blobs by tag and digest", async () => {
  await using registry = await startFakeRegistry({ host: HOST, accept: () => "accepted" });
  const digest = registry.seed({ repository: "team/app", tag: "1.0", files: { "etc/motd": "hi" } });
  for (const reference of ["1.0", digest]) {
    const response = await get(registry, `team/app/manifests/${reference}`);
    assert.equal(response.headers.get("content-type"), "application/vnd.oci.image.manifest.v1+json");
    assert.equal(response.headers.get("docker-content-digest"), digest);
    const bytes = await response.bytes();
    assert.equal(digestOf(bytes), digest);
    const manifest = JSON.parse(new TextDecoder().decode(bytes));
    for (const { digest: blob, size } of [manifest.config, ...manifest.layers]) {
      const content = await (await get(registry, `team/app/blobs/${blob}`)).bytes();
      assert.equal(digestOf(content), blob);
      assert.equal(content.byteLength, size);
    }
  }
  const head = await get(registry, "team/app/manifests/1.0", "HEAD");
  assert.equal(head.status, 200);
  assert.ok(Number(head.headers.get("content-length")) > 0);
  assert.equal((await head.bytes()).byteLength, 0);
  assert.deepEqual(await (await get(registry, "team/app/tags/list")).json(), {
    name: "team/app",
    tags: ["1.0"],
  });
}));

Deno.test(leakChecked("startFakeRegistry() names what it does not have", async () => {
  await using registry = await startFakeRegistry({ host: HOST, accept: () => "accepted" });
  registry.seed({ repository: "team/app", tag: "1.0" });
  const missing = `sha256:${"0".repeat(64)}`;
  const cases = [
    ["nobody/app/manifests/1.0", 404, "NAME_UNKNOWN"],
    ["team/app/manifests/2.0", 404, "MANIFEST_UNKNOWN"],
    [`team/app/blobs/${missing}`, 404, "BLOB_UNKNOWN"],
    ["_catalog", 405, "UNSUPPORTED"],
  ] as const;
  for (const [path, status, code] of cases) {
    const response = await get(registry, path);
    assert.equal(response.status, status);
    assert.equal((await response.json()).errors[0].code, code);
  }
}));

Deno.test(leakChecked("startFakeRegistry() accepts a push in chunks and as a whole", async () => {
  await using registry = await startFakeRegistry({ host: HOST, accept: () => "accepted" });
  registry.seed({ repository: "team/app", tag: "1.0" });
  const image = tinyImage({ "new.txt": "pushed" });
  const [config, layer] = image.blobs;
  assert.ok(config !== undefined && layer !== undefined);
  const manifestDigest = digestOf(image.manifest.bytes);
  const put = (): Promise<Response> =>
    send(registry, "PUT", "/v2/team/app/manifests/2.0", image.manifest.bytes, {
      "content-type": image.manifest.mediaType,
    });
  assert.equal(await errorOf(await put()), "MANIFEST_BLOB_UNKNOWN");

  const single = `/v2/team/app/blobs/uploads/?digest=${digestOf(config.bytes)}`;
  assert.equal((await send(registry, "POST", single, config.bytes)).status, 201);

  const started = await send(registry, "POST", "/v2/team/app/blobs/uploads/");
  assert.equal(started.status, 202);
  const location = started.headers.get("location") ?? "";
  assert.equal((await send(registry, "PATCH", location, layer.bytes.slice(0, 10))).status, 202);
  const rest = await send(registry, "PATCH", location, layer.bytes.slice(10));
  assert.equal(rest.headers.get("range"), `0-${layer.bytes.byteLength - 1}`);
  assert.equal((await send(registry, "PUT", `${location}?digest=${digestOf(layer.bytes)}`)).status, 201);
  assert.equal(await errorOf(await send(registry, "PATCH", location)), "BLOB_UPLOAD_UNKNOWN");

  const done = await put();
  assert.equal(done.status, 201);
  assert.equal(done.headers.get("docker-content-digest"), manifestDigest);
  assert.equal(digestOf(await (await get(registry, "team/app/manifests/2.0")).bytes()), manifestDigest);
}));

Deno.test(leakChecked("startFakeRegistry() rejects content that does not match its digest", async () => {
  await using registry = await startFakeRegistry({ host: HOST, accept: () => "accepted" });
  registry.seed({ repository: "team/app", tag: "1.0" });
  const wrong = `sha256:${"0".repeat(64)}`;
  const bytes = new TextEncoder().encode("{}");
  const upload = `/v2/team/app/blobs/uploads/?digest=${wrong}`;
  assert.equal(await errorOf(await send(registry, "POST", upload, bytes)), "DIGEST_INVALID");
  const manifest = `/v2/team/app/manifests/${wrong}`;
  assert.equal(await errorOf(await send(registry, "PUT", manifest, bytes)), "DIGEST_INVALID");
  const invalid = await send(registry, "PUT", "/v2/team/app/manifests/2.0", new TextEncoder().encode("{"));
  assert.equal(await errorOf(invalid), "MANIFEST_INVALID");
}));

function get(registry: FakeRegistry, path: string, method = "GET"): Promise<Response> {
  return fetch(`${registry.url}/v2/${path}`, { method, headers: { authorization: AUTHORIZATION } });
}

async function send(
  registry: FakeRegistry,
  method: string,
  target: string,
  body: BodyInit = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const response = await fetch(`${registry.url}${target}`, {
    method,
    headers: { authorization: AUTHORIZATION, ...headers },
    body,
  });
  // Read at once, so that no body stays open when a test looks at the status alone.
  return new Response(await response.text(), { status: response.status, headers: response.headers });
}

async function errorOf(response: Response): Promise<string> {
  return (await response.json()).errors[0].code;
}
