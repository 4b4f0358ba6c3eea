import assert from "node:assert/strict";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { ACCEPTED, fixture } from "./fixtures.ts";

const AUTH = "bmV3OmV4YW1wbGU=";

function parse(text: string | undefined): DockerConfigDocument {
  return DockerConfigDocument.parse(text, "config.json");
}

Deno.test("setAuths() writes a new file as Docker writes it", () => {
  const expected = `{\n\t"auths": {\n\t\t"new.example": {\n\t\t\t"auth": "${AUTH}"\n\t\t}\n\t}\n}`;
  for (const text of [undefined, "", " \r\n\t\n", "{}", "{ }"]) {
    assert.equal(parse(text).setAuths([["new.example", AUTH]]).text, expected, JSON.stringify(text));
  }
  assert.equal(parse("\uFEFF\n").setAuths([["new.example", AUTH]]).text, `\uFEFF${expected}`);
  assert.equal(parse("{}\n").setAuths([["new.example", AUTH]]).text, `${expected}\n`);
});

/** What is inserted behind which text, for a host that is not in the fixture. */
const INSERTIONS: readonly (readonly [name: string, behind: string, inserted: string])[] = [
  ["tabs.json", `"b3RoZXI6ZXhhbXBsZQ=="\n\t\t}`, `,\n\t\t"new.example": {\n\t\t\t"auth": "${AUTH}"\n\t\t}`],
  [
    "two_spaces.json",
    `"dXNlcjpleGFtcGxl"\n    }`,
    `,\n    "new.example": {\n      "auth": "${AUTH}"\n    }`,
  ],
  [
    "crlf.json",
    `"dXNlcjpleGFtcGxl"\r\n        }`,
    `,\r\n        "new.example": {\r\n            "auth": "${AUTH}"\r\n        }`,
  ],
  ["compact.json", `"dXNlcjpleGFtcGxl"}`, `,"new.example":{"auth":"${AUTH}"}`],
  ["one_line_spaced.json", `"dXNlcjpleGFtcGxl" }`, `, "new.example": { "auth": "${AUTH}" }`],
  ["entries_on_one_line.json", `"b3RoZXI6ZXhhbXBsZQ=="}`, `,\n    "new.example": {"auth": "${AUTH}"}`],
  ["bom.json", `"dXNlcjpleGFtcGxl"\n\t\t}`, `,\n\t\t"new.example": {\n\t\t\t"auth": "${AUTH}"\n\t\t}`],
  [
    "no_auths.json",
    `"default"`,
    `,\n\t"auths": {\n\t\t"new.example": {\n\t\t\t"auth": "${AUTH}"\n\t\t}\n\t}`,
  ],
  ["unknown_and_odd.json", `{"a":null}] }`, `,\n    "new.example" : { "auth" : "${AUTH}" }`],
  ["proto_keys.json", `"b3RoZXI6ZXhhbXBsZQ=="}`, `,"new.example":{"auth":"${AUTH}"}`],
  [
    "other_case.json",
    `"old-identity-token"\n\t\t}`,
    `,\n\t\t"new.example": {\n\t\t\t"auth": "${AUTH}"\n\t\t}`,
  ],
];

Deno.test("setAuths() inserts one range of text, in the file's own style", () => {
  for (const [name, behind, inserted] of INSERTIONS) {
    const text = fixture(name);
    assert.equal(text.split(behind).length, 2, name);
    const expected = text.replace(behind, () => behind + inserted);
    assert.equal(parse(text).setAuths([["new.example", AUTH]]).text, expected, name);
  }
});

Deno.test("setAuths() inserts several hosts in one stretch, in their order", () => {
  const text = parse(fixture("compact.json")).setAuths([["b", "Qg=="], ["a", "QQ=="]]).text;
  const behind = `"dXNlcjpleGFtcGxl"}`;
  const expected = `${behind},"b":{"auth":"Qg=="},"a":{"auth":"QQ=="}`;
  assert.equal(text, fixture("compact.json").replace(behind, expected));
});

