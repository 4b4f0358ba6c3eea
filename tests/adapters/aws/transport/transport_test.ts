/** The last look at every request, TLS and proxies, on real sockets. */
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { once } from "node:events";
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { clientOptions } from "../../../../src/adapters/aws/calls/client_options.ts";
import { markAmbient, type SharedProfile } from "../../../../src/adapters/aws/shared_files/shared_profile.ts";
import { openTransport } from "../../../../src/adapters/aws/transport/transport.ts";
import { Network } from "../../../../src/adapters/http/network.ts";
import { FixedEnvironment } from "../fixed_environment.ts";
import { Lab, REGISTRY } from "../lab.ts";
import { type Identity, selfSigned } from "../../../support/self_signed.ts";

const SIGNAL = new AbortController().signal;

Deno.test("openTransport() rejects plain http to another machine", async () => {
  await using lab = await Lab.open();
  for (
    const url of ["http://192.0.2.1", "http://ecr.eu-west-1.amazonaws.com", "http://localhost.evil.test"]
  ) {
    using network = new Network(new FixedEnvironment());
    const transport = openTransport(network, SIGNAL);
    const client = new ECRClient(clientOptions(transport, {
      region: "eu-west-1",
      credentials: lab.credentials,
      endpoint: { url, fips: false, dualStack: false },
    }));
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      code: "AWS_ENDPOINT_REFUSED",
      message: `Cannot call "${
        new URL(url).hostname
      }": http is allowed on loopback only (127.0.0.0/8, ::1, localhost)`,
    });
    assert.equal(transport.trace.failure, undefined);
    client.destroy();
  }
});

