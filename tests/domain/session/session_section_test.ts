import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { setIniSection } from "../../../src/domain/ini/edit_ini.ts";
import { readIniSections } from "../../../src/domain/ini/read_ini.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { ownTime } from "../../../src/domain/time/own_time.ts";
import {
  configEdits,
  credentialsEdit,
  readSession,
  readSessionRegion,
} from "../../../src/domain/session/session_section.ts";
import { sessionPaths } from "../../../src/domain/session/session_paths.ts";
import { anyCharacter } from "../../support/any_text.ts";

/** As Atmos writes it: gopkg.in/ini.v1 with the signs below each other, times in the zone of the machine. */
const OF_ATMOS = `; atmos: expiration=2026-01-01T14:00:00+02:00
[dev/admin]
aws_access_key_id     = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
aws_session_token     = FwoGZXIvYXdzEXAMPLE//////////wEaDEXAMPLE==

; atmos: expiration=2026-01-01T13:00:00Z
[default]
aws_access_key_id     = ASIADEFAULT
aws_secret_access_key = secret
aws_session_token     = token
`;

const NEW = {
  accessKeyId: "ASIANEW",
  secretAccessKey: new Secret("new/secret+"),
  sessionToken: new Secret("new=="),
  expiresAt: new Date("2026-02-03T04:05:06.789Z"),
  region: "eu-west-1",
};

/** A config file in which a session was kept. */
function edited(profile: string, credentials: typeof NEW): string {
  return configEdits(profile, credentials).reduce(setIniSection, "");
}

Deno.test("readSession() reads what Atmos has written", () => {
  const kept = readSession(OF_ATMOS, "dev/admin");
  strictEqual(kept?.definition, undefined);
  strictEqual(kept?.credentials.accessKeyId, "ASIAIOSFODNN7EXAMPLE");
  strictEqual(kept.credentials.secretAccessKey.expose(), "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  strictEqual(kept.credentials.sessionToken?.expose(), "FwoGZXIvYXdzEXAMPLE//////////wEaDEXAMPLE==");
  deepStrictEqual(kept.credentials.expiresAt, new Date("2026-01-01T12:00:00Z"));
  strictEqual(readSession(OF_ATMOS, "default")?.credentials.accessKeyId, "ASIADEFAULT");
  strictEqual(readSession(OF_ATMOS, "dev"), undefined);
});

Deno.test("readSession() rejects sessions without a certain expiry", () => {
  const broken: readonly (readonly [what: string, text: string])[] = [
    ["no end", OF_ATMOS.replace(/^;.*\n/, "")],
    ["an end that is none", OF_ATMOS.replace("2026-01-01T14:00:00+02:00", "soon")],
    ["a date alone", OF_ATMOS.replace("2026-01-01T14:00:00+02:00", "2026-01-01")],
    ["a month that is none", OF_ATMOS.replace("2026-01-01T14", "2026-13-01T14")],
    ["an end that is set apart", OF_ATMOS.replace("\n[dev", "\n\n[dev")],
    ["an end that is of somebody else", OF_ATMOS.replace("; atmos:", "; tool:")],
    ["no token", OF_ATMOS.replace(/aws_session_token.*\n/, "")],
    ["no secret", OF_ATMOS.replace(/aws_secret_access_key.*\n/, "")],
    ["two of the name", `${OF_ATMOS}[dev/admin]\n`],
  ];
  for (const [what, text] of broken) strictEqual(readSession(text, "dev/admin"), undefined, what);
});

Deno.test("a session is written as Atmos and the AWS CLI read it", () => {
  const edit = credentialsEdit("dev/admin", NEW, { definition: "abc" });
  ok(edit !== undefined);
  const section = `; atmos: expiration=2026-02-03T04:05:06Z
[dev/admin]
; atmos-ecr: key=ASIANEW definition=abc
aws_access_key_id     = ASIANEW
aws_secret_access_key = new/secret+
aws_session_token     = new==
`;
  strictEqual(setIniSection("", edit), section);
  strictEqual(setIniSection(OF_ATMOS, edit), section + OF_ATMOS.slice(OF_ATMOS.indexOf("\n; atmos")));
  strictEqual(edited("dev/admin", NEW), "[profile dev/admin]\nregion = eu-west-1\n");
  strictEqual(edited("default", NEW), "[default]\nregion = eu-west-1\n");
  strictEqual(
    edited("log archive/admin", NEW),
    '[profile log archive/admin]\nregion = eu-west-1\n\n[profile "log archive/admin"]\nregion = eu-west-1\n',
  );
  strictEqual(
    edited("x", { ...NEW, region: "]\n[y]" }),
    "[profile x]\nregion = us-east-1\n",
  );
});

Deno.test("the marks of a session do not apply to Atmos' replacement", () => {
  const edit = credentialsEdit("dev/admin", NEW, { definition: "abc" });
  ok(edit !== undefined);
  const text = setIniSection("", edit);
  strictEqual(readSession(text, "dev/admin")?.definition, "abc");
  // Atmos changes the comment above the header and the values, and nothing else.
  strictEqual(readSession(text.replace("= ASIANEW", "= ASIAATMOS"), "dev/admin")?.definition, undefined);
});

Deno.test("a section that was cut off becomes whole", () => {
  const edit = credentialsEdit("dev/admin", NEW, { definition: "abc" });
  ok(edit !== undefined);
  // The space around the signs stays as it was, and so does the end of the file.
  const plain = (text: string): string => text.replaceAll(/ += */g, "=").trimEnd();
  const whole = plain(setIniSection("", edit));
  for (let length = 1; length < OF_ATMOS.indexOf("\n\n"); length++) {
    const cut = OF_ATMOS.slice(0, length);
    if (!cut.includes("[dev/admin]")) continue;
    strictEqual(plain(setIniSection(cut, edit)), whole, cut);
  }
});

Deno.test("values that no key of AWS has are not written", () => {
  for (const value of ["a\nb", "a b", "a;b", "", '"a"', "ä", "a\0"]) {
    strictEqual(
      credentialsEdit("dev", { ...NEW, secretAccessKey: new Secret(value) }, { definition: "x" }),
      undefined,
      value,
    );
    strictEqual(
      credentialsEdit("dev", { ...NEW, accessKeyId: value }, { definition: "x" }),
      undefined,
      value,
    );
  }
});

Deno.test("sessionPaths() has the names of Atmos for ordinary ones", () => {
  deepStrictEqual(
    sessionPaths("/c/atmos", { realm: "r_1", root: "acme-sso", identity: "prod.eu/admin" }),
    {
      credentials: "/c/atmos/r_1/aws/acme-sso/credentials",
      config: "/c/atmos/r_1/aws/acme-sso/config",
      profile: "prod.eu/admin",
    },
  );
  strictEqual(
    sessionPaths("/c", { realm: "", root: "aws-user", identity: "me" }).config,
    "/c/aws/aws-user/config",
  );
  strictEqual(
    sessionPaths("/c", { realm: "r", root: "corp/sso.eu", identity: "me" }).config,
    "/c/r/aws/corp/sso.eu/config",
  );
  strictEqual(
    sessionPaths("C:\\c", { realm: "r", root: "corp/sso.eu", identity: "me" }).config,
    "C:\\c\\r\\aws\\corp\\sso.eu\\config",
  );
});

/** Names as they may stand in a file; places have them in lower case. */
const NAME = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.constantFrom(
    "..",
    ".",
    "../../etc",
    "a/../b",
    "/a//b/",
    "a]",
    "[a",
    "a\nb",
    " a ",
    "a\\b",
    "con.",
    "a;b",
    "a #b",
    "",
    "\0",
  ),
).map((name) => name.toLowerCase());