/** Other places in which `auth` ends up: text before, text after. */
const REPLACEMENTS: readonly (readonly [before: string, after: string])[] = [
  ['{"auths":{"h":{"auth":"Tw=="}}}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  ['{"auths":{"h":{"auth":null , "x":1}}}', '{"auths":{"h":{"auth":"Tg==" , "x":1}}}'],
  ['{"auths":null}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  ['{"a": 1, "auths": {}}', '{"a": 1, "auths": {"h": {"auth": "Tg=="}}}'],
  ['{"auths":{"h":null}}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  ['{"auths":{"h":{}}}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  ['{"auths":{"h":{ }, "i": {"auth": ""}}}', '{"auths":{"h":{"auth": "Tg=="}, "i": {"auth": ""}}}'],
  ['{"auths":{"h":{"email":"e"}}}', '{"auths":{"h":{"email":"e","auth":"Tg=="}}}'],
  ['{\n "auths": {\n  }\n}', '{\n "auths": {\n  "h": {\n   "auth": "Tg=="\n  }\n }\n}'],
  [
    '{\n "auths": {\n  "h": {\n   "email": "e"\n  }\n }\n}',
    '{\n "auths": {\n  "h": {\n   "email": "e",\n   "auth": "Tg=="\n  }\n }\n}',
  ],
  // A token that Docker would prefer goes, wherever it stands.
  ['{"auths":{"h":{"identitytoken":"t"}}}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  ['{"auths":{"h":{"auth":"Tg==","identitytoken":"t"}}}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  ['{"auths":{"h":{"identitytoken":"t", "auth":"Tw=="}}}', '{"auths":{"h":{"auth":"Tg=="}}}'],
  [
    '{"auths":{"h":{"registrytoken":"r", "email":"e", "identitytoken":"t"}}}',
    '{"auths":{"h":{"email":"e", "auth":"Tg=="}}}',
  ],
  [
    '{"auths":{"h":{"registrytoken":"r","identitytoken":"t","x":[1.0]}}}',
    '{"auths":{"h":{"x":[1.0],"auth":"Tg=="}}}',
  ],
];

Deno.test("setAuths() replaces the value and what would hide it, nothing else", () => {
  for (const [before, after] of REPLACEMENTS) {
    assert.equal(parse(before).setAuths([["h", "Tg=="]]).text, after, before);
  }
});

Deno.test("setAuths() drops stale tokens and keeps the other fields of an entry", () => {
  const expected = fixture("stale_tokens.json")
    .replace('"identitytoken": "old-identity-token",\n\t\t\t', "")
    .replace("dXNlcjpleGFtcGxl", AUTH)
    .replace(',\n\t\t\t"registrytoken": "old-registry-token"', "");
  assert.equal(parse(fixture("stale_tokens.json")).setAuths([["one.example", AUTH]]).text, expected);
});

Deno.test("setAuths() leaves other spellings of the host alone", () => {
  const text = '{"auths":{"https://h":{"auth":"Tw=="}}}';
  assert.deepEqual([...parse(text).setAuths([["h", "Tg=="]]).auths.keys()], ["https://h", "h"]);
});

Deno.test("edits that change nothing return the same document", () => {
  for (const name of ACCEPTED) {
    const document = parse(fixture(name));
    assert.equal(document.setAuths([]), document);
    assert.equal(document.setCredHelpers([]), document);
    assert.equal(document.removeAuths(["unknown.example"]), document);
    assert.equal(document.removeCredHelpers(["unknown.example"]), document);
  }
  const tabs = parse(fixture("tabs.json"));
  assert.equal(tabs.setAuths([["one.example", "dXNlcjpleGFtcGxl"]]), tabs);
  const escaped = parse('{"auths":{"h":{"auth":"T\\u0067=="}}}');
  assert.equal(escaped.setAuths([["h", "Tg=="]]), escaped);
  const helpers = parse(fixture("helpers_and_store.json"));
  assert.equal(helpers.setCredHelpers([["helped.example", "atmos-ecr"]]), helpers);
  const missing = parse(undefined);
  assert.equal(missing.removeAuths(["h"]), missing);
});

/** Removals from `{"auths":…}`: the object before, and after `h` is gone. */
const REMOVALS: readonly (readonly [before: string, after: string])[] = [
  ['{"h":{}}', "{}"],
  ['{\n  "h": {}\n}', "{}"],
  ['{"h":{}, "x":{}}', '{"x":{}}'],
  ['{"x":{}, "h":{}}', '{"x":{}}'],
  ['{"x":{}, "h":{},  "y":{}}', '{"x":{}, "y":{}}'],
  ['{\n  "h": {},\n  "x": {}\n}', '{\n  "x": {}\n}'],
  ['{\n  "x": {},\n  "h": {}\n}', '{\n  "x": {}\n}'],
  ['{\n  "x": {},\n\n  "h": {},\n  "y": {} }', '{\n  "x": {},\n\n  "y": {} }'],
  ['{"https://h":{},"http://h":{},"h":{}}', "{}"],
  ['{"https://h":{},"x":{},"http://h":{},"h":{},"y":{},"h":{}}'.replace(',"h":{}}', "}"), '{"x":{},"y":{}}'],
  ['{"x":{},"https://h":{},"h":{}}', '{"x":{}}'],
  ['{"h":null,"x":{}}', '{"x":{}}'],
  ['{"h/v1":{},"hh":{},"https://h/":{}}', '{"h/v1":{},"hh":{},"https://h/":{}}'],
];

Deno.test("removeAuths() leaves the neighbours as they are written", () => {
  for (const [before, after] of REMOVALS) {
    const wrap = (auths: string): string => `{ "auths": ${auths},"x":1.0 }\n`;
    assert.equal(parse(wrap(before)).removeAuths(["h"]).text, wrap(after), before);
  }
});

Deno.test("removeAuths() removes all spellings that docker logout would", () => {
  const document = parse(fixture("url_keys.json")).removeAuths(["one.example"]);
  assert.equal(
    document.text,
    '{\n\t"auths": {\n\t\t"two.example": {\n\t\t\t"auth": "b3RoZXI6ZXhhbXBsZQ=="\n\t\t}\n\t}\n}',
  );
  assert.equal(document.removeAuths(["two.example"]).text, '{\n\t"auths": {}\n}');
});

Deno.test("an addition and its removal give back the original bytes", () => {
  const names = ACCEPTED.filter((name) => parse(fixture(name)).auths.size > 0);
  for (const name of names) {
    const text = fixture(name);
    const added = parse(text).setAuths([["new.example", AUTH], ["newer.example", AUTH]]);
    assert.notEqual(added.text, text);
    assert.equal(added.removeAuths(["new.example"]).removeAuths(["newer.example"]).text, text, name);
    assert.equal(added.removeAuths(["newer.example", "new.example"]).text, text, name);
  }
  assert.ok(names.length > 10);
});

Deno.test("setCredHelpers() and removeCredHelpers() edit credHelpers alone", () => {
  const text = fixture("compact.json");
  const added = parse(text).setCredHelpers([["new.example", "atmos-ecr"], ["helper.example", "atmos-ecr"]]);
  const expected = '"helper.example":"atmos-ecr","new.example":"atmos-ecr"';
  assert.equal(added.text, text.replace('"helper.example":"other"', expected));
  assert.equal(parse(text).setCredHelpers([["n", "m"]]).removeCredHelpers(["n"]).text, text);
  assert.equal(
    parse(text).removeCredHelpers(["helper.example"]).text,
    text.replace(',"credHelpers":{"helper.example":"other"}', ""),
  );
  assert.equal(
    parse(undefined).setCredHelpers([["h", "atmos-ecr"]]).text,
    '{\n\t"credHelpers": {\n\t\t"h": "atmos-ecr"\n\t}\n}',
  );
  assert.equal(
    parse(fixture("tabs.json")).setCredHelpers([["h", "atmos-ecr"]]).text,
    fixture("tabs.json").replace('"default"', '"default",\n\t"credHelpers": {\n\t\t"h": "atmos-ecr"\n\t}'),
  );
  const spelled = '{"credHelpers":{"https://h":"x"}}';
  assert.equal(parse(spelled).removeCredHelpers(["h"]).text, spelled);
});

Deno.test("removeCredHelpers() of what was added gives the original back, also where there was no credHelpers", () => {
  for (const text of ['{"auths":{}}', '{\n\t"auths": {},\n\t"x": 1\n}\n', "{}", '{\n  "a": 1\n}']) {
    const added = parse(text).setCredHelpers([["a.example", "atmos-ecr"], ["b.example", "atmos-ecr"]]);
    assert.equal(added.removeCredHelpers(["a.example", "b.example"]).text, text);
  }
});
