import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import fc from "fast-check";
import { NetworkFailure } from "../../../src/adapters/http/network_failure.ts";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { leakChecked } from "../../fakes/http/leak_checked.ts";
import { PROXY_SECRET as SECRET, proxyValue } from "../../support/proxy_values.ts";
import { selfSigned } from "../../support/self_signed.ts";
import { codeOf, failureOf, inProcess, RawServer } from "./network_requests.ts";

const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

Deno.test(leakChecked("fetch() uses the proxy of the given variables, with user and password", async () => {
  await using proxy = await RawServer.answering("HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n");
  const value = `http://us%40er:${SECRET}@${proxy.host}`;
  strictEqual(await codeOf({ HTTPS_PROXY: value }), "ERR_PROXY_AUTH");
  match(proxy.asked[0] ?? "", /^CONNECT ecr\.elsewhere\.invalid:443 HTTP\/1\.1\r\n/);
  match(
    proxy.asked[0] ?? "",
    new RegExp(`proxy-authorization: Basic ${btoa(`us@er:${SECRET}`)}\r\n`, "i"),
  );
}));

Deno.test(
  leakChecked("fetch() ignores proxies of the process that are not in the environment", async () => {
    await using proxy = await RawServer.answering("HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n");
    const process = Object.fromEntries(PROXY_VARIABLES.map((name) => [name, `http://${proxy.host}`]));
    deepStrictEqual(await inProcess(process, {}), { code: "ENOTFOUND", variables: process });
    deepStrictEqual(proxy.asked, []);
    // And the other way round: an exception of the process keeps nothing from the proxy that the environment has.
    const excepted = { ...process, NO_PROXY: "*" };
    deepStrictEqual(await inProcess(excepted, { HTTPS_PROXY: proxy.host }), {
      code: "ERR_PROXY_TUNNEL",
      variables: excepted,
    });
    strictEqual(proxy.asked.length, 1);
  }),
);

Deno.test("fetch() names what failed at the proxy", async (t) => {
  const cases = [
    ["HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "ERR_PROXY_AUTH"],
    ["HTTP/1.1 403 Forbidden\r\n\r\n", "ERR_PROXY_TUNNEL"],
    ["HTTP/1.1 502 Bad Gateway\r\n\r\n", "ERR_PROXY_TUNNEL"],
    ["", "ERR_PROXY_TUNNEL"],
  ] as const;
  for (const [answer, code] of cases) {
    await t.step(`${code} for ${JSON.stringify(answer)}`, async () => {
      await using proxy = await RawServer.answering(answer);
      strictEqual(await codeOf({ HTTPS_PROXY: proxy.host }), code);
    });
  }
  for (const scheme of ["http", "socks5", "socks5h"]) {
    await t.step(`${scheme} without a listener`, async () => {
      match(await codeOf({ HTTPS_PROXY: `${scheme}://127.0.0.1:1` }), /^ERR_PROXY_/);
    });
  }
  await t.step(
    "no such name",
    async () => strictEqual(await codeOf({ HTTPS_PROXY: "no-proxy.invalid" }), "ERR_PROXY_ENOTFOUND"),
  );
});

Deno.test("fetch() goes through proxies behind TLS, by name and by address", async (t) => {
  for (const host of ["localhost", "127.0.0.1"]) {
    await t.step(host, async () => {
      const { cert, key } = await selfSigned(host);
      let tunnels = 0;
      const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
      const serving = (async (): Promise<void> => {
        for await (const connection of listener) {
          tunnels++;
          await connection.read(new Uint8Array(4096));
          await connection.write(new TextEncoder().encode("HTTP/1.1 407 No\r\n\r\n"));
          connection.close();
        }
      })().catch(() => {});
      const bundle = await Deno.makeTempFile();
      try {
        await Deno.writeTextFile(bundle, cert);
        const { port } = listener.addr as Deno.NetAddr;
        const proxy = `https://${host}:${port}`;
        for (const name of ["AWS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
          strictEqual(await codeOf({ HTTPS_PROXY: proxy, [name]: bundle }), "ERR_PROXY_AUTH", name);
        }
        strictEqual(tunnels, 3);
      } finally {
        listener.close();
        await serving;
        await Deno.remove(bundle);
      }
    });
  }
});

Deno.test("fetch() sends plain http requests to the proxy itself", async () => {
  await using target = await RawServer.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
  const port = Number(target.host.split(":")[1]);
  const asked: string[] = [];
  const proxy = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      asked.push(data.toString().split("\r\n", 1)[0] ?? "");
      const onward = connect(port, "127.0.0.1", () => onward.write(data));
      onward.on("error", () => socket.destroy());
      onward.pipe(socket).pipe(onward);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  ok(address !== null && typeof address !== "string");
  const values = { HTTP_PROXY: `127.0.0.1:${address.port}` };
  strictEqual(await failureOf(values, new URL("http://plain.invalid/x")), "hi");
  deepStrictEqual(asked, ["GET http://plain.invalid/x HTTP/1.1"]);
  proxy.close();
});

Deno.test("fetch() handles any value of any proxy variable: a typed error, or a network failure", async () => {
  // At the same time: some of the names take a resolver seconds.
  await Promise.all(PROXY_VARIABLES.map((name) =>
    fc.assert(
      fc.asyncProperty(proxyValue, async (value) => {
        const failure = await failureOf({ [name]: value });
        if (failure instanceof NetworkFailure) return match(failure.code, /^E[A-Z0-9_]+$/);
        ok(failure instanceof AwsError, `${failure}`);
        match(failure.message, new RegExp(`^Cannot use the proxy of ${name}: `));
        doesNotMatch(`${failure.message}${failure.hint}`, new RegExp(SECRET));
      }),
      { numRuns: 200 },
    )
  ));
});
