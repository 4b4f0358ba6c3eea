import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { Secret } from "../../../src/domain/secret.ts";
import { decodeSession, encodeSession } from "../../../src/domain/sso/session_format.ts";
import { isFresh, refreshGrant, type SsoSession } from "../../../src/domain/sso/sso_session.ts";
import { fromFileUrl } from "../../support/module_graph.ts";

const KEY = { startUrl: "https://acme.awsapps.com/start", region: "us-east-1" };

function fixture(name: string): string {
  return Deno.readTextFileSync(fromFileUrl(`../fixtures/sso_sessions/${name}.json`));
}

/** A session with its secrets in the open, to compare. */
function plain(session: SsoSession | undefined): unknown {
  if (session === undefined) return undefined;
  const { accessToken, refreshToken, registration, ...rest } = session;
  return {
    ...rest,
    accessToken: accessToken.expose(),
    refreshToken: refreshToken?.expose(),
    registration: registration && { ...registration, clientSecret: registration.clientSecret.expose() },
  };
}

Deno.test("decodeSession() reads what Atmos writes", () => {
  deepStrictEqual(plain(decodeSession(fixture("full"), KEY)), {
    ...KEY,
    accessToken: "aoaAAAAAG-access/token+full==",
    expiresAt: new Date("2026-01-01T12:30:00.123Z"),
    refreshToken: "aorAAAAAG-refresh/token+full==",
    registration: {
      clientId: "client-id-1234",
      clientSecret: "eyJraWQiOiJrZXkifQ.client.secret",
      expiresAt: new Date("2026-03-31T08:00:00Z"),
    },
  });
  deepStrictEqual(plain(decodeSession(fixture("no_refresh"), KEY)), {
    ...KEY,
    accessToken: "aoaAAAAAG-access",
    expiresAt: new Date("2026-01-01T12:30:00Z"),
    refreshToken: undefined,
    registration: undefined,
  });
  const zero = decodeSession(fixture("zero_time"), KEY);
  deepStrictEqual(zero?.expiresAt, new Date("2026-01-01T12:30:00.500Z"));
  ok(zero?.registration !== undefined && !("expiresAt" in zero.registration));
});

Deno.test("encodeSession() writes what Atmos writes, byte for byte", () => {
  for (const name of ["zero_time", "newer"]) {
    const text = fixture(name);
    const session = decodeSession(text, KEY);
    ok(session !== undefined);
    const expected: Record<string, unknown> = JSON.parse(text);
    if (name === "zero_time") expected["expiresAt"] = "2026-01-01T12:30:00.5Z";
    const { scopes, issuer, ...known } = expected;
    const ordered = { ...(scopes === undefined ? {} : { scopes, issuer }), ...known };
    strictEqual(encodeSession(session, text), JSON.stringify(ordered, null, 2));
  }
});

Deno.test("encodeSession() keeps unknown keys, and replaces known ones", () => {
  const session = { ...KEY, accessToken: new Secret("new"), expiresAt: new Date("2026-01-02T00:00:00Z") };
  deepStrictEqual(JSON.parse(encodeSession(session, fixture("newer"))), {
    scopes: ["sso:account:access"],
    issuer: { name: "acme", number: 12 },
    ...KEY,
    accessToken: "new",
    expiresAt: "2026-01-02T00:00:00Z",
    registrationExpiresAt: "0001-01-01T00:00:00Z",
  });
  for (const damaged of ["", "{", "[]", "null", "\0"]) {
    strictEqual(encodeSession(session, damaged), encodeSession(session));
  }
});

const DAMAGED: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["half a file", fixture("full").slice(0, 100)],
  ["a list", "[]"],
  ["another start URL", fixture("full").replace("acme", "evil")],
  ["another region", fixture("full").replace("us-east-1", "us-east-2")],
  ["no token", fixture("no_refresh").replace("accessToken", "x")],
  ["an empty token", fixture("no_refresh").replace("aoaAAAAAG-access", "")],
  ["a token that no header can carry", fixture("no_refresh").replace("aoaAAAAAG-access", "a\\r\\nb")],
  ["no expiry", fixture("no_refresh").replace("expiresAt", "x")],
  ["an expiry that is a number", fixture("no_refresh").replace(`"2026-01-01T12:30:00Z"`, "1767270600")],
  ["an expiry that is no time", fixture("no_refresh").replace("12:30:00Z", "25:30:00Z")],
];

for (const [what, text] of DAMAGED) {
  Deno.test(`decodeSession() gives nothing for ${what}`, () => {
    strictEqual(decodeSession(text, KEY), undefined);
  });
}

Deno.test("a registration with an unreadable expiry counts as expired", () => {
  const text = fixture("newer").replace("2026-03-31T10:00:00Z", "some day");
  const session = decodeSession(text, KEY);
  ok(session !== undefined);
  strictEqual(refreshGrant(session, new Date("2026-01-01T00:00:00Z")), undefined);
});

const TOKEN = fc.stringMatching(/^[\x21-\x7e]{1,80}$/);
const INSTANT = fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

const SESSION: fc.Arbitrary<SsoSession> = fc.record({
  startUrl: fc.string(),
  region: fc.string(),
  accessToken: TOKEN.map((text) => new Secret(text)),
  expiresAt: INSTANT,
  refreshToken: TOKEN.map((text) => new Secret(text)),
  registration: fc.record({
    clientId: TOKEN,
    clientSecret: TOKEN.map((text) => new Secret(text)),
    expiresAt: INSTANT,
  }, { requiredKeys: ["clientId", "clientSecret"] }),
}, { requiredKeys: ["startUrl", "region", "accessToken", "expiresAt"] });

Deno.test("decodeSession() reads back what encodeSession() wrote", () => {
  fc.assert(fc.property(SESSION, fc.json(), (session, old) => {
    deepStrictEqual(plain(decodeSession(encodeSession(session, old), session)), plain(session));
  }));
});

Deno.test("decodeSession() never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    decodeSession(text, KEY);
  }));
});

Deno.test("a session can be used until five minutes before its end", () => {
  const expiresAt = new Date("2026-01-01T12:00:00Z");
  ok(isFresh({ expiresAt }, new Date("2026-01-01T11:55:00Z")));
  ok(!isFresh({ expiresAt }, new Date("2026-01-01T11:55:00.001Z")));
});
