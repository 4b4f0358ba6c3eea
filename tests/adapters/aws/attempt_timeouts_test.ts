/** The timeouts of one attempt. They take their 5 seconds, so this file has nothing else, and waits for all at once. */
import assert from "node:assert/strict";
import type { FaultEffect } from "../../fakes/aws/faults.ts";
import { startLoopbackServer } from "../../fakes/http/loopback_server.ts";
import { Lab } from "./lab.ts";

/** Milliseconds after which a second attempt will not come any more. */
const PATIENCE_MS = 30_000;

Deno.test("openTransport() gives up attempts that stall, before and within the body, and tries again", async () => {
  await Promise.all([
    answersSecondAttempt({ kind: "hang" }),
    // Bytes arrive all the time: no connection is silent.
    answersSecondAttempt({ kind: "drip", from: "headers", intervalMs: 100 }),
    repeatsStalledBody(),
  ]);
});

async function answersSecondAttempt(effect: FaultEffect): Promise<void> {
  await using lab = await Lab.open();
  lab.aws.faults.add({ times: 1, effect });
  await lab.call("ecr", AbortSignal.timeout(PATIENCE_MS));
  assert.equal(lab.aws.requests.length, 2);
}

async function repeatsStalledBody(): Promise<void> {
  let requests = 0;
  const second = Promise.withResolvers<void>();
  const server = await startLoopbackServer(({ socket }) => {
    if (++requests === 2) second.resolve();
    socket.write(
      "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 9\r\n\r\n{",
    );
    return Promise.resolve();
  });
  try {
    await using lab = await Lab.open({ variables: { AWS_ENDPOINT_URL: server.url } });
    const controller = new AbortController();
    const call = lab.failure("ecr", controller.signal);
    // Without the socket's own timeout there would never be a second one.
    const patience = setTimeout(() => second.reject(new Error("There was no second attempt")), PATIENCE_MS);
    await second.promise.finally(() => {
      clearTimeout(patience);
      controller.abort(new DOMException("No end", "TimeoutError"));
    });
    assert.equal((await call).code, "AWS_UNREACHABLE");
  } finally {
    await server.close();
  }
}
