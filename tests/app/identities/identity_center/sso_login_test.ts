import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { AtmosEcrError, AwsError, CancelledError } from "../../../../src/domain/errors/errors.ts";
import type { ErrorCode } from "../../../../src/domain/errors/error_codes.ts";
import { PatientDeadline } from "../../../fakes/patient_deadline.ts";
import { CENTER, kept, NOW, REFRESHABLE, SsoBench } from "./sso_bench.ts";

function failure(code: ErrorCode, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof AtmosEcrError, String(error));
    strictEqual(error.code, code);
    match(error.message, message);
    return true;
  };
}

Deno.test("a kept session is used as it is, and nothing is asked", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(5));
  strictEqual(await bench.accessToken(), "kept");
  deepStrictEqual(bench.oidc.calls, []);
});

Deno.test("a session that ends within five minutes is refreshed, and kept with its new refresh token", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(4.9, REFRESHABLE));
  strictEqual(await bench.accessToken(), "access-1");
  deepStrictEqual(bench.oidc.calls, ["createToken refresh"]);
  const now = await bench.sessions.read(CENTER);
  strictEqual(now?.refreshToken?.expose(), "refresh-1");
  strictEqual(now?.registration?.clientId, "client");
  deepStrictEqual(now?.expiresAt, new Date(NOW.getTime() + 3_600_000));
});

Deno.test("a refresh that brings no new refresh token leaves the old one", async () => {
  const bench = new SsoBench();
  bench.oidc.rotates = false;
  await bench.sessions.write(kept(-60, REFRESHABLE));
  strictEqual(await bench.accessToken(), "access-1");
  strictEqual((await bench.sessions.read(CENTER))?.refreshToken?.expose(), "refresh-0");
});

Deno.test("without a terminal somebody has to log in, and the hint has the command", async () => {
  const bench = new SsoBench();
  await rejects(bench.accessToken(), (error) => {
    failure(
      "LOGIN_REQUIRED",
      /^Cannot log in to IAM Identity Center "acme-sso": nobody is logged in, and nobody can be asked here$/,
    )(error);
    ok(error instanceof AtmosEcrError);
    strictEqual(error.exitCode, 4);
    strictEqual(
      error.hint,
      "Run `atmos-ecr auth login --provider acme-sso` in a terminal, then try again",
    );
    return true;
  });
  deepStrictEqual(bench.oidc.calls, []);
  const odd = { ...CENTER, name: "it's\u001b[2J" };
  await rejects(
    bench.login().session(odd, { deadline: bench.deadline }),
    (error) =>
      error instanceof AtmosEcrError && error.hint?.includes(`--provider 'it'\\''s\\u{1b}[2J'`) === true,
  );
});

Deno.test("a session that can no longer be refreshed is not tried again, and the reason is told in AWS' words", async () => {
  const bench = new SsoBench();
  bench.oidc.refreshTokens.clear();
  await bench.sessions.write(kept(-60, REFRESHABLE));
  await rejects(
    bench.accessToken(),
    failure("LOGIN_REQUIRED", /cannot be refreshed any more \(InvalidGrantException: Invalid grant\)/),
  );
  strictEqual((await bench.sessions.read(CENTER))?.refreshToken, undefined);
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /the session has expired/));
  deepStrictEqual(bench.oidc.calls, ["createToken refresh"]);
});

Deno.test("a session whose client registration has ended is not refreshed", async () => {
  const bench = new SsoBench();
  const registration = { ...REFRESHABLE.registration, expiresAt: NOW };
  await bench.sessions.write(kept(-60, { ...REFRESHABLE, registration }));
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /the session has expired/));
  deepStrictEqual(bench.oidc.calls, []);
});

Deno.test("an outage during a refresh asks nobody to log in, and spoils nothing", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  await bench.sessions.write(kept(-60, REFRESHABLE));
  bench.oidc.failure = () => new AwsError("AWS_UNREACHABLE", "Cannot reach AWS");
  await rejects(bench.accessToken(), failure("AWS_UNREACHABLE", /Cannot reach AWS/));
  strictEqual(bench.prompter?.told, "");
  strictEqual((await bench.sessions.read(CENTER))?.refreshToken?.expose(), "refresh-0");
});

