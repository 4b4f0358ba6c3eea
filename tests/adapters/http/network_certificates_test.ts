import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { Network } from "../../../src/adapters/http/network.ts";
import { selfSigned } from "../../support/self_signed.ts";
import { codeOf, ELSEWHERE, inProcess, variables } from "./network_requests.ts";

Deno.test("fetch() reports unusable certificates", async () => {
  const empty = await Deno.makeTempFile();
  try {
    for (const AWS_CA_BUNDLE of ["/nonexistent/ca.pem", empty]) {
      using network = new Network(variables({ AWS_CA_BUNDLE }));
      await rejects(network.fetch(ELSEWHERE, { signal: AbortSignal.timeout(9999) }), {
        code: "AWS_UNREACHABLE",
        message: new RegExp(`"${AWS_CA_BUNDLE}", set in AWS_CA_BUNDLE`),
      });
    }
    // As OpenSSL and Node do.
    strictEqual(await codeOf({ SSL_CERT_FILE: "/nonexistent", NODE_EXTRA_CA_CERTS: empty }), "ENOTFOUND");
  } finally {
    await Deno.remove(empty);
  }
});

Deno.test("fetch() trusts no unknown certificate, regardless of NODE_TLS_REJECT_UNAUTHORIZED", async () => {
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
