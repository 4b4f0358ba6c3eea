import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { SaxesAssertions } from "../../../src/adapters/saml/saxes_assertions.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { FakeIdp } from "../../fakes/saml/fake_idp.ts";
import { anyCharacter } from "../../support/any_text.ts";

const ROLE = "arn:aws:iam::222233334444:role/dev";
const PROVIDER = "arn:aws:iam::222233334444:saml-provider/corp";
const OFFER = { roles: [`${ROLE},${PROVIDER}`] };

async function readResponse(text: string): Promise<string> {
  const reading = await new SaxesAssertions().read(new Secret(text));
  return reading.kind === "invalid" ? reading.state : reading.kind;
}

function edit(encoded: string, change: (xml: string) => string): string {
  return Buffer.from(change(Buffer.from(encoded, "base64").toString())).toString("base64");
}

Deno.test("a response gives roles and its end, line breaks in the base64 or not", async () => {
  await using idp = new FakeIdp(OFFER);
  const encoded = idp.response();
  const reading = await new SaxesAssertions().read(new Secret(encoded.replaceAll(/.{76}/g, "$&\r\n")));
  ok(reading.kind === "assertion");
  deepStrictEqual(reading.assertion.roles, [{ roleArn: ROLE, providerArn: PROVIDER }]);
  strictEqual(reading.assertion.encoded.expose(), encoded);
  const left = (reading.assertion.expiresAt?.getTime() ?? 0) - Date.now();
  ok(left > 200_000 && left <= 300_000);
});

Deno.test("invalid responses for AWS are distinguished", async (t) => {
  await using idp = new FakeIdp(OFFER);
  const good = idp.response();
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ["empty", " \n", /empty/],
    ["no base64", "<xml>", /not base64/],
    ["no text", "////", /not base64/],
    ["no XML", Buffer.from("hello").toString("base64"), /not XML/],
    ["cut", edit(good, (xml) => xml.slice(0, -30)), /not XML/],
    ["another document", Buffer.from("<html/>").toString("base64"), /not a SAML 2.0 response/],
    ["a document type", edit(good, (xml) => `<!DOCTYPE r [<!ENTITY a "b">]>${xml}`), /not XML/],
    [
      "a failed login",
      edit(good, (xml) => xml.replace("status:Success", "status:Responder")),
      /failed login/,
    ],
    [
      "encrypted",
      edit(good, (xml) => xml.replaceAll("saml:Assertion", "saml:EncryptedAssertion")),
      /encrypted/,
    ],
    [
      "another audience",
      idp.response({ ...OFFER, audience: "https://other.example" }),
      /audience is not AWS/,
    ],
    ["no roles", idp.response({ roles: [] }), /no AWS role/],
    ["odd roles", idp.response({ roles: ["admin", `${ROLE}`] }), /no AWS role/],
    [
      "roles elsewhere",
      edit(good, (xml) => xml.replace('Attributes/Role"', 'Attributes/Other"')),
      /no AWS role/,
    ],
    ["too long", "A".repeat(100_004), /more than 100,000/],
  ];
  for (const [name, text, state] of rows) {
    await t.step(name, async () => ok(state.test(await readResponse(text)), await readResponse(text)));
  }
});

Deno.test("no text causes an exception", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: anyCharacter }), async (text) => {
    await readResponse(text);
    await readResponse(Buffer.from(text).toString("base64"));
    await readResponse(
      Buffer.from(`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${text}`).toString(
        "base64",
      ),
    );
  }));
});
