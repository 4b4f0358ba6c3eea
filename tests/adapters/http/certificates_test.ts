import { deepStrictEqual, rejects } from "node:assert/strict";
import { extraCertificates } from "../../../src/adapters/http/certificates.ts";
import { selfSigned } from "../../support/self_signed.ts";

const { cert } = await selfSigned("localhost");
const GOOD = cert.trim();
const block = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;

/** Files, and what is wrong with them as a bundle; undefined for nothing. */
const FILES: Readonly<Record<string, readonly [text: string, state: string | undefined]>> = {
  "one certificate": [GOOD, undefined],
  "two, with text around them and CRLF": [
    `# a\r\n${GOOD.replaceAll("\n", "\r\n")}\r\n# b\r\n${GOOD}`,
    undefined,
  ],
  "nothing": ["", "it contains no PEM certificate"],
  "a key": ["-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "it contains no PEM certificate"],
  "bytes": ["\u0000\u0001\ufffd", "it contains no PEM certificate"],
  "no base64": [block("!!!"), "certificate 1 in it is invalid"],
  "an empty certificate": [block(""), "certificate 1 in it is invalid"],
  "another structure": [block("AAAA"), "certificate 1 in it is invalid"],
  "the end missing": [`${GOOD}\n${GOOD.replace(/-----END.*/, "")}`, "certificate 2 in it is invalid"],
  "the end missing before another": [
    `${GOOD.replace(/-----END.*/, "")}${GOOD}`,
    "certificate 1 in it is invalid",
  ],
};

Deno.test("extraCertificates() reads intact certificates, and reports a damaged one in AWS_CA_BUNDLE", async (t) => {
  const path = await Deno.makeTempFile({ suffix: ".pem" });
  try {
    for (const [name, [text, state]] of Object.entries(FILES)) {
      await Deno.writeTextFile(path, text);
      const whole = text.replaceAll("\r", "").split(GOOD).length - 1;
      const found = (variable: string): Promise<readonly string[]> =>
        extraCertificates({ get: (one) => one === variable ? path : undefined });
      await t.step(`${name}, for AWS_CA_BUNDLE`, async () => {
        if (state === undefined) return deepStrictEqual((await found("AWS_CA_BUNDLE")).length, whole);
        await rejects(found("AWS_CA_BUNDLE"), {
          code: "AWS_UNREACHABLE",
          message: `Cannot use "${path}", set in AWS_CA_BUNDLE: ${state}`,
        });
      });
      for (const variable of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
        await t.step(`${name}, for ${variable}`, async () => {
          deepStrictEqual((await found(variable)).length, whole);
        });
      }
    }
  } finally {
    await Deno.remove(path);
  }
});
