import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import type { SessionPlace } from "../../src/domain/identity/session_place.ts";
import { someDefinition } from "../support/helper_fixtures.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { IdentitySessions } from "../../src/ports/sessions.ts";

/** Sessions under test. */
export interface SessionsUnderTest extends AsyncDisposable {
  readonly sessions: IdentitySessions;
}

/** The place of the tests. */
export const PLACE: SessionPlace = {
  realm: "acme",
  root: "acme-sso",
  identity: "dev/admin",
  definition: someDefinition("what dev/admin is"),
};

/** A session that ends at a whole second, as those of STS do. */
export function session(name: string, over: Partial<AwsCredentials> = {}): AwsCredentials {
  return {
    accessKeyId: `ASIA${name.toUpperCase()}`,
    secretAccessKey: new Secret(`secret+of/${name}`),
    sessionToken: new Secret(`token+of/${name}==`),
    expiresAt: new Date("2026-01-01T12:00:00Z"),
    region: "eu-west-1",
    ...over,
  };
}

/** Credentials with their secrets shown. */
export function exposed(credentials: AwsCredentials | undefined): unknown {
  return credentials === undefined ? undefined : {
    ...credentials,
    secretAccessKey: credentials.secretAccessKey.expose(),
    sessionToken: credentials.sessionToken?.expose(),
  };
}

/** The promises of {@linkcode IdentitySessions}, registered as tests for one implementation of it. */
export function testIdentitySessions(name: string, create: () => Promise<SessionsUnderTest>): void {
  const test = (criterion: string, run: (sessions: IdentitySessions) => Promise<void>): void =>
    Deno.test(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject.sessions);
    });

  test("knows of a session also when it is for another definition", async (sessions) => {
    strictEqual(await sessions.has(PLACE), false);
    await sessions.write(PLACE, session("dev"));
    const redefined = { ...PLACE, definition: someDefinition("something else") };
    deepStrictEqual([await sessions.has(redefined), await sessions.read(redefined)], [true, undefined]);
    strictEqual(await sessions.has({ ...PLACE, identity: "other" }), false);
    await sessions.remove(redefined);
    strictEqual(await sessions.has(PLACE), false);
  });

  test("gives a session to the keys that it was made with, and to whoever does not ask", async (sessions) => {
    const read = async (keys?: string | null): Promise<boolean> =>
      await sessions.read({ ...PLACE, keys }) !== undefined;
    await sessions.write({ ...PLACE, keys: "AKIAONE" }, session("one"));
    deepStrictEqual([await read("AKIAONE"), await read()], [true, true]);
    deepStrictEqual([await read("AKIATWO"), await read(null)], [false, false]);
    await sessions.write(PLACE, session("two"));
    deepStrictEqual([await read("AKIAONE"), await read(null), await read()], [false, true, true]);
  });

  test("keeps one session for each identity, root and realm", async (sessions) => {
    const places = [
      PLACE,
      { ...PLACE, identity: "prod/admin" },
      { ...PLACE, identity: "default" },
      { ...PLACE, root: "aws-user" },
      { ...PLACE, realm: "other" },
    ];
    for (const place of places) strictEqual(await sessions.read(place), undefined);
    for (const [index, place] of places.entries()) await sessions.write(place, session(`n${index}`));
    for (const [index, place] of places.entries()) {
      deepStrictEqual(exposed(await sessions.read(place)), exposed(session(`n${index}`)));
    }
  });

  test("replaces a session", async (sessions) => {
    await sessions.write(PLACE, session("old"));
    const fresh = session("new", { expiresAt: new Date("2026-01-02T00:00:00Z"), region: "us-east-1" });
    await sessions.write(PLACE, fresh);
    deepStrictEqual(exposed(await sessions.read(PLACE)), exposed(fresh));
  });

  test("removes a session, and says whether there was one", async (sessions) => {
    const other = { ...PLACE, identity: "prod/admin" };
    strictEqual(await sessions.remove(PLACE), false);
    await sessions.write(PLACE, session("one"));
    await sessions.write(other, session("two"));
    strictEqual(await sessions.remove(PLACE), true);
    strictEqual(await sessions.remove(PLACE), false);
    strictEqual(await sessions.read(PLACE), undefined);
    deepStrictEqual(exposed(await sessions.read(other)), exposed(session("two")));
  });

  test("changes only the session that is expected", async (sessions) => {
    const [old, other] = [session("old"), session("other", { region: "us-east-1" })];
    await sessions.write(PLACE, old, old);
    strictEqual(await sessions.has(PLACE), false);
    await sessions.write(PLACE, other);
    await sessions.write(PLACE, old, old);
    strictEqual(await sessions.remove(PLACE, old), false);
    deepStrictEqual(exposed(await sessions.read(PLACE)), exposed(other));
    await sessions.write(PLACE, old, other);
    deepStrictEqual(exposed(await sessions.read(PLACE)), exposed(old));
    strictEqual(await sessions.remove(PLACE, old), true);
    strictEqual(await sessions.has(PLACE), false);
  });

  test("gives a session to no other definition of the identity", async (sessions) => {
    strictEqual(await sessions.isMarked(PLACE), false);
    await sessions.write(PLACE, session("one"));
    strictEqual(await sessions.read({ ...PLACE, definition: someDefinition("another role") }), undefined);
    ok(await sessions.read(PLACE) !== undefined);
    strictEqual(await sessions.readUnmarked(PLACE), undefined);
    strictEqual(await sessions.isMarked({ ...PLACE, definition: someDefinition("another role") }), true);
  });

  test("keeps nothing that never ends, and no long-lived keys", async (sessions) => {
    const { expiresAt: _end, ...endless } = session("endless");
    const { sessionToken: _token, ...longLived } = session("long");
    await sessions.write(PLACE, endless);
    await sessions.write(PLACE, longLived);
    strictEqual(await sessions.read(PLACE), undefined);
  });

  test("loses none of many that are written at once", async (sessions) => {
    const places = Array.from({ length: 10 }, (_, index) => ({ ...PLACE, identity: `dev${index}` }));
    await Promise.all(places.map((place, index) => sessions.write(place, session(`n${index}`))));
    for (const [index, place] of places.entries()) {
      deepStrictEqual(exposed(await sessions.read(place)), exposed(session(`n${index}`)));
    }
  });

  test("names two files and a profile, without making them", (sessions) => {
    const files = sessions.files(PLACE);
    ok(files !== undefined && files.credentials.endsWith("/acme/aws/acme-sso/credentials"));
    ok(files.config.endsWith("/acme/aws/acme-sso/config"));
    strictEqual(files.profile, "dev/admin");
    return Promise.resolve();
  });
}
