import assert from "node:assert/strict";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { DockerError } from "../../../src/domain/errors/errors.ts";
import { ACCEPTED, fixture, NOT_UTF8, REFUSED } from "./fixtures.ts";

const PATH = "/home/user/.docker/config.json";

Deno.test("fixtures/docker_config holds nothing that no test looks at", () => {
  const folder = new URL("../../../fixtures/docker_config/", import.meta.url);
  const files = Array.from(Deno.readDirSync(folder), ({ name }) => name).filter((name) =>
    !name.startsWith(".")
  );
  const known = [...ACCEPTED, ...REFUSED.map(([name]) => name), ...NOT_UTF8.map(([name]) => name)];
  assert.deepEqual(files.toSorted(), known.toSorted());
});

Deno.test("DockerConfigDocument.parse() preserves the text", () => {
  for (const name of ACCEPTED) {
    const text = fixture(name);
    assert.equal(DockerConfigDocument.parse(text, PATH).text, text, name);
  }
  assert.equal(DockerConfigDocument.parse(undefined, PATH).text, undefined);
});

Deno.test("DockerConfigDocument.parse() rejects what Docker would not accept, with its position and a hint", () => {
  for (const [name, position, state] of REFUSED) {
    const [line, column] = position.split(":").map(Number);
    assert.throws(() => DockerConfigDocument.parse(fixture(name), PATH), (error) => {
      assert.ok(error instanceof DockerError, name);
      assert.equal(error.code, "DOCKER_CONFIG_INVALID");
      assert.deepEqual(error.position, { file: PATH, line, column }, name);
      assert.match(error.message, state, name);
      assert.match(error.hint ?? "", /not changed/);
      return true;
    });
  }
});

Deno.test("DockerConfigDocument.parse() shows nothing of what the file holds", () => {
  assert.throws(
    () => DockerConfigDocument.parse('{"auths":{"h":{"auth":"c2VjcmV0"}}} c2VjcmV0', PATH),
    (error) => error instanceof DockerError && !JSON.stringify([error.message, error.hint]).includes("c2Vj"),
  );
});

Deno.test("DockerConfigDocument.parse() counts columns behind a byte-order mark", () => {
  assert.throws(() => DockerConfigDocument.parse("\uFEFF[]", PATH), {
    position: { file: PATH, line: 1, column: 1 },
  });
  assert.equal(DockerConfigDocument.parse(fixture("bom.json"), PATH).hasByteOrderMark, true);
  assert.equal(DockerConfigDocument.parse(fixture("tabs.json"), PATH).hasByteOrderMark, false);
});

Deno.test("DockerConfigDocument finds nothing in a missing, blank or empty file", () => {
  for (
    const text of [undefined, "", " \n", "\uFEFF", "\uFEFF \r\n", "{}", '{"auths":null,"credHelpers":null}']
  ) {
    const document = DockerConfigDocument.parse(text, PATH);
    assert.deepEqual([document.auths.size, document.credHelpers.size, document.credsStore], [
      0,
      0,
      undefined,
    ]);
  }
});

Deno.test("DockerConfigDocument.credHelpers and .credsStore return the programs", () => {
  const document = DockerConfigDocument.parse(fixture("helpers_and_store.json"), PATH);
  assert.equal(document.credsStore, "keychain");
  assert.deepEqual([...document.credHelpers], [["helped.example", "atmos-ecr"], ["exempt.example", ""]]);
  const nulls = DockerConfigDocument.parse('{"credsStore":null,"credHelpers":{"h":null}}', PATH);
  assert.equal(nulls.credsStore, undefined);
  assert.deepEqual([...nulls.credHelpers], [["h", ""]]);
  assert.equal(DockerConfigDocument.parse(fixture("auths_empty.json"), PATH).credsStore, undefined);
});

Deno.test("DockerConfigDocument.auths returns keys, hosts and logins, ignoring the case of field names", () => {
  const document = DockerConfigDocument.parse(fixture("url_keys.json"), PATH);
  assert.deepEqual(
    Array.from(
      document.auths.values(),
      ({ key, host, usable, login }) => [key, host, usable, login?.username],
    ),
    [
      ["https://one.example", "one.example", true, "user"],
      ["two.example", "two.example", true, "other"],
      ["http://one.example", "one.example", true, "user"],
      ["one.example", "one.example", true, "user"],
    ],
  );
  const otherCase = DockerConfigDocument.parse(fixture("other_case.json"), PATH);
  assert.equal(otherCase.auths.get("one.example")?.login?.password.expose(), "example");
  assert.equal(otherCase.credsStore, "keychain");
});

Deno.test("DockerConfigDocument folds field names as Go does: a long s is an s, a Kelvin sign a k", () => {
  const text = '{"authſ":{"h":{"identitytoKen":"x"}},"credsſtore":"keychain","credHelperſ":{"i":"p"}}';
  const document = DockerConfigDocument.parse(text.replace("toKen", "toKen"), PATH);
  assert.deepEqual([...document.auths.keys()], ["h"]);
  assert.equal(document.auths.get("h")?.usable, true);
  assert.deepEqual([document.credsStore, document.credHelpers.get("i")], ["keychain", "p"]);
  const added = document.setAuths([["h", "Tg=="]]);
  assert.equal(added.text?.match(/auth[sſ]"/g)?.length, 1);
  assert.throws(() => DockerConfigDocument.parse('{"auths":{},"authſ":{}}', PATH), /appears twice/);
});

Deno.test("DockerConfigDocument treats hosts such as __proto__ as plain data", () => {
  const document = DockerConfigDocument.parse(fixture("proto_keys.json"), PATH);
  assert.deepEqual([...document.auths.keys()], ["__proto__", "constructor"]);
  const changed = document.setAuths([["__proto__", "Tg=="], ["toString", "Tg=="]])
    .setCredHelpers([["__proto__", "atmos-ecr"]]);
  assert.equal(changed.auths.size, 3);
  assert.equal(changed.credHelpers.get("__proto__"), "atmos-ecr");
  assert.equal(changed.removeAuths(["__proto__"]).auths.has("__proto__"), false);
  assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
});

Deno.test("DockerConfigDocument copes with 5,000 entries", () => {
  const entries = Array.from(
    { length: 5_000 },
    (_, i) => `\t\t"host${i}.example": {\n\t\t\t"auth": "dXNlcjpleGFtcGxl"\n\t\t}`,
  );
  const text = `{\n\t"auths": {\n${entries.join(",\n")}\n\t}\n}`;
  const document = DockerConfigDocument.parse(text, PATH);
  assert.equal(document.auths.size, 5_000);
  const added = document.setAuths([["new.example", "Tg=="], ["newer.example", "Tg=="]]);
  assert.equal(added.removeAuths(["newer.example", "new.example"]).text, text);
});

Deno.test("authsOf() and authHosts agree with auths, in whatever spelling", () => {
  const text = JSON.stringify({
    auths: {
      "one.example": { auth: btoa("user:one") },
      "https://one.example/v1/": { auth: btoa("user:other") },
      "two.example": {},
      "http://three.example": { identitytoken: "x" },
      "__proto__": { auth: "not base64" },
    },
  }).replace('"http://three', '"constructor":{},"http://three');
  const document = DockerConfigDocument.parse(text, "config.json");
  const all = [...document.auths.values()];
  assert.deepEqual([...document.authHosts], [...new Set(all.map(({ host }) => host))]);
  for (const host of [...document.authHosts, "none.example"]) {
    assert.deepEqual(document.authsOf(host), all.filter((entry) => entry.host === host));
  }
  assert.equal(document.authsOf("one.example").length, 2);
});
