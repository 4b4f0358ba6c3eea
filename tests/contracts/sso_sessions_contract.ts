import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { CancelledError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SsoSession } from "../../src/domain/sso/sso_session.ts";
import type { SsoSessions } from "../../src/ports/sso.ts";
import { leakChecked } from "../fakes/http/leak_checked.ts";

/** Kept sessions under test. */
export interface SessionsUnderTest extends AsyncDisposable {
  readonly sessions: SsoSessions;
  /** From now on nothing can be written. */
  makeUnwritable(): Promise<void>;
}

const KEY = { startUrl: "https://acme.awsapps.com/start", region: "us-east-1" };
const WITHIN = { timeoutMs: 60_000, signal: new AbortController().signal };
const AT_ONCE = { ...WITHIN, timeoutMs: 0 };

/** A session with everything in it. */
export function session(accessToken = "access"): SsoSession {
  return {
    ...KEY,
    accessToken: new Secret(accessToken),
    expiresAt: new Date("2026-01-01T12:00:00Z"),
    refreshToken: new Secret("refresh"),
    registration: {
      clientId: "client",
      clientSecret: new Secret("client-secret"),
      expiresAt: new Date("2026-03-31T04:05:06.789Z"),
    },
  };
}

/** The promises of {@linkcode SsoSessions}, registered as tests for one implementation of it. */
export function testSsoSessions(name: string, create: () => Promise<SessionsUnderTest>): void {
  const test = (criterion: string, run: (subject: SessionsUnderTest) => Promise<void>): void =>
    Deno.test(leakChecked(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject);
    }));

  test("gives back what was written, for this start URL, region and endpoint alone", async ({ sessions }) => {
    strictEqual(await sessions.read(KEY), undefined);
    await sessions.write(session("first"));
    await sessions.write(session("second"));
    const read = await sessions.read(KEY);
    strictEqual(read?.accessToken.expose(), "second");
    strictEqual(read?.refreshToken?.expose(), "refresh");
    strictEqual(read?.registration?.clientSecret.expose(), "client-secret");
    deepStrictEqual([read?.expiresAt, read?.registration?.expiresAt], [
      session().expiresAt,
      session().registration?.expiresAt,
    ]);
    for (
      const other of [
        { ...KEY, region: "eu-west-1" },
        { ...KEY, startUrl: `${KEY.startUrl}/` },
        { ...KEY, endpoint: "http://127.0.0.1:4566" },
      ]
    ) strictEqual(await sessions.read(other), undefined);
  });

  test("keeps the session of an endpoint apart from that of AWS, and each removes its own", async ({ sessions }) => {
    const elsewhere = { ...KEY, endpoint: "http://127.0.0.1:4566" };
    await sessions.write(session("of-aws"));
    await sessions.write({ ...session("of-the-endpoint"), ...elsewhere });
    strictEqual((await sessions.read(KEY))?.accessToken.expose(), "of-aws");
    const read = await sessions.read(elsewhere);
    deepStrictEqual([read?.accessToken.expose(), read?.endpoint], ["of-the-endpoint", elsewhere.endpoint]);
    strictEqual(await sessions.read({ ...KEY, endpoint: `${elsewhere.endpoint}/` }), undefined);
    strictEqual(await sessions.remove(elsewhere), true);
    strictEqual(await sessions.read(elsewhere), undefined);
    strictEqual((await sessions.read(KEY))?.accessToken.expose(), "of-aws");
  });

  test("removes a session once", async ({ sessions }) => {
    strictEqual(await sessions.remove(KEY), false);
    await sessions.write(session());
    strictEqual(await sessions.remove(KEY), true);
    strictEqual(await sessions.remove(KEY), false);
    strictEqual(await sessions.read(KEY), undefined);
  });

  test("gives the lock of a session to one at a time", async ({ sessions }) => {
    let inside = 0;
    let most = 0;
    await Promise.all(Array.from({ length: 10 }, async () => {
      using lock = await sessions.hold(KEY, WITHIN);
      ok(lock !== undefined);
      most = Math.max(most, ++inside);
      await Promise.resolve();
      inside--;
    }));
    strictEqual(most, 1);
  });

  test("says that another one has the lock, when the time is over", async ({ sessions }) => {
    using _held = await sessions.hold(KEY, WITHIN);
    strictEqual(await sessions.hold(KEY, AT_ONCE), undefined);
    using other = await sessions.hold({ ...KEY, region: "eu-west-1" }, AT_ONCE);
    ok(other !== undefined);
  });

  test("ends the waiting for a lock with the signal", async ({ sessions }) => {
    using _held = await sessions.hold(KEY, WITHIN);
    const reason = new CancelledError();
    const controller = new AbortController();
    const waiting = sessions.hold(KEY, { timeoutMs: 60_000, signal: controller.signal });
    controller.abort(reason);
    await rejects(waiting, (error) => error === reason);
  });

  test("says the same when a deadline ends first", async ({ sessions }) => {
    using _held = await sessions.hold(KEY, WITHIN);
    const controller = new AbortController();
    const waiting = sessions.hold(KEY, { timeoutMs: 60_000, signal: controller.signal });
    controller.abort(new DOMException("No end", "TimeoutError"));
    strictEqual(await waiting, undefined);
  });

  test("fails nobody where nothing can be written", async ({ sessions, makeUnwritable }) => {
    await makeUnwritable();
    await sessions.write(session());
    strictEqual(await sessions.read(KEY), undefined);
    using first = await sessions.hold(KEY, AT_ONCE);
    using second = await sessions.hold(KEY, AT_ONCE);
    ok(first !== undefined && second !== undefined);
  });
}