Deno.test("no name leaves the directory or its section, and no two share one", () => {
  fc.assert(fc.property(NAME, NAME, (one, other) => {
    const path = sessionPaths("/c", { realm: "", root: one, identity: one });
    const segments = path.credentials.slice("/c/aws/".length, -"/credentials".length).split("/");
    for (const segment of segments) ok(!/^\.{0,2}$|[\\\0]/.test(segment), segment);
    const text = `[first]\nk = v\n\n[${path.profile}]\nk = w\n`;
    if (path.profile !== "first" && path.profile !== "") {
      deepStrictEqual([...readIniSections(text).keys()], ["first", path.profile]);
    }
    const others = sessionPaths("/c", { realm: "", root: other, identity: other });
    strictEqual(path.credentials === others.credentials, one === other);
    strictEqual(path.profile === others.profile, one === other);
  }));
});

Deno.test("a session is read back as written, for any profile", () => {
  fc.assert(fc.property(NAME, fc.boolean(), (name, crowded) => {
    const { profile } = sessionPaths("/c", { realm: "", root: "r", identity: name });
    const edit = credentialsEdit(profile, NEW, { definition: "abc" });
    ok(edit !== undefined);
    const kept = readSession(setIniSection(crowded ? OF_ATMOS : "", edit), profile);
    strictEqual(kept?.credentials.accessKeyId, "ASIANEW");
    strictEqual(kept.definition, "abc");
    strictEqual(kept.credentials.expiresAt?.toISOString(), "2026-02-03T04:05:06.000Z");
    strictEqual(readSessionRegion(edited(profile, NEW), profile), "eu-west-1");
  }));
});

Deno.test("if the clocks differ, a session has AWS' expiry for Atmos, and the local one for this machine", () => {
  const expiresAt = ownTime(new Date("2026-01-01T12:00:00Z"), -46_800_000);
  const edit = credentialsEdit("dev/admin", { ...NEW, expiresAt }, { definition: "abc", keys: "def" });
  ok(edit !== undefined);
  const text = setIniSection("", edit);
  match(text, /^; atmos: expiration=2026-01-01T12:00:00Z$/m);
  const kept = readSession(text, "dev/admin");
  deepStrictEqual([kept?.credentials.expiresAt, kept?.definition, kept?.keys], [expiresAt, "abc", "def"]);
  for (const skew of ["x", "1e3", "9".repeat(13)]) {
    const damaged = readSession(text.replace("skew=-46800000", `skew=${skew}`), "dev/admin");
    strictEqual(damaged?.credentials.expiresAt?.toISOString(), "2026-01-01T12:00:00.000Z");
  }
  // What Atmos puts in its place was told by its own clock.
  const theirs = readSession(text.replace("= ASIANEW", "= ASIAATMOS"), "dev/admin");
  strictEqual(theirs?.credentials.expiresAt?.toISOString(), "2026-01-01T12:00:00.000Z");
});
