import { deepStrictEqual, doesNotMatch, match, ok, rejects, strictEqual } from "node:assert/strict";
import { connect, createServer, type Server } from "node:net";
import { once } from "node:events";
import fc from "fast-check";
import { Network } from "../../../src/adapters/http/network.ts";
import { NetworkFailure } from "../../../src/adapters/http/network_failure.ts";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { leakChecked } from "../../fakes/http/leak_checked.ts";
import { PROXY_SECRET as SECRET, proxyValue } from "../../support/proxy_values.ts";
import { selfSigned } from "../../support/self_signed.ts";

const ELSEWHERE = new URL("https://ecr.elsewhere.invalid/");
const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const SCRIPT = new URL("network_process.ts", import.meta.url).href;

/** A port of this machine that answers every connection with one text, and keeps what was asked. */
class RawServer implements AsyncDisposable {
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(answer: string) {
    this.#server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", (data) => {
        this.asked.push(data.toString());
        socket.end(answer);
      });
    });
  }

  static async answering(answer: string): Promise<RawServer> {
    const made = new RawServer(answer);
    made.#server.listen(0, "127.0.0.1");
    await once(made.#server, "listening");
    return made;
  }

  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port");
    return `127.0.0.1:${address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const end = once(this.#server, "close");
    this.#server.close();
    await end;
  }
}

function variables(values: Readonly<Record<string, string>>): { get(name: string): string | undefined } {
  return { get: (name) => values[name] };
}

async function failureOf(values: Readonly<Record<string, string>>, url = ELSEWHERE): Promise<unknown> {
  using network = new Network(variables(values));
  try {
    const { response } = await network.fetch(url, { signal: AbortSignal.timeout(20_000) });
    return await response.text();
  } catch (error) {
    return error;
  }
}

async function codeOf(values: Readonly<Record<string, string>>, url = ELSEWHERE): Promise<string> {
  const failure = await failureOf(values, url);
  ok(failure instanceof NetworkFailure, `${failure}`);
  return failure.code;
}

/** What the script beside this file tells of a request, in a process with these variables, which no other test sees. */
async function inProcess(
  process: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
  url = ELSEWHERE,
): Promise<{ readonly code: string; readonly variables: Readonly<Record<string, string>> }> {
  const names = Object.keys(process);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", SCRIPT, JSON.stringify({ url, values, names })],
    clearEnv: true,
    env: { ...inherited("PATH", "HOME", "DENO_DIR", "SystemRoot", "LOCALAPPDATA"), ...process },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function inherited(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

Deno.test(leakChecked("fetch() asks the proxy of the given variables, with user and password", async () => {
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
  leakChecked("fetch() heeds no proxy of the process that the environment does not have", async () => {
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
    await t.step(`${scheme} where nobody listens`, async () => {
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

Deno.test("fetch() asks the proxy itself for plain http", async () => {
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

Deno.test("fetch() ends with a code for every broken answer", async (t) => {
  const cases = [
    "",
    "foo\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncont",
    "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc",
  ];
  for (const answer of cases) {
    await t.step(JSON.stringify(answer), async () => {
      await using server = await RawServer.answering(answer);
      const failure = await failureOf({}, new URL(`http://${server.host}/`));
      // That of a body is the runtime's own until the transport maps it.
      ok(failure instanceof NetworkFailure || failure instanceof TypeError, `${failure}`);
    });
  }
});

Deno.test("fetch() takes any value of any proxy variable: a typed error, or a failure of the network", async () => {
  for (const name of PROXY_VARIABLES) {
    await fc.assert(
      fc.asyncProperty(proxyValue, async (value) => {
        const failure = await failureOf({ [name]: value });
        if (failure instanceof NetworkFailure) return match(failure.code, /^E[A-Z0-9_]+$/);
        ok(failure instanceof AwsError, `${failure}`);
        match(failure.message, new RegExp(`^Cannot use the proxy of ${name}: `));
        doesNotMatch(`${failure.message}${failure.hint}`, new RegExp(SECRET));
      }),
      { numRuns: 200 },
    );
  }
});

Deno.test("fetch() says that certificates cannot be used", async () => {
  const empty = await Deno.makeTempFile();
  try {
    for (const AWS_CA_BUNDLE of ["/nonexistent/ca.pem", empty]) {
      using network = new Network(variables({ AWS_CA_BUNDLE }));
      await rejects(network.fetch(ELSEWHERE, { signal: AbortSignal.timeout(9999) }), {
        code: "AWS_UNREACHABLE",
        message: new RegExp(`"${AWS_CA_BUNDLE}", which AWS_CA_BUNDLE names`),
      });
    }
    // As OpenSSL and Node do.
    strictEqual(await codeOf({ SSL_CERT_FILE: "/nonexistent", NODE_EXTRA_CA_CERTS: empty }), "ENOTFOUND");
  } finally {
    await Deno.remove(empty);
  }
});

Deno.test("fetch() trusts no unknown certificate, whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
  const { cert, key } = await selfSigned("localhost");
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert, key, onListen: () => {}, onError: () => new Response() },
    () => new Response("hi"),
  );
  const url = new URL(`https://localhost:${server.addr.port}/`);
  const variable = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const { code, variables } = await inProcess(variable, variable, url);
  match(code, /^CERT_/);
  deepStrictEqual(variables, variable);
});

Deno.test(
  leakChecked(
    "a connection that is expected is open when it is needed, and is the one that is used",
    async () => {
      const asked: string[] = [];
      const serve = (name: string, delayMs: number): Deno.HttpServer<Deno.NetAddr> =>
        Deno.serve(
          { port: 0, hostname: "127.0.0.1", onListen: () => {} },
          async ({ method }, { remoteAddr }) => {
            asked.push(`${name} ${method} ${remoteAddr.port}`);
            await new Promise((resolve) => setTimeout(resolve, delayMs));
            return new Response(null, { status: 204 });
          },
        );
      await using first = serve("first", 200);
      await using second = serve("second", 0);
      const urlOf = ({ addr: { port } }: Deno.HttpServer<Deno.NetAddr>): URL =>
        new URL(`http://127.0.0.1:${port}/`);
      using network = new Network(variables({}));
      const signal = AbortSignal.timeout(20_000);
      const ask = async (url: URL): Promise<void> => {
        const { response } = await network.fetch(url, { method: "POST", signal });
        await response.arrayBuffer();
      };
      network.expect(urlOf(second));
      await ask(urlOf(first));
      await ask(urlOf(second));
      deepStrictEqual(asked.map((line) => line.replace(/ \d+$/, "")), [
        "first POST",
        "second HEAD",
        "second POST",
      ]);
      strictEqual(asked[1]?.split(" ")[2], asked[2]?.split(" ")[2]);
      // Whoever is asked at once has nothing to open before.
      asked.length = 0;
      network.expect(urlOf(second));
      await ask(urlOf(second));
      network.expect(new URL("http://127.0.0.1:9/"));
      await ask(urlOf(second));
      deepStrictEqual(asked.map((line) => line.replace(/ \d+$/, "")), ["second POST", "second POST"]);
    },
  ),
);
