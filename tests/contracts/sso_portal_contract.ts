import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SsoPortal } from "../../src/ports/sso.ts";
import { leakChecked } from "../fakes/http/leak_checked.ts";

/** What the person of every portal under test has: more accounts, and roles in one of them, than a page holds. */
export const ASSIGNMENTS: readonly (readonly [id: string, name: string, roles: readonly string[]])[] = [
  ["111111111111", "dev", ["Admin", "PullOnly", "ReadOnly"]],
  ["222222222222", "prod", ["PullOnly"]],
  ["333333333333", "Log Archive", ["PullOnly"]],
];

/** A portal under test. */
export interface PortalUnderTest extends AsyncDisposable {
  readonly portal: SsoPortal;
  /** An access token of a person who has {@linkcode ASSIGNMENTS}. */
  readonly accessToken: Secret;
  /** From now on nothing is answered. */
  hang(): void;
  /** How many requests have arrived. */
  count(): number;
}

const SIGNAL = new AbortController().signal;
const OPTIONS = { region: "us-east-1", signal: SIGNAL };

/** The promises of {@linkcode SsoPortal}, registered as tests for one implementation of it. */
export function testSsoPortal(name: string, create: () => Promise<PortalUnderTest>): void {
  const test = (criterion: string, run: (subject: PortalUnderTest) => Promise<void>): void =>
    Deno.test(leakChecked(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject);
    }));

  test("lists every account, over all pages", async ({ portal, accessToken }) => {
    const accounts = await portal.accounts(accessToken, OPTIONS);
    deepStrictEqual(
      accounts.map(({ id, name }) => [id, name]).toSorted(),
      ASSIGNMENTS.map(([id, name]) => [id, name]),
    );
  });

  test("lists every permission set of an account, over all pages", async ({ portal, accessToken }) => {
    for (const [id, _name, roles] of ASSIGNMENTS) {
      deepStrictEqual((await portal.roles(accessToken, id, OPTIONS)).toSorted(), roles);
    }
  });

  test("gives credentials of a permission set, with the region", async ({ portal, accessToken }) => {
    const role = { accountId: "222222222222", roleName: "PullOnly" };
    const credentials = await portal.roleCredentials(accessToken, role, OPTIONS);
    match(credentials.accessKeyId, /^ASIA/);
    ok(credentials.secretAccessKey.expose() !== "" && credentials.sessionToken?.expose() !== "");
    strictEqual(credentials.region, "us-east-1");
    const left = (credentials.expiresAt?.getTime() ?? 0) - Date.now();
    ok(left > 3_540_000 && left <= 3_600_000, `${left} ms left`);
    ok(!Deno.inspect(credentials).includes(credentials.secretAccessKey.expose()));
  });

  test("says which permission set is not the person's", async ({ portal, accessToken }) => {
    const role = { accountId: "222222222222", roleName: "Admin" };
    await rejects(portal.roleCredentials(accessToken, role, OPTIONS), (error) => {
      ok(error instanceof AwsError && error.code === "AWS_DENIED", String(error));
      match(
        error.message,
        /^Cannot get credentials in account 222222222222 of permission set "Admin": AWS denied access/,
      );
      match(error.hint ?? "", /assigned to you/);
      return true;
    });
  });

  test("knows an access token that is not good from one that may not", async ({ portal, accessToken }) => {
    const isEnded = (error: unknown): boolean =>
      error instanceof AwsError && error.code === "AWS_CREDENTIALS_EXPIRED";
    await rejects(portal.accounts(new Secret("never given out"), OPTIONS), isEnded);
    await portal.logout(accessToken, OPTIONS);
    await rejects(portal.accounts(accessToken, OPTIONS), isEnded);
    await rejects(portal.roles(accessToken, "111111111111", OPTIONS), isEnded);
    const role = { accountId: "111111111111", roleName: "Admin" };
    await rejects(portal.roleCredentials(accessToken, role, OPTIONS), isEnded);
  });

  test("asks nothing when the signal has ended before", async ({ portal, accessToken, count }) => {
    const reason = new CancelledError();
    const options = { ...OPTIONS, signal: AbortSignal.abort(reason) };
    await rejects(portal.accounts(accessToken, options), (error) => error === reason);
    strictEqual(count(), 0);
  });

  test("ends when its signal does", async ({ portal, accessToken, hang }) => {
    hang();
    const reason = new CancelledError();
    const controller = new AbortController();
    const call = portal.accounts(accessToken, { ...OPTIONS, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await rejects(call, (error) => error === reason);
  });
}
