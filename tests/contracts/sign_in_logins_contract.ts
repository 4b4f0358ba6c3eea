import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { CancelledError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SignInLogin } from "../../src/domain/sign_in/sign_in.ts";
import type { SignInLogins } from "../../src/ports/browser.ts";
import { leakChecked } from "../fakes/http/leak_checked.ts";

/** Logins under test. */
export interface LoginsUnderTest extends AsyncDisposable {
  readonly logins: SignInLogins;
}

const OWNER = { identity: "Me", realm: "acme" };
const WITHIN = { timeoutMs: 60_000, signal: new AbortController().signal };
const AT_ONCE = { ...WITHIN, timeoutMs: 0 };

function login(refreshToken: string): SignInLogin {
  return {
    refreshToken: new Secret(refreshToken),
    region: "eu-west-1",
    expiresAt: new Date("2026-01-01T12:00:00Z"),
    dpopKey: new Secret("key"),
  };
}

/** The promises of {@linkcode SignInLogins}, registered as tests for one implementation of it. */
export function testSignInLogins(name: string, create: () => Promise<LoginsUnderTest>): void {
  const test = (criterion: string, run: (logins: SignInLogins) => Promise<void>): void =>
    Deno.test(leakChecked(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject.logins);
    }));

  test("keeps one login for each identity and realm, by names without case", async (logins) => {
    const read = async (identity: string, realm = "acme"): Promise<string | undefined> =>
      (await logins.read({ identity, realm }))?.refreshToken.expose();
    strictEqual(await read("Me"), undefined);
    await logins.write(OWNER, login("old"));
    await logins.write(OWNER, login("new"));
    const { region, expiresAt, dpopKey } = login("new");
    const kept = await logins.read(OWNER);
    deepStrictEqual([kept?.region, kept?.expiresAt, kept?.dpopKey.expose()], [
      region,
      expiresAt,
      dpopKey.expose(),
    ]);
    deepStrictEqual(
      [await read("Me"), await read("me"), await read("other"), await read("Me", "other")],
      ["new", "new", undefined, undefined],
    );
  });

  test("removes a login once", async (logins) => {
    strictEqual(await logins.remove(OWNER), false);
    await logins.write(OWNER, login("one"));
    deepStrictEqual([await logins.remove(OWNER), await logins.remove(OWNER)], [true, false]);
    strictEqual(await logins.read(OWNER), undefined);
  });

  test("gives the lock of a login to one at a time", async (logins) => {
    {
      using held = await logins.hold(OWNER, WITHIN);
      ok(held !== undefined);
      strictEqual(await logins.hold({ ...OWNER, identity: "me" }, AT_ONCE), undefined);
      using other = await logins.hold({ ...OWNER, realm: "other" }, AT_ONCE);
      ok(other !== undefined);
      // The holder changes the login.
      await logins.write(OWNER, login("one"));
      strictEqual(await logins.remove(OWNER), true);
    }
    using again = await logins.hold(OWNER, AT_ONCE);
    ok(again !== undefined);
  });

  test("ends the wait for a lock with the signal, and with a deadline as if the time were over", async (logins) => {
    using _held = await logins.hold(OWNER, WITHIN);
    const reason = new CancelledError();
    const controllers = [new AbortController(), new AbortController()] as const;
    const [ended, late] = controllers.map(({ signal }) => logins.hold(OWNER, { ...WITHIN, signal }));
    controllers[0].abort(reason);
    controllers[1].abort(new DOMException("No end", "TimeoutError"));
    await rejects(ended ?? Promise.resolve(), (error) => error === reason);
    strictEqual(await late, undefined);
  });
}
