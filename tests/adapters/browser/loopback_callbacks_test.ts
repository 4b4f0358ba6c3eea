import { deepStrictEqual, match, notStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { connect } from "node:net";
import { LoopbackCallbacks } from "../../../src/adapters/browser/loopback_callbacks.ts";
import { CancelledError } from "../../../src/domain/errors/errors.ts";
import type { AuthorizationCallback } from "../../../src/ports/browser.ts";
import { leakChecked } from "../../fakes/http/leak_checked.ts";

const SIGNAL = new AbortController().signal;
const WITHIN = { timeoutMs: 60_000, signal: SIGNAL };

async function open(): Promise<AuthorizationCallback> {
  const callback = await new LoopbackCallbacks().open();
  ok(callback !== undefined);
  return callback;
}

/** The address that the browser is led back to. */
function back(
  { redirectUri, state }: AuthorizationCallback,
  parameters: Record<string, string> = {},
): string {
  return `${redirectUri}?${new URLSearchParams({ code: "the-code", state, ...parameters })}`;
}

async function statusOf(url: string, init?: RequestInit): Promise<number> {
  const response = await fetch(url, init);
  await response.body?.cancel();
  return response.status;
}

/** What a request gets that no client of the platform would send. */
function raw({ redirectUri }: AuthorizationCallback, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(redirectUri).port), "127.0.0.1", () => socket.write(request));
    socket.on("data", (data) => {
      answer += data;
      socket.destroy();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

Deno.test(leakChecked("the browser returns its code once, and shows a final page", async () => {
  await using callback = await open();
  const response = await fetch(back(callback, { code: "<script>alert(1)</script>" }));
  strictEqual(response.status, 200);
  const page = await response.text();
  match(page, /You can close this page/);
  ok(!page.includes("script") && !page.includes(callback.state));
  strictEqual(response.headers.get("cache-control"), "no-store");
  match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  const answer = await callback.answer(WITHIN);
  ok(answer.kind === "code");
  strictEqual(answer.code.expose(), "<script>alert(1)</script>");
  strictEqual(await statusOf(back(callback, { code: "another" })), 410);
  deepStrictEqual(await callback.answer(WITHIN), answer);
}));

Deno.test(leakChecked("a refusal is returned as one, whatever its text", async () => {
  await using callback = await open();
  const response = await fetch(back(callback, { error: "access_denied", error_description: "<b>" }));
  match(await response.text(), /Login failed/);
  deepStrictEqual(await callback.answer(WITHIN), { kind: "refused", error: "access_denied" });
  await using hostile = await open();
  await statusOf(back(hostile, { error: "\u001b[2J" }));
  deepStrictEqual(await hostile.answer(WITHIN), { kind: "refused", error: "an error that cannot be shown" });
}));

const FOREIGN: readonly (readonly [
  what: string,
  status: number,
  send: (callback: AuthorizationCallback) => Promise<number>,
])[] = [
  ["no state", 400, ({ redirectUri }) => statusOf(`${redirectUri}?code=x`)],
  ["another state", 400, (callback) => statusOf(back(callback, { state: "guessed" }))],
  ["the state twice", 400, (callback) => statusOf(`${back(callback)}&state=guessed`)],
  ["two codes", 400, (callback) => statusOf(`${back(callback)}&code=another`)],
  ["no code", 400, ({ redirectUri, state }) => statusOf(`${redirectUri}?state=${state}`)],
  ["an empty code", 400, (callback) => statusOf(back(callback, { code: "" }))],
  ["a code with line breaks", 400, (callback) => statusOf(back(callback, { code: "a\r\nb" }))],
  ["another path", 404, (callback) => statusOf(back(callback).replace("callback", "elsewhere"))],
  ["a path below", 404, (callback) => statusOf(back(callback).replace("callback", "callback/x"))],
  ["a form", 405, (callback) => statusOf(back(callback), { method: "POST" })],
  ["another host", 421, async (callback) => {
    const { pathname, search } = new URL(back(callback));
    const answer = await raw(callback, `GET ${pathname}${search} HTTP/1.1\r\nHost: evil.example\r\n\r\n`);
    return Number(answer.split(" ")[1]);
  }],
  ["the name of the machine", 421, (callback) => statusOf(back(callback).replace("127.0.0.1", "localhost"))],
];

for (const [what, status, send] of FOREIGN) {
  Deno.test(
    leakChecked(`a request with ${what} is turned away, and the browser is still awaited`, async () => {
      await using callback = await open();
      strictEqual(await send(callback), status);
      strictEqual(await statusOf(back(callback)), 200);
      strictEqual((await callback.answer(WITHIN)).kind, "code");
    }),
  );
}

Deno.test(leakChecked("waiting ends with the signal, and after the callback", async () => {
  const callback = await open();
  deepStrictEqual(await callback.answer({ timeoutMs: 1, signal: SIGNAL }), { kind: "late" });
  const reason = new CancelledError();
  const controller = new AbortController();
  const waiting = callback.answer({ timeoutMs: 60_000, signal: controller.signal });
  controller.abort(reason);
  await rejects(waiting, (error) => error === reason);
  await rejects(callback.answer({ timeoutMs: 1, signal: controller.signal }), (error) => error === reason);
  // Somebody who keeps a connection open keeps nobody.
  const socket = connect(Number(new URL(callback.redirectUri).port), "127.0.0.1");
  const closed = new Promise((resolve) => socket.on("close", resolve).on("error", () => {}));
  await new Promise((resolve) => socket.on("connect", resolve));
  socket.write("GET /oauth/callback HTTP/1.1\r\n");
  await callback[Symbol.asyncDispose]();
  socket.destroy();
  await closed;
  await rejects(fetch(back(callback)));
}));

const UNENDED: readonly (readonly [what: string, request: string])[] = [
  ["nothing", ""],
  ["a method", "GET"],
  ["half its headers", "GET /oauth/callback HTTP/1.1\r\nHost: 127.0.0.1\r\n"],
  ["half its body", "POST /oauth/callback HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\na"],
  ["half a chunk", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
  ["a wish to continue", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
];

for (const [what, request] of UNENDED) {
  Deno.test(`a request with only ${what} blocks nothing`, async () => {
    const callback = await open();
    const socket = connect(Number(new URL(callback.redirectUri).port), "127.0.0.1").on("error", () => {});
    await new Promise((resolve) => socket.on("connect", resolve));
    if (request !== "") await new Promise((resolve) => socket.write(request, resolve));
    strictEqual(await statusOf(back(callback)), 200);
    const late = Promise.withResolvers<string>();
    const timer = setTimeout(late.resolve, 10_000, "held");
    strictEqual(await Promise.race([callback[Symbol.asyncDispose](), late.promise]), undefined);
    clearTimeout(timer);
    socket.destroy();
  });
}

const PAGE = "https://signin.example/authorize?state=s&x=1";

Deno.test(
  leakChecked("the start page redirects once, and ends the login if it was opened before", async () => {
    await using callback = await open();
    const start = callback.startPage(PAGE);
    ok(!start.includes(callback.state));
    strictEqual(await statusOf(start, { method: "POST" }), 405);
    strictEqual(await statusOf(start.replace("127.0.0.1", "localhost")), 421);
    strictEqual(await statusOf(`${start}x`), 404);
    const lead = await fetch(start, { redirect: "manual" });
    await lead.body?.cancel();
    deepStrictEqual([lead.status, lead.headers.get("location")], [302, PAGE]);
    match(await (await fetch(start)).text(), /Someone else opened this page/);
    strictEqual(await statusOf(back(callback)), 410);
    deepStrictEqual(await callback.answer(WITHIN), {
      kind: "refused",
      error: "the page that begins the login was opened twice",
    });
  }),
);

Deno.test({
  name: "another user is rejected, whatever the request contains",
  // Only root can be somebody else.
  ignore: Deno.build.os !== "linux" || Deno.uid() !== 0,
  fn: async () => {
    await using callback = await open();
    const start = callback.startPage(PAGE);
    const { port } = new URL(start);
    for (
      const url of [start, back(callback), back(callback, { error: "access_denied" }), callback.redirectUri]
    ) {
      const { pathname, search, host } = new URL(url);
      const request = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      const script = 'exec 3<>"/dev/tcp/127.0.0.1/$1"; printf %s "$2" >&3; [ -n "$3" ] || head -n 1 <&3';
      for (const leaves of ["", "at once"]) {
        const { stdout } = await new Deno.Command("bash", {
          args: ["-c", script, "-", port, request, leaves],
          uid: 65534,
          cwd: "/",
        }).output();
        if (leaves === "") match(new TextDecoder().decode(stdout), /^HTTP\/1\.1 403 /);
      }
    }
    const lead = await fetch(start, { redirect: "manual" });
    await lead.body?.cancel();
    strictEqual(lead.status, 302);
    strictEqual(await statusOf(back(callback)), 200);
    strictEqual((await callback.answer(WITHIN)).kind, "code");
  },
});

Deno.test(leakChecked("what belongs to a login belongs to no other", async () => {
  await using one = await open();
  await using two = await open();
  const verifier = one.verifier.expose();
  // Reference: RFC 7636, section 4.
  match(verifier, /^[A-Za-z0-9_-]{43}$/);
  strictEqual(one.challenge, createHash("sha256").update(verifier).digest("base64url"));
  match(one.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
  notStrictEqual(one.state, two.state);
  notStrictEqual(verifier, two.verifier.expose());
  ok(!Deno.inspect(one.verifier).includes(verifier));
}));
