import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { wayOut } from "../../../src/domain/network/proxies.ts";
import { isExcepted, isLocalTarget } from "../../../src/domain/network/no_proxy.ts";
import { anyCharacter } from "../../support/any_text.ts";

/** Each as curl 8 decides it, ports as Go's httpproxy does. */
const CASES: readonly (readonly [noProxy: string, url: string, excepted: boolean])[] = [
  ["", "https://a.test/", false],
  ["*", "https://a.test/", true],
  ["x,*", "https://a.test/", true],
  ["a.test", "https://a.test/", true],
  ["A.Test", "https://a.test/", true],
  ["a.test.", "https://a.test/", true],
  ["a.test", "https://a.test./", true],
  ["a.test", "https://b.a.test/", true],
  [".a.test", "https://b.a.test/", true],
  [".a.test", "https://a.test/", true],
  ["*.a.test", "https://b.a.test/", true],
  ["a.test", "https://ba.test/", false],
  ["test", "https://a.test/", true],
  ["b.a.test", "https://a.test/", false],
  ["x a.test", "https://a.test/", true],
  ["x,  a.test ,y", "https://a.test/", true],
  [",,", "https://a.test/", false],
  ["a.test:443", "https://a.test/", true],
  ["a.test:443", "https://a.test:8443/", false],
  ["a.test:8443", "https://a.test:8443/", true],
  ["a.test:80", "http://a.test/", true],
  ["api.ecr.us-east-1.amazonaws.com:443", "https://api.ecr.us-east-1.amazonaws.com/", true],
  ["10.0.0.1", "https://10.0.0.1/", true],
  ["10.0.0.1", "https://110.0.0.1/", false],
  ["0.0.1", "https://10.0.0.1/", false],
  ["10.0.0.1:8443", "https://10.0.0.1:8443/", true],
  ["10.0.0.0/8", "https://10.9.8.7/", true],
  ["10.0.0.0/8", "https://11.0.0.1/", false],
  ["10.0.0.0/9", "https://10.128.0.1/", false],
  ["10.0.0.5/32", "https://10.0.0.5/", true],
  ["10.0.0.5/31", "https://10.0.0.4/", true],
  ["0.0.0.0/0", "https://10.0.0.4/", true],
  ["10.0.0.0/33", "https://10.0.0.1/", false],
  ["10.0.0.0/x", "https://10.0.0.1/", false],
  ["10.0.0.0/8", "https://a.test/", false],
  ["2001:db8::/32", "https://[2001:db8:1::7]/", true],
  ["[2001:db8::]/32", "https://[2001:db8:1::7]/", true],
  ["2001:db8::/32", "https://[2001:db9::7]/", false],
  ["2001:db8::1", "https://[2001:DB8:0::1]/", true],
  ["[2001:db8::1]", "https://[2001:db8::1]/", true],
  ["[2001:db8::1]:8443", "https://[2001:db8::1]:8443/", true],
  ["[2001:db8::1]:8443", "https://[2001:db8::1]/", false],
  ["10.0.0.0/8", "https://[::ffff:10.1.2.3]/", true],
  ["a.test:x", "https://a.test/", false],
];

Deno.test("isExcepted() reads NO_PROXY as curl does", async (t) => {
  for (const [noProxy, url, excepted] of CASES) {
    await t.step(
      `${JSON.stringify(noProxy)} and ${url}`,
      () => strictEqual(isExcepted(new URL(url), noProxy), excepted),
    );
  }
});

Deno.test("isLocalTarget() knows this machine and the metadata services", async (t) => {
  for (
    const host of [
      "localhost",
      "LOCALHOST.",
      "x.localhost",
      "127.0.0.1",
      "127.9.9.9",
      "[::1]",
      "169.254.169.254",
      "169.254.170.2",
      "169.254.170.23",
      "[fd00:ec2::254]",
      "[fd00:ec2::23]",
      "[::ffff:127.0.0.1]",
    ]
  ) {
    await t.step(host, () => strictEqual(isLocalTarget(new URL(`http://${host}/`)), true));
  }
  for (
    const host of ["localhost.evil.test", "128.0.0.1", "[::2]", "169.253.0.1", "[fd00:ec3::1]", "a.test"]
  ) {
    await t.step(host, () => strictEqual(isLocalTarget(new URL(`https://${host}/`)), false));
  }
});

Deno.test("wayOut() handles any value of NO_PROXY: local requests never use a proxy, and nothing is thrown", () => {
  const part = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      "*",
      ".",
      "[",
      "[::",
      "::1/129",
      "10.0.0.0/33",
      "10.0.0.0/",
      "/8",
      ":443",
      "a:b:c",
      "*.x",
      "%zz",
      "\0",
    ),
    fc.ipV4(),
    fc.ipV6(),
    fc.domain(),
  );
  const value = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(","));
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const way = (url: string, text: string): string =>
      wayOut(
        new URL(url),
        (variable) =>
          ({ HTTPS_PROXY: "http://p.test:1", HTTP_PROXY: "http://p.test:1", [name]: text })[variable],
      ).kind;
    fc.assert(
      fc.property(value, (text) => {
        ok(["direct", "proxy"].includes(way("https://sts.us-east-1.amazonaws.com/", text)));
        for (const host of ["localhost", "127.0.0.1", "169.254.169.254", "[fd00:ec2::23]"]) {
          strictEqual(way(`http://${host}/`, text), "direct");
        }
      }),
      { numRuns: 200 },
    );
  }
});
