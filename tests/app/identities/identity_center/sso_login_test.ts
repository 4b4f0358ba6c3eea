import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { AtmosEcrError, AwsError } from "../../../../src/domain/errors/errors.ts";
import { PatientDeadline } from "../../../fakes/patient_deadline.ts";
import { CENTER, failure, kept, NOW, REFRESHABLE, SsoBench } from "./sso_bench.ts";

Deno.test("a stored session is used without any call", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(5));
  strictEqual(await bench.accessToken(), "kept");
  deepStrictEqual(bench.oidc.calls, []);
});

Deno.test("a session that expires within five minutes is refreshed, and stored with its new refresh token", async () => {
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

Deno.test("a command that never prompts does not blame the terminal", async () => {
  const bench = new SsoBench();
  bench.options = { ...bench.options, silent: true };
  await rejects(
    bench.accessToken(),
    failure("LOGIN_REQUIRED", /: there is no session, and this command never prompts$/),
  );
});

Deno.test("the command that logs in finds the configuration of the one that failed", async () => {
  const bench = new SsoBench();
  bench.options = { ...bench.options, flags: " --chdir infra --profile ci" };
  await rejects(bench.accessToken(), (error) => {
    ok(error instanceof AtmosEcrError);
    match(error.hint ?? "", /`atmos-ecr auth login --provider acme-sso --chdir infra --profile ci`/);
    return true;
  });
});

Deno.test("without a terminal, a login is required, and the hint contains the command", async () => {
  const bench = new SsoBench();
  await rejects(bench.accessToken(), (error) => {
    failure(
      "LOGIN_REQUIRED",
      /^Cannot log in to IAM Identity Center "acme-sso": there is no session, and no interactive terminal is available$/,
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

Deno.test("a session that can no longer be refreshed is not retried, and AWS' reason is reported", async () => {
  const bench = new SsoBench();
  bench.oidc.refreshTokens.clear();
  await bench.sessions.write(kept(-60, REFRESHABLE));
  await rejects(
    bench.accessToken(),
    failure("LOGIN_REQUIRED", /can no longer be refreshed \(InvalidGrantException: Invalid grant\)/),
  );
  strictEqual((await bench.sessions.read(CENTER))?.refreshToken, undefined);
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /the session has expired/));
  deepStrictEqual(bench.oidc.calls, ["createToken refresh"]);
});

Deno.test("a session whose client registration has expired is not refreshed", async () => {
  const bench = new SsoBench();
  const registration = { ...REFRESHABLE.registration, expiresAt: NOW };
  await bench.sessions.write(kept(-60, { ...REFRESHABLE, registration }));
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /the session has expired/));
  deepStrictEqual(bench.oidc.calls, []);
});

Deno.test("an outage during a refresh causes no prompt, and keeps the session", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  await bench.sessions.write(kept(-60, REFRESHABLE));
  bench.oidc.failure = () => new AwsError("AWS_UNREACHABLE", "Cannot reach AWS");
  await rejects(bench.accessToken(), failure("AWS_UNREACHABLE", /Cannot reach AWS/));
  strictEqual(bench.prompter?.told, "");
  strictEqual((await bench.sessions.read(CENTER))?.refreshToken?.expose(), "refresh-0");
});

Deno.test("fifty processes that need one expired session refresh it once", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(-60, REFRESHABLE));
  const tokens = await Promise.all(Array.from({ length: 50 }, () => bench.accessToken()));
  deepStrictEqual(new Set(tokens), new Set(["access-1"]));
  deepStrictEqual(bench.oidc.calls, ["createToken refresh"]);
});

Deno.test("one process logs in once, for any number of callers in any order", async () => {
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

Deno.test("a token that AWS rejected and that cannot be refreshed is never used again", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(60));
  await rejects(bench.accessToken("kept"), failure("LOGIN_REQUIRED", /AWS has ended the session/));
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /the session has expired/));
});

Deno.test("a user who waits for another process is notified, with the clock stopped", async () => {
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

Deno.test("the wait for another process has a limit", async () => {
  const bench = new SsoBench();
  bench.sessions.hold = () => Promise.resolve(undefined);
  const busy = failure("LOGIN_REQUIRED", /another process is still logging in to it/);
  await rejects(bench.accessToken(), busy);
  bench.withPerson();
  await rejects(bench.accessToken(), busy);
  const deadline = new PatientDeadline(AbortSignal.abort(new DOMException("No end", "TimeoutError")));
  bench.sessions.hold = (_key, { signal }) => Promise.reject(signal.reason);
  await rejects(bench.login().session(CENTER, { deadline }), busy);
});

Deno.test("a login works even if nothing can be stored", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.sessions.unwritable = true;
  strictEqual(await bench.accessToken(), "access-1");
});

const ELSEWHERE = {
  value: "http://127.0.0.1:4566",
  origin: { kind: "file", file: "/p/atmos.yaml", line: 1, column: 1 },
  trusted: true,
} as const;

/** What of a login to AWS could be sent to another endpoint. */
const SENDABLE = {
  "its access token": (bench: SsoBench) => bench.sessions.write(kept(60)),
  "its refresh token and client secret": (bench: SsoBench) => bench.sessions.write(kept(-60, REFRESHABLE)),
  "what a keyring has of it": (bench: SsoBench) => {
    const data = { access_key_id: "kept", region: "us-east-1", expiration: "2026-01-01T01:00:00Z" };
    bench.keyringText = JSON.stringify({ type: "aws", data });
    return Promise.resolve();
  },
} as const;

Deno.test("an endpoint that a file names gets nothing of a login to AWS", async (t) => {
  const center = { ...CENTER, endpointUrl: ELSEWHERE, endpoint: ELSEWHERE.value };
  for (const [what, leave] of Object.entries(SENDABLE)) {
    await t.step(what, async () => {
      const bench = new SsoBench();
      await leave(bench);
      const wish = { deadline: bench.deadline, keyringRealm: "default" };
      await rejects(bench.login().session(center, wish), failure("LOGIN_REQUIRED", /there is no session/));
      deepStrictEqual(bench.oidc.calls, []);
      // One process that has both keeps them apart, too.
      const login = bench.login();
      await login.session(CENTER, wish).catch(() => undefined);
      await rejects(login.session(center, wish), failure("LOGIN_REQUIRED", /there is no session/));
    });
  }
});

Deno.test("AWS gets nothing of a login to an endpoint that a file names", async () => {
  const bench = new SsoBench();
  await bench.sessions.write(kept(60, { ...REFRESHABLE, endpoint: ELSEWHERE.value }));
  await rejects(bench.accessToken(), failure("LOGIN_REQUIRED", /there is no session/));
  deepStrictEqual(bench.oidc.calls, []);
});
