import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseProxy, wayOut } from "../../../src/domain/network/proxies.ts";
import { anyCharacter, anyWebUrl } from "../../support/any_text.ts";

const URL_OF_AWS = new URL("https://api.ecr.us-east-1.amazonaws.com/");

Deno.test("parseProxy() reads what proxy variables hold", async (t) => {
  const cases: readonly (readonly [value: string, url: string, user?: string, password?: string])[] = [
    ["proxy.corp:3128", "http://proxy.corp:3128"],
    ["proxy.corp", "http://proxy.corp:80"],
    ["//proxy.corp:3128", "http://proxy.corp:3128"],
    ["//user:pw@proxy:1/", "http://proxy:1", "user", "pw"],
    ["10.0.0.1:3128", "http://10.0.0.1:3128"],
    ["[::1]:3128", "http://[::1]:3128"],
    ["http://proxy.corp:3128/", "http://proxy.corp:3128"],
    ["HTTP://proxy.corp:03128", "http://proxy.corp:3128"],
    ["https://proxy.corp", "https://proxy.corp:443"],
    ["https://10.0.0.1:3129", "https://10.0.0.1:3129"],
    ["socks5://proxy", "socks5://proxy:1080"],
    ["socks5h://proxy:9", "socks5h://proxy:9"],
    ["http://pro_xy:1", "http://pro_xy:1"],
    ["http://user@proxy:1", "http://proxy:1", "user", ""],
    ["user:pw@proxy:1", "http://proxy:1", "user", "pw"],
    ["http://us%40er:p%3Aw%25@proxy:1", "http://proxy:1", "us@er", "p:w%"],
    ["http://user:p@w:x@proxy:1", "http://proxy:1", "user", "p@w:x"],
    ["http://proxy:1/path?x#y", "http://proxy:1"],
  ];
  for (const [value, url, user, password] of cases) {
    await t.step(value, () => {
      const parsed = parseProxy(value);
      ok(typeof parsed !== "string", `${parsed}`);
      strictEqual(parsed.url, url);
      deepStrictEqual([parsed.login?.user, parsed.login?.password.expose()], [user, password]);
    });
  }
});

Deno.test("parseProxy() reports the problem, and repeats nothing of the value", async (t) => {
  const cases: readonly (readonly [value: string, said: RegExp])[] = [
    [" ", /blank/],
    ["\t", /blank/],
    ["http://", /no host/],
    ["http://user:hunter2@", /no host/],
    ["http://:3128", /no host/],
    ["http://proxy:hunter2", /port/],
    ["http://proxy:99999", /port/],
    ["http://proxy:0", /port/],
    ["http://proxy:", /port/],
    ["proxy:31 28", /white space/],
    ["http://proxy:3128\n", /white space or a control/],
    ['"http://proxy:3128"', /quote/],
    ["'http://proxy:3128'", /quote/],
    ["http://user:hunter2%@proxy:1", /%25/],
    ["http://user:hunter2%zz@proxy:1", /%25/],
    ["http://[::1:3128", /no host/],
    ["http://[hunter2]:1", /IPv6/],
    ["http://[::g]:1", /IPv6/],
    ["http://[1.2.3.4]:1", /IPv6/],
    ["http://1.2.3:1", /IPv4/],
    ["http://256.1.1.1:1", /IPv4/],
    ["http://a..b:1", /not a valid name/],
    ["http://größe:1", /not a valid name/],
    ["ftp://hunter2:1", /scheme/],
    ["socks4://hunter2:1", /scheme/],
    ["://hunter2:1", /scheme/],
    ["http://user:hun#ter2@proxy:1", /port/],
  ];
  for (const [value, said] of cases) {
    await t.step(JSON.stringify(value), () => {
      const fault = parseProxy(value);
      ok(typeof fault === "string", JSON.stringify(fault));
      match(fault, said);
      doesNotMatch(fault, /hunter2|ter2/);
    });
  }
});

Deno.test("parseProxy() accepts or rejects any text, and what it accepts is a URL", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: anyCharacter }), anyWebUrl, fc.webAuthority()), (text) => {
    const parsed = parseProxy(text);
    if (typeof parsed !== "string") ok(URL.canParse(parsed.url), parsed.url);
  }));
});

Deno.test("wayOut() uses the first of the variables, lower case before upper", async (t) => {
  const cases: readonly (readonly [variables: Readonly<Record<string, string>>, expected: string])[] = [
    [{}, "direct"],
    [{ HTTPS_PROXY: "" }, "direct"],
    [{ HTTPS_PROXY: "a" }, "HTTPS_PROXY"],
    [{ https_proxy: "a", HTTPS_PROXY: "b" }, "https_proxy"],
    [{ https_proxy: "", HTTPS_PROXY: "b" }, "HTTPS_PROXY"],
    [{ HTTP_PROXY: "a", http_proxy: "a" }, "direct"],
    [{ ALL_PROXY: "a" }, "ALL_PROXY"],
    [{ all_proxy: "a", ALL_PROXY: "b" }, "all_proxy"],
    [{ HTTPS_PROXY: "a", all_proxy: "b" }, "HTTPS_PROXY"],
    [{ HTTPS_PROXY: "a", NO_PROXY: "amazonaws.com" }, "direct"],
    [{ HTTPS_PROXY: "a", no_proxy: "x.test", NO_PROXY: "amazonaws.com" }, "HTTPS_PROXY"],
    [{ HTTPS_PROXY: " " }, "unusable HTTPS_PROXY"],
    [{ HTTPS_PROXY: " ", NO_PROXY: "*" }, "direct"],
  ];
  for (const [variables, expected] of cases) {
    await t.step(JSON.stringify(variables), () => {
      const way = wayOut(URL_OF_AWS, (name) => variables[name]);
      const said = way.kind === "direct"
        ? "direct"
        : way.kind === "proxy"
        ? way.proxy.variable
        : `unusable ${way.variable}`;
      strictEqual(said, expected);
    });
  }
  await t.step("http", () => {
    const way = wayOut(new URL("http://a.test/"), (name) => name === "HTTP_PROXY" ? "p" : undefined);
    strictEqual(way.kind, "proxy");
  });
  await t.step("this machine, regardless of the value", () => {
    for (const host of ["localhost", "127.0.0.1", "169.254.169.254", "[fd00:ec2::254]"]) {
      strictEqual(wayOut(new URL(`https://${host}/`), () => "hunter2 ").kind, "direct");
    }
  });
});