Deno.test("runCall() leaves no connection open, whether the call succeeds or not", async () => {
  const open = new Set<Socket>();
  let status = 200;
  await using server = await OpenEcr.plain((connection) => {
    open.add(connection);
    connection.on("close", () => open.delete(connection));
  }, () => status);
  await using lab = await Lab.open({ variables: { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` } });
  await lab.call("ecr");
  status = 400;
  await lab.failure("ecr");
  assert.equal(server.requests, 2);
  // The server itself would keep an idle connection for 5 seconds.
  for (let turn = 0; open.size > 0 && turn < 100; turn++) await new Promise((next) => setTimeout(next, 10));
  assert.equal(open.size, 0);
});

Deno.test("openTransport() trusts no unknown certificate, and the one that AWS_CA_BUNDLE names", async () => {
  const identity = await selfSigned("localhost");
  await using server = await OpenEcr.start(identity);
  const url = `https://localhost:${server.port}`;
  await using stranger = await Lab.open({ variables: { AWS_ENDPOINT_URL: url } });
  const failure = await stranger.failure("ecr");
  assert.equal(failure.code, "AWS_UNREACHABLE");
  assert.match(failure.message, /: the certificate of "localhost:\d+" cannot be trusted \([A-Z_]+\)$/);
  assert.match(failure.hint ?? "", /AWS_CA_BUNDLE/);
  assert.equal(server.requests, 0);

  await using bundle = await tempFile(identity.cert);
  const variables = { AWS_ENDPOINT_URL: url, AWS_CA_BUNDLE: bundle.path };
  await using friend = await Lab.open({ variables });
  await friend.call("ecr");
  assert.equal(server.requests, 1);

  const misnamed = `https://127.0.0.1:${server.port}`;
  await using wrong = await Lab.open({ variables: { ...variables, AWS_ENDPOINT_URL: misnamed } });
  assert.match(
    (await wrong.failure("ecr")).message,
    /the certificate of "127\.0\.0\.1:\d+" cannot be trusted/,
  );
  assert.equal(server.requests, 1);
});

Deno.test("the ca_bundle of the profile in use is trusted, unless AWS_CA_BUNDLE names another", async () => {
  const [identity, other] = [await selfSigned("localhost"), await selfSigned("localhost")];
  await using server = await OpenEcr.start(identity);
  await using bundle = await tempFile(identity.cert);
  await using wrong = await tempFile(other.cert);
  const profile = (path: string): SharedProfile => ({
    name: "p",
    settings: new Map([["ca_bundle", path]]),
    services: new Map(),
  });
  const variables = { AWS_ENDPOINT_URL: `https://localhost:${server.port}` };
  const ask = async (path: string, more: Readonly<Record<string, string>> = {}): Promise<unknown> => {
    await using lab = await Lab.open({ variables: { ...variables, ...more } });
    return await lab.tokens.request(REGISTRY, markAmbient(lab.credentials, profile(path)), {
      signal: SIGNAL,
    });
  };
  await ask(bundle.path);
  await ask(wrong.path, { AWS_CA_BUNDLE: bundle.path });
  assert.equal(server.requests, 2);
  const untrusted = { code: "AWS_UNREACHABLE", message: /cannot be trusted/ };
  await assert.rejects(ask(wrong.path), untrusted);
  await assert.rejects(ask(bundle.path, { AWS_CA_BUNDLE: wrong.path }), untrusted);
  await assert.rejects(ask("/nonexistent/ca.pem"), {
    code: "AWS_UNREACHABLE",
    message: 'Cannot read "/nonexistent/ca.pem", set in ca_bundle of the AWS profile "p"',
  });
  assert.equal(server.requests, 2);
});

Deno.test("openTransport() reports an unreadable AWS_CA_BUNDLE file", async () => {
  await using lab = await Lab.open({ variables: { AWS_CA_BUNDLE: "/nonexistent/ca.pem" } });
  const failure = await lab.failure("ecr");
  assert.equal(failure.code, "AWS_UNREACHABLE");
  assert.equal(failure.message, 'Cannot read "/nonexistent/ca.pem", set in AWS_CA_BUNDLE');
});

Deno.test("openTransport() goes through HTTPS_PROXY, but not to the hosts of NO_PROXY", async () => {
  const identity = await selfSigned("ecr.proxied.invalid");
  await using bundle = await tempFile(identity.cert);
  await using server = await OpenEcr.start(identity);
  await using proxy = await ConnectProxy.start(server.port);
  const base = { AWS_ENDPOINT_URL: "https://ecr.proxied.invalid", AWS_CA_BUNDLE: bundle.path };
  for (const variable of ["HTTPS_PROXY", "https_proxy"]) {
    await using lab = await Lab.open({ variables: { ...base, [variable]: proxy.url } });
    await lab.call("ecr");
  }
  assert.deepEqual(proxy.targets, ["ecr.proxied.invalid:443", "ecr.proxied.invalid:443"]);

  const excepted = { ...base, HTTPS_PROXY: proxy.url, NO_PROXY: "example.com,.proxied.invalid" };
  await using lab = await Lab.open({ variables: excepted });
  assert.match(
    (await lab.failure("ecr")).message,
    /: the host name "ecr\.proxied\.invalid" cannot be resolved$/,
  );
  assert.equal(proxy.targets.length, 2);
});

Deno.test("openTransport() never uses a proxy for this machine", async () => {
  await using proxy = await ConnectProxy.start(1);
  await using server = await OpenEcr.start(await selfSigned("localhost"));
  for (const url of [`https://localhost:${server.port}`, `https://127.0.0.1:${server.port}`]) {
    await using lab = await Lab.open({ variables: { AWS_ENDPOINT_URL: url, HTTPS_PROXY: proxy.url } });
    assert.match((await lab.failure("ecr")).message, /cannot be trusted/);
  }
  await using plain = await Lab.open({ variables: { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url } });
  await plain.call("ecr");
  assert.deepEqual(proxy.targets, []);
});

Deno.test("openTransport() reports a proxy that refuses, without its password", async () => {
  await using proxy = await ConnectProxy.start(undefined);
  for (
    const [url, said] of [
      [
        proxy.url.replace("//", "//user:hunter2@"),
        /: the proxy rejected the user and password \(HTTP 407\)/,
      ],
      ["socks5://user:hunter2@127.0.0.1:1", REFUSED_REGEXP],
      ["http://user:hunter2@127.0.0.1:1", REFUSED_REGEXP],
      ["hunter2", REFUSED_REGEXP],
      ["http://user:hunter2", /^Cannot use the proxy of HTTPS_PROXY: its port is not a number/],
    ] as const
  ) {
    await using lab = await Lab.open({
      variables: { AWS_ENDPOINT_URL: "https://ecr.proxied.invalid", HTTPS_PROXY: url },
    });
    const failure = await lab.failure("ecr");
    assert.equal(failure.code, "AWS_UNREACHABLE", failure.message);
    assert.match(failure.message, said);
    assert.match(failure.hint ?? "", /HTTPS_PROXY/);
    assert.doesNotMatch(`${failure.message}${failure.hint}`, /hunter2/);
  }
});

const REFUSED_REGEXP = /: the proxy did not open a connection to "ecr\.proxied\.invalid" \([A-Z0-9_]+\)$/;

/** An ECR that gives everybody the same token, behind TLS or not. */
class OpenEcr implements AsyncDisposable {
  requests = 0;
  readonly #server: Server | TlsServer;

  private constructor(create: (answer: RequestListener) => Server | TlsServer, status: () => number) {
    this.#server = create((request, response) => {
      this.requests++;
      request.resume().on("end", () => {
        const authorizationToken = btoa("AWS:password");
        const expiresAt = Date.now() / 1000 + 3600;
        response.statusCode = status();
        response.end(JSON.stringify({ authorizationData: [{ authorizationToken, expiresAt }] }));
      });
    });
  }

  static start(identity: Identity): Promise<OpenEcr> {
    return new OpenEcr(
      (answer) => createTlsServer(identity, answer).on("tlsClientError", () => {}),
      () => 200,
    )
      .#listening();
  }

  static plain(connected: (connection: Socket) => void, status: () => number): Promise<OpenEcr> {
    return new OpenEcr((answer) => createServer(answer).on("connection", connected), status).#listening();
  }

  get port(): number {
    return portOf(this.#server);
  }

  async #listening(): Promise<OpenEcr> {
    this.#server.listen(0);
    await once(this.#server, "listening");
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closed(this.#server);
  }
}

/** A proxy that leads every tunnel to one port of this machine, or refuses them all. */
class ConnectProxy implements AsyncDisposable {
  /** What it was asked for. */
  readonly targets: string[] = [];
  readonly #server: Server;

  private constructor(port: number | undefined) {
    this.#server = createServer();
    this.#server.on("connect", (request, socket) => {
      this.targets.push(request.url ?? "");
      socket.on("error", () => {});
      if (port === undefined) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      const tunnel = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        tunnel.pipe(socket).pipe(tunnel);
      });
      tunnel.on("error", () => socket.destroy());
      tunnel.on("close", () => socket.destroy());
      socket.on("close", () => tunnel.destroy());
    });
  }

  static async start(port: number | undefined): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(port);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return closed(this.#server);
  }
}

function portOf(server: Server | TlsServer): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}

async function closed(server: Server | TlsServer): Promise<void> {
  const end = once(server, "close");
  server.close();
  server.closeAllConnections();
  await end;
}

async function tempFile(text: string): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, text);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}
