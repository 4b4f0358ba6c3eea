import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import { child } from "../../../src/domain/config/config_node.ts";
import { providerName, slug } from "../../../src/domain/init/auth_draft.ts";
import { draftOfSso } from "../../../src/domain/init/draft_sso.ts";
import { draftIntegrations } from "../../../src/domain/init/draft_integrations.ts";
import { sectionText, withSection, yamlScalar } from "../../../src/domain/init/section_text.ts";
import { anyCharacter } from "../../support/any_text.ts";

Deno.test("yamlScalar() writes any text so that it is read back as that text", () => {
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      "yes",
      "NULL",
      "012345678901",
      "a: b",
      "a #b",
      "- a",
      "{a}",
      "*x",
      "&x",
      "!env X",
      "a\nb",
      "~",
    ),
  );
  fc.assert(fc.property(texts, fc.constantFrom("block", "flow"), (text, place) => {
    fc.pre(text.isWellFormed());
    const scalar = yamlScalar(text, place);
    const { tree } = readYaml(place === "flow" ? `{ k: ${scalar} }` : `k: ${scalar}\n`, "t.yaml");
    const node = child(tree, "k");
    ok(node?.kind === "scalar");
    strictEqual(node.value, text);
  }));
});

Deno.test("a draft of any names is a section without an error", () => {
  const sets = fc.array(
    fc.record({
      account: fc.constantFrom("222233334444", "333344445555"),
      accountName: fc.oneof(fc.constantFrom("Dev Team (eu)", "prototype"), fc.string()),
      permissionSet: fc.oneof(fc.constantFrom("+", "constructor"), fc.stringMatching(/^[\w+=,.@-]{1,32}$/)),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const sessions = fc.constantFrom(undefined, "acme", "constructor", "__proto__");
  fc.assert(fc.property(sets, sessions, (sets, session) => {
    const home = { startUrl: "https://acme.awsapps.com/start", region: "us-east-1", session };
    const draft = draftOfSso(home, sets);
    const { integrations } = draftIntegrations(draft, {
      regions: ["eu-west-1", "us-east-1"],
      registries: [],
    });
    const auth = decodeAuth(readYaml(sectionText(draft, integrations), "atmos.yaml").tree);
    deepStrictEqual(
      [auth, ...auth.providers.values(), ...auth.identities.values(), ...auth.integrations.values()]
        .flatMap(({ problems }) => problems),
      [],
    );
    strictEqual(auth.identities.size, sets.length);
  }));
});

Deno.test("withSection() preserves every byte, and the line ends", () => {
  const rows: readonly (readonly [before: string | undefined, after: string])[] = [
    [undefined, "auth:\n  x: y\n"],
    ["", "auth:\n  x: y\n"],
    ["a: b\n", "a: b\n\nauth:\n  x: y\n"],
    ["a: b", "a: b\n\nauth:\n  x: y\n"],
    ["a: b\r\n", "a: b\r\n\r\nauth:\r\n  x: y\r\n"],
    ["\uFEFF# only this\n", "\uFEFF# only this\n\nauth:\n  x: y\n"],
    ["\n", "\nauth:\n  x: y\n"],
  ];
  for (const [before, after] of rows) strictEqual(withSection(before, "auth:\n  x: y\n"), after);
});

Deno.test("names reflect their source", () => {
  const slugs: readonly (readonly [string, string])[] = [
    ["AWSAdministratorAccess", "aws-administrator-access"],
    ["Dev Team (eu)", "dev-team-eu"],
    ["ReadOnly_v2", "read-only-v2"],
    ["München", "münchen"],
    ["--", ""],
  ];
  for (const [text, expected] of slugs) strictEqual(slug(text), expected);
  const urls: readonly (readonly [string, string])[] = [
    ["https://acme.awsapps.com/start", "acme-sso"],
    ["https://d-1234567890.awsapps.com/start/#/", "sso"],
    ["https://ssoins-722371a03e0ad1d4.portal.eu-west-1.app.aws", "sso"],
    ["https://start.home.awsapps.cn/directory/acme", "sso"],
  ];
  for (const [url, expected] of urls) strictEqual(providerName(url), expected);
});
