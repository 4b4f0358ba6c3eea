import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { CENTER, failure, SsoBench } from "./sso_bench.ts";

Deno.test("a person with a browser logs in there", async () => {
  const bench = new SsoBench();
  const person = bench.withPerson();
  bench.browser.available = true;
  strictEqual(await bench.accessToken(), "access-1");
  deepStrictEqual(bench.oidc.calls, ["register browser", "createToken code"]);
  const url = new URL(bench.browser.opened[0] ?? "");
  strictEqual(url.origin + url.pathname, "https://oidc.us-east-1.amazonaws.com/authorize");
  deepStrictEqual(Object.fromEntries(url.searchParams), {
    response_type: "code",
    client_id: "client-browser",
    redirect_uri: "http://127.0.0.1:49152/oauth/callback",
    state: "state-1",
    code_challenge_method: "S256",
    scopes: "sso:account:access",
    code_challenge: "challenge",
  });
  ok(person.told.includes(url.href));
  match(
    person.told,
    /Waiting for the login in the browser, up to 10 minutes; to use the browser of another machine, pass --device/,
  );
  strictEqual(bench.browser.callbacks.waiting, 0);
  strictEqual((await bench.sessions.read(CENTER))?.registration?.clientId, "client-browser");
});

Deno.test("what the browser comes back with decides", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.browser.available = true;
  bench.oidc.person = "denies";
  await rejects(bench.accessToken(), failure("SSO_DENIED", /denied in the browser \(access_denied\)$/));
  bench.browser.callbacks.answer = { kind: "late" };
  bench.oidc.browse = () => new URL("http://127.0.0.1/");
  await rejects(bench.accessToken(), failure("SSO_EXPIRED", /it was not confirmed/));
  strictEqual(bench.browser.callbacks.waiting, 0);
});

const WITHOUT_BROWSER: readonly (readonly [string, (bench: SsoBench) => void])[] = [
  ["--device is given", (bench) => bench.options = { device: true }],
  ["no browser is at hand", (bench) => bench.browser.available = false],
  ["no browser can be opened", (bench) => bench.browser.works = false],
  ["no browser could come back", (bench) => bench.browser.callbacks.available = false],
];

for (const [when, arrange] of WITHOUT_BROWSER) {
  Deno.test(`a code is used when ${when}`, async () => {
    const bench = new SsoBench();
    bench.withPerson();
    bench.browser.available = true;
    arrange(bench);
    strictEqual(await bench.accessToken(), "access-1");
    ok(bench.oidc.calls.includes("createToken device"));
    strictEqual(bench.browser.callbacks.waiting, 0);
  });
}

Deno.test("--device opens the page with the code where there is a browser", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.browser.available = true;
  bench.options = { device: true };
  await bench.accessToken();
  deepStrictEqual(bench.browser.opened, ["https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH"]);
});
