import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Network } from "../../../src/adapters/http/network.ts";
import { NetworkFailure } from "../../../src/adapters/http/network_failure.ts";
import { leakChecked } from "../../fakes/http/leak_checked.ts";
import { failureOf, RawServer, variables } from "./network_requests.ts";

Deno.test("fetch() fails with a code for every broken response", async (t) => {
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

Deno.test(
  leakChecked(
    "a connection that is expected is open when it is needed, and is the one that is used",
    async () => {
      const asked: string[] = [];
      const opened = Promise.withResolvers<void>();
      const place = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
      await using first = Deno.serve(place, async () => {
        await opened.promise;
        // Until the client has read the other answer, which nothing tells.
        await new Promise((resolve) => setTimeout(resolve, 200));
        return new Response(null, { status: 204 });
      });
      await using second = Deno.serve(
        place,
        ({ method }, { remoteAddr }) => {
          asked.push(`${method} ${remoteAddr.port}`);
          opened.resolve();
          return new Response(null, { status: 204 });
        },
      );
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
      deepStrictEqual(asked.map((line) => line.replace(/ \d+$/, "")), ["HEAD", "POST"]);
      strictEqual(asked[0]?.split(" ")[1], asked[1]?.split(" ")[1]);
      // Whoever is asked at once has nothing to open before.
      asked.length = 0;
      network.expect(urlOf(second));
      await ask(urlOf(second));
      network.expect(new URL("http://127.0.0.1:9/"));
      await ask(urlOf(second));
      deepStrictEqual(asked.map((line) => line.replace(/ \d+$/, "")), ["POST", "POST"]);
    },
  ),
);