Deno.test("a person logs in with a code, in their own time", async () => {
  const bench = new SsoBench();
  const person = bench.withPerson();
  bench.oidc.scripted.push({ kind: "pending" }, { kind: "slow-down" }, { kind: "pending" }, {
    kind: "slow-down",
  });
  strictEqual(await bench.accessToken(), "access-1");
  // RFC 8628, section 3.5: five seconds more with each slow_down.
  deepStrictEqual(bench.slept, [1000, 1000, 6000, 6000, 11_000]);
  ok(bench.wasPaused);
  strictEqual(bench.deadline.paused, 0);
  match(
    person.told,
    /"acme-sso"[^]*\n {2}https:\/\/acme\.awsapps\.com\/start\/#\/device\?user_code=ABCD-EFGH\n[^]*\n {2}ABCD-EFGH\n/,
  );
  strictEqual((await bench.sessions.read(CENTER))?.registration?.clientId, "client-device");
  deepStrictEqual(bench.browser.opened, []);
});

Deno.test("a code that nobody confirms ends with its life", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.oidc.person = "waits";
  bench.oidc.device = { intervalSeconds: 5, expiresInSeconds: 14 };
  await rejects(bench.accessToken(), failure("SSO_EXPIRED", /nobody confirmed it in the browser in time$/));
  deepStrictEqual(bench.slept, [5000, 5000]);
  bench.oidc.expired = true;
  await rejects(
    bench.accessToken(),
    failure("SSO_EXPIRED", /in time \(ExpiredTokenException: Device code has expired\)$/),
  );
});

Deno.test("a denial is told as one, with AWS' words", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.oidc.person = "denies";
  await rejects(
    bench.accessToken(),
    failure(
      "SSO_DENIED",
      /it was denied in the browser \(AccessDeniedException: The person denied the request\)$/,
    ),
  );
  strictEqual(bench.sessions.writes, 0);
});

Deno.test("Ctrl-C ends the wait for a person", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.oidc.person = "waits";
  const controller = new AbortController();
  const reason = new CancelledError();
  bench.oidc.failure = (call) => {
    if (call === "createToken device") controller.abort(reason);
    return undefined;
  };
  const deadline = new PatientDeadline(controller.signal);
  await rejects(bench.login().session(CENTER, { deadline }), (error) => error === reason);
});

const HOSTILE = [
  { page: "javascript:alert(1)" },
  { page: "https://acme.awsapps.com.evil.example/" },
  { completePage: "http://acme.awsapps.com/start" },
  { completePage: "https://acme.awsapps.com/\u001b]0;pwned\u0007" },
  { userCode: "\u001b[2JABCD" },
  { userCode: "A\r\nrun this" },
];

for (const device of HOSTILE) {
  Deno.test(`${JSON.stringify(device)} is shown to nobody and opened nowhere`, async () => {
    const bench = new SsoBench();
    const person = bench.withPerson();
    bench.browser.atHand = true;
    bench.options = { device: true };
    bench.oidc.device = device;
    await rejects(bench.accessToken(), (error) => {
      failure("AWS_RESPONSE_INVALID", /(page to log in on|code to compare) is "/)(error);
      ok(error instanceof Error && !/\p{Cc}/u.test(error.message));
      return true;
    });
    deepStrictEqual([bench.browser.opened, person.told], [[], ""]);
  });
}

Deno.test("a person with a browser logs in there", async () => {
  const bench = new SsoBench();
  const person = bench.withPerson();
  bench.browser.atHand = true;
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
  strictEqual(bench.browser.callbacks.waiting, 0);
  strictEqual((await bench.sessions.read(CENTER))?.registration?.clientId, "client-browser");
});

Deno.test("what the browser comes back with decides", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.browser.atHand = true;
  bench.oidc.person = "denies";
  await rejects(bench.accessToken(), failure("SSO_DENIED", /denied in the browser \(access_denied\)$/));
  bench.browser.callbacks.answer = { kind: "late" };
  bench.oidc.browse = () => new URL("http://127.0.0.1/");
  await rejects(bench.accessToken(), failure("SSO_EXPIRED", /nobody confirmed it/));
  strictEqual(bench.browser.callbacks.waiting, 0);
});

const WITHOUT_BROWSER: readonly (readonly [string, (bench: SsoBench) => void])[] = [
  ["--device is given", (bench) => bench.options = { device: true }],
  ["no browser is at hand", (bench) => bench.browser.atHand = false],
  ["no browser can be opened", (bench) => bench.browser.works = false],
  ["no browser could come back", (bench) => bench.browser.callbacks.available = false],
];

