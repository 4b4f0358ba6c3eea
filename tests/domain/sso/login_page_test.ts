import { ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { isLoginPage, isUserCode } from "../../../src/domain/sso/login_page.ts";
import { anyCharacter } from "../../support/any_text.ts";

const START_URL = "https://acme.awsapps.com/start";

const GOOD: readonly string[] = [
  "https://device.sso.us-east-1.amazonaws.com/",
  "https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH",
  "https://device.sso.cn-north-1.amazonaws.com.cn/",
  "https://acme.awsapps.com/start/#/device?user_code=ABCD-EFGH",
  "https://start.home.awsapps.cn/directory/acme#/device",
  "https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-123/#/device",
  "https://ssoins-1234567890abcdef.portal.us-east-1.app.aws/#/device",
  "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef",
];

const BAD: readonly string[] = [
  "",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "http://acme.awsapps.com/start",
  "https://evil.example/",
  "https://acme.awsapps.com.evil.example/start",
  "https://evilawsapps.com/start",
  "https://acme.awsapps.com@evil.example/start",
  "https://acme.awsapps.com\\@evil.example/start",
  "https://evil.example/https://acme.awsapps.com/start",
  "https://x.execute-api.us-east-1.amazonaws.com/",
  "https://device.sso.us-east-1.amazonaws.com.evil.example/",
  "https://acme.awsapps.com/\u001b]0;pwned\u0007",
  "https://acme.awsapps.com/\u202egnp",
  "https://acme.awsapps.com/ $(reboot)",
  "https://acme.awsapps.com/`reboot`",
  `https://acme.awsapps.com/"&calc`,
  "https://аcme.awsapps.com/start",
  `https://acme.awsapps.com/${"a".repeat(3000)}`,
  " https://acme.awsapps.com/start",
  "http://127.0.0.1:8080/device",
  "https://localhost/device",
];

for (const url of GOOD) {
  Deno.test(`isLoginPage() accepts ${url}`, () => ok(isLoginPage(url, START_URL)));
}

for (const url of BAD) {
  Deno.test(`isLoginPage() rejects ${JSON.stringify(url.slice(0, 80))}`, () => {
    ok(!isLoginPage(url, START_URL));
  });
}

Deno.test("isLoginPage() accepts the origin of a trusted start URL, and no other", () => {
  const own = "https://login.acme.example:8443/start";
  ok(isLoginPage("https://login.acme.example:8443/device?x=1", own));
  ok(!isLoginPage("https://login.acme.example/device", own));
  ok(!isLoginPage("http://login.acme.example:8443/device", own));
  ok(isLoginPage("http://127.0.0.1:8080/device", "http://127.0.0.1:8080/start"));
});

Deno.test("isLoginPage() rejects terminal control characters", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (tail) => {
    const url = `${START_URL}/${tail}`;
    if (isLoginPage(url, START_URL)) ok(/^[\x21-\x7e]+$/.test(url));
  }));
});

Deno.test("isUserCode() accepts printable codes", () => {
  for (const code of ["ABCD-EFGH", "1"]) strictEqual(isUserCode(code), true);
  for (const code of ["", "A B", "\u001b[2J", "ABCD\r\n", "АBCD", "x".repeat(33)]) {
    strictEqual(isUserCode(code), false);
  }
});
