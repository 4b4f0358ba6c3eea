import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { HttpsFiles } from "../../../../src/adapters/config/files/https_files.ts";
import type { RemoteAnswer } from "../../../../src/ports/config.ts";

/** What is said about a file of a server on this machine, and the requests it saw. */
async function answerOf(
  handler: (request: Request) => Response | Promise<Response>,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly answer: RemoteAnswer; readonly requests: readonly Headers[] }> {
  const requests: Headers[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    requests.push(new Headers(request.headers));
    return handler(request);
  });
  const files = new HttpsFiles((name) => variables[name]);
  const answer = await files.read(`http://127.0.0.1:${server.addr.port}/a.yaml?token=canary`);
  return { answer, requests };
}

Deno.test("HttpsFiles.read() gives the bytes", async () => {
  const { answer } = await answerOf(() => new Response("a: 1"));
  ok(answer.kind === "content");
  strictEqual(new TextDecoder().decode(answer.bytes), "a: 1");
});

for (
  const [status, kind] of [[404, "missing"], [410, "missing"], [403, "failed"], [500, "failed"]] as const
) {
  Deno.test(`HttpsFiles.read() reports ${kind} for ${status}`, async () => {
    const { answer } = await answerOf(() => new Response("canary", { status }));
    deepStrictEqual(answer, { kind, state: `the server responded with ${status}` });
  });
}

Deno.test("HttpsFiles.read() follows no redirect, and reports its target", async () => {
  const { answer, requests } = await answerOf(() =>
    new Response(null, { status: 302, headers: { location: "http://127.0.0.1:1/x?token=canary" } })
  );
  deepStrictEqual(answer, { kind: "failed", state: 'it redirects to "127.0.0.1:1", which is not followed' });
  strictEqual(requests.length, 1);
});

Deno.test("HttpsFiles.read() accepts 1 MiB, but not more", async () => {
  const { answer } = await answerOf(() => new Response("x".repeat(1 << 20)));
  strictEqual(answer.kind, "content");
  const { answer: larger } = await answerOf(() => new Response("x".repeat((1 << 20) + 1)));
  deepStrictEqual(larger, { kind: "failed", state: "it is larger than 1 MiB" });
});

Deno.test("HttpsFiles.read() sends a GitHub token only to GitHub", async () => {
  const { requests } = await answerOf(() => new Response(""), { GITHUB_TOKEN: "canary" });
  strictEqual(requests[0]?.get("authorization"), null);
});

for (
  const url of [
    "http://example.com/a",
    "ftp://127.0.0.1/a",
    "file:///etc/passwd",
    "http://127.0.0.1.example/a",
    "nothing",
  ]
) {
  Deno.test(`HttpsFiles.read() makes no request for ${url}`, async () => {
    const answer = await new HttpsFiles(() => undefined).read(url);
    ok(answer.kind === "failed");
    match(answer.state, /only https|not a URL/);
  });
}

Deno.test("HttpsFiles.read() does not wait for ever", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async () => {
    await promise;
    return new Response("");
  });
  const files = new HttpsFiles(() => undefined, { timeoutMs: 50 });
  const answer = await files.read(`http://127.0.0.1:${server.addr.port}/`);
  resolve();
  deepStrictEqual(answer, { kind: "failed", state: "the response was not complete within 0.05 s" });
});

Deno.test("HttpsFiles.read() reports a refused connection, without the URL", async () => {
  const answer = await new HttpsFiles(() => undefined).read("http://127.0.0.1:1/a?token=canary");
  deepStrictEqual(answer, { kind: "failed", state: "the server could not be reached" });
});