for (const [when, arrange] of WITHOUT_BROWSER) {
  Deno.test(`a code is used when ${when}`, async () => {
    const bench = new SsoBench();
    bench.withPerson();
    bench.browser.atHand = true;
    arrange(bench);
    strictEqual(await bench.accessToken(), "access-1");
    ok(bench.oidc.calls.includes("createToken device"));
    strictEqual(bench.browser.callbacks.waiting, 0);
  });
}

Deno.test("--device opens the page with the code where there is a browser", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.browser.atHand = true;
  bench.options = { device: true };
  await bench.accessToken();
  deepStrictEqual(bench.browser.opened, ["https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH"]);
});

Deno.test("fifty processes that need one expired session refresh it once", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(-60, REFRESHABLE));
  const tokens = await Promise.all(Array.from({ length: 50 }, () => bench.accessToken()));
  deepStrictEqual(new Set(tokens), new Set(["access-1"]));
  deepStrictEqual(bench.oidc.calls, ["createToken refresh"]);
});

Deno.test("one process logs in once, however many ask and in whatever order", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  const login = bench.login();
  const ask = (): Promise<unknown> => login.session(CENTER, { deadline: bench.deadline });
  await Promise.all([ask(), ask(), ask()]);
  await ask();
  deepStrictEqual(bench.oidc.calls, ["register device", "startDevice", "createToken device"]);
});

Deno.test("a login that failed can be tried again", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  const login = bench.login();
  bench.oidc.person = "denies";
  await rejects(login.session(CENTER, { deadline: bench.deadline }));
  bench.oidc.person = "approves";
  strictEqual((await login.session(CENTER, { deadline: bench.deadline })).accessToken.expose(), "access-1");
});

Deno.test("a token that AWS refused is refreshed though it looks fresh, once for all who had it", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(60, REFRESHABLE));
  const login = bench.login();
  const { deadline } = bench;
  const { accessToken: rejected } = await login.session(CENTER, { deadline });
  const renewed = await Promise.all([1, 2, 3].map(() => login.session(CENTER, { deadline, rejected })));
  deepStrictEqual(new Set(renewed.map(({ accessToken }) => accessToken.expose())), new Set(["access-1"]));
  strictEqual(await bench.accessToken("kept"), "access-1");
  deepStrictEqual(bench.oidc.calls, ["createToken refresh"]);
});

Deno.test("a token that AWS refused and that nothing can refresh is used by nobody again", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(60));
  await rejects(bench.accessToken("kept"), failure("LOGIN_REQUIRED", /AWS has ended the session/));
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /the session has expired/));
});

Deno.test("somebody who waits for another process is told so, with the clock stopped", async () => {
  const bench = new SsoBench();
  const person = bench.withPerson();
  const waits: number[] = [];
  let inside = false;
  bench.sessions.hold = async (_key, { timeoutMs }) => {
    waits.push(timeoutMs);
    inside = bench.deadline.paused > 0;
    if (waits.length === 1) return undefined;
    await bench.sessions.write(kept(60));
    return { [Symbol.dispose]: () => {} };
  };
  strictEqual(await bench.accessToken(), "kept");
  match(person.told, /^Another process is logging in to IAM Identity Center "acme-sso": waiting for it\n$/);
  deepStrictEqual([waits, inside, bench.deadline.paused], [[2000, 600_000], true, 0]);
});

Deno.test("nobody waits for ever for another process", async () => {
  const bench = new SsoBench();
  bench.sessions.hold = () => Promise.resolve(undefined);
  const busy = failure("LOGIN_REQUIRED", /another process has been logging in to it, and is not done/);
  await rejects(bench.accessToken(), busy);
  bench.withPerson();
  await rejects(bench.accessToken(), busy);
  const deadline = new PatientDeadline(AbortSignal.abort(new DOMException("No end", "TimeoutError")));
  bench.sessions.hold = (_key, { signal }) => Promise.reject(signal.reason);
  await rejects(bench.login().session(CENTER, { deadline }), busy);
});

Deno.test("where nothing can be kept, logging in works all the same", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.sessions.unwritable = true;
  strictEqual(await bench.accessToken(), "access-1");
});
