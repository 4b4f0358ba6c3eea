import { join } from "node:path";
import { selfSigned } from "../../support/self_signed.ts";
import type { ClientProgram } from "../requirements.ts";
import { ADDRESS } from "./host_names.ts";

/** Who may use a proxy that asks. */
const USER = "alice";
/** All that tinyproxy's file can hold. */
const PLAIN_PASSWORD = "s3cret.pass";
/** What a URL must escape. */
const HARD_PASSWORD = "s3cret/@:% é";

/** A proxy that runs. */
export interface RunningProxy extends AsyncDisposable {
  /** What the variables are set to. */
  readonly url: string;
  /** The password in it, escaped; undefined where none is asked for. */
  readonly password: string | undefined;
  /** The certificate that clients must trust, in PEM; empty for plain proxies. */
  readonly certificate: string;
  /** Every `CONNECT`, as `host:port`, and everything else that was asked, in order. */
  asked(): Promise<readonly string[]>;
}

/** A kind of proxy. */
export interface ProxyKind {
  readonly name: string;
  readonly program: ClientProgram;
  start(): Promise<RunningProxy>;
}

/** Every kind. A proxy of its own for each start, in a directory that unprivileged servers can write. */
export const PROXIES: readonly ProxyKind[] = [
  { name: "tinyproxy", program: "tinyproxy", start: () => startTinyproxy(false) },
  { name: "tinyproxy with a password", program: "tinyproxy", start: () => startTinyproxy(true) },
  { name: "squid over TLS", program: "squid", start: () => startSquid(false) },
  { name: "squid over TLS with a password", program: "squid", start: () => startSquid(true) },
];

/** Reference: tinyproxy.conf(5). */
async function startTinyproxy(hasPassword: boolean): Promise<RunningProxy> {
  const { directory, log } = await workplace();
  const port = freePort();
  await Deno.writeTextFile(
    join(directory, "tinyproxy.conf"),
    [
      `Port ${port}`,
      `Listen ${ADDRESS}`,
      "Timeout 60",
      `LogFile "${log}"`,
      "LogLevel Connect",
      "MaxClients 50",
      "ConnectPort 443",
      ...(hasPassword ? [`BasicAuth ${USER} ${PLAIN_PASSWORD}`] : []),
    ].join("\n") + "\n",
  );
  return await running(["tinyproxy", "-d", "-c", join(directory, "tinyproxy.conf")], {
    directory,
    log,
    port,
    scheme: "http",
    password: hasPassword ? PLAIN_PASSWORD : undefined,
    certificate: "",
    pattern: /Request \(file descriptor \d+\): [A-Z]+ (\S+) HTTP/,
  });
}

/** Reference: squid.conf.documented of Squid 5. */
async function startSquid(hasPassword: boolean): Promise<RunningProxy> {
  const { directory, log } = await workplace();
  const port = freePort();
  const { cert, key } = await selfSigned(ADDRESS);
  const path = (name: string): string => join(directory, name);
  await Deno.writeTextFile(path("cert.pem"), cert);
  await Deno.writeTextFile(path("key.pem"), key);
  // Squid gives a helper the two words as parts of a URL, of which it escapes what it likes.
  await Deno.writeTextFile(
    path("auth"),
    `#!/bin/bash
while read -r line; do
  [ "$(printf %b "\${line//%/\\\\x}")" = '${USER} ${HARD_PASSWORD}' ] && echo OK || echo ERR
done
`,
    { mode: 0o755 },
  );
  await Deno.writeTextFile(
    path("squid.conf"),
    [
      `https_port ${ADDRESS}:${port} tls-cert=${path("cert.pem")} tls-key=${path("key.pem")}`,
      ...(hasPassword
        ? [
          `auth_param basic program ${path("auth")}`,
          "acl known proxy_auth REQUIRED",
          "http_access allow known",
        ]
        : ["http_access allow all"]),
      "http_access deny all",
      "logformat asked %rm %ru",
      `access_log stdio:${log} asked`,
      `cache_log ${path("cache.log")}`,
      `pid_filename ${path("pid")}`,
      `coredump_dir ${directory}`,
      "visible_hostname proxy.example",
      "cache deny all",
      "pinger_enable off",
      "shutdown_lifetime 0 seconds",
    ].join("\n") + "\n",
  );
  return await running(["squid", "-N", "-f", path("squid.conf")], {
    directory,
    log,
    port,
    scheme: "https",
    password: hasPassword ? encodeURIComponent(HARD_PASSWORD) : undefined,
    certificate: cert,
    pattern: /^[A-Z]+ (\S+)/,
  });
}

async function workplace(): Promise<{ readonly directory: string; readonly log: string }> {
  const directory = await Deno.makeTempDir({ dir: "/run", prefix: "proxy-" });
  await Deno.chmod(directory, 0o777);
  return { directory, log: join(directory, "asked.log") };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: ADDRESS, port: 0 });
  return listener.addr.port;
}

async function running(
  [program = "", ...args]: readonly string[],
  { directory, log, port, scheme, password, certificate, pattern }: {
    readonly directory: string;
    readonly log: string;
    readonly port: number;
    readonly scheme: string;
    readonly password: string | undefined;
    readonly certificate: string;
    readonly pattern: RegExp;
  },
): Promise<RunningProxy> {
  const child = new Deno.Command(program, { args: [...args], stdin: "null", stdout: "null", stderr: "null" })
    .spawn();
  let ended = false;
  child.status.then(() => ended = true);
  for (;;) {
    const connection = await Deno.connect({ hostname: ADDRESS, port }).catch(() => undefined);
    connection?.close();
    if (connection !== undefined) break;
    if (ended) throw new Error(`${program} ended at once`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url: `${scheme}://${password === undefined ? "" : `${USER}:${password}@`}${ADDRESS}:${port}`,
    password,
    certificate,
    async asked(): Promise<readonly string[]> {
      const text = await Deno.readTextFile(log).catch(() => "");
      return text.split("\n").map((line) => pattern.exec(line)?.[1]).filter((one) => one !== undefined);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      child.kill("SIGTERM");
      await child.status;
      await Deno.remove(directory, { recursive: true });
    },
  };
}
