/** How calls end: promptly with their signal, after few attempts, and never at another host. */
import assert from "node:assert/strict";
import { CancelledError } from "../../../src/domain/errors/errors.ts";
import type { FaultEffect } from "../../fakes/aws/faults.ts";
import { leakChecked } from "../../fakes/http/leak_checked.ts";
import { Lab } from "./lab.ts";
import { promptly } from "../../support/promptly.ts";

/** Milliseconds within which a call that is ended must be over. The least that one which does not end takes is the 5 s of an attempt. */
const PROMPTLY_MS = 3000;

const STALLS: readonly FaultEffect[] = [
  { kind: "hang" },
  { kind: "drip", from: "headers", intervalMs: 20 },
  { kind: "drip", from: "body", intervalMs: 20 },
  { kind: "delay", ms: 60_000 },
];

for (const effect of STALLS) {
  for (const service of ["ecr", "ecr-public", "sts"] as const) {
    const what = "from" in effect ? `${effect.kind} of ${effect.from}` : effect.kind;
    Deno.test(
      leakChecked(
        `runCall() ends a ${what} of ${service} with the signal, and leaves no connections`,
        async () => {
          await using lab = await Lab.open();
          lab.aws.role({ account: "210987654321", name: "deploy", trusts: ["*"], externalId: "x-1" });
          lab.aws.faults.add({ effect });
          for (const reason of [new CancelledError(), new DOMException("No end", "TimeoutError")]) {
            const failure = await promptly(PROMPTLY_MS, async () => {
              const controller = new AbortController();
              const call = lab.failure(service, controller.signal);
              await arrival(lab);
              await pause(100);
              controller.abort(reason);
              return await call;
            });
            if (reason instanceof CancelledError) assert.equal(failure, reason);
            else {
              assert.equal(failure.code, "AWS_UNREACHABLE");
              assert.match(failure.message, /: "127\.0\.0\.1:\d+" did not respond within [\d.]+ s$/);
              assert.equal(failure.cause, reason);
            }
          }
        },
      ),
    );
  }
}

// The wait itself is the SDK's, and ends by itself a few seconds later.
Deno.test("runCall() can be aborted while it waits to retry", async () => {
  await promptly(PROMPTLY_MS, async () => {
    await using lab = await Lab.open();
    lab.aws.faults.add({
      effect: { kind: "error", status: 429, code: "ThrottlingException", headers: { "retry-after": "60" } },
    });
    const controller = new AbortController();
    const call = lab.failure("ecr", controller.signal);
    await arrival(lab);
    await pause(100);
    controller.abort(new DOMException("No end", "TimeoutError"));
    assert.equal((await call).code, "AWS_UNREACHABLE");
    assert.ok(lab.aws.requests.length <= 2);
  });
});

Deno.test(leakChecked("runCall() can be aborted during preparation", async () => {
  await using lab = await Lab.open();
  for (let turns = 0; turns < 20; turns++) {
    const controller = new AbortController();
    const reason = new CancelledError();
    const call = lab.failure("ecr", controller.signal);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    controller.abort(reason);
    assert.equal(await call, reason);
  }
}));

Deno.test("runCall() treats an abort without a reason as a cancellation", async () => {
  await using lab = await Lab.open();
  const failure = await lab.failure("ecr", AbortSignal.abort());
  assert.equal(failure.code, "CANCELLED");
  assert.equal(lab.aws.requests.length, 0);
});

Deno.test("runCall() reports a deadline that passed before AWS was called", async () => {
  await using lab = await Lab.open();
  const failure = await lab.failure("ecr", AbortSignal.abort(new DOMException("No end", "TimeoutError")));
  assert.equal(failure.code, "AWS_UNREACHABLE");
  assert.match(failure.message, /: there was no time left to call AWS$/);
  assert.equal(lab.aws.requests.length, 0);
});

Deno.test("openTransport() follows no redirect", async () => {
  let reached = 0;
  await using target = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    reached++;
    return new Response("{}");
  });
  for (const status of [301, 302, 303, 307, 308] as const) {
    await using lab = await Lab.open();
    lab.aws.faults.add({
      effect: { kind: "redirect", status, location: `http://127.0.0.1:${target.addr.port}/` },
    });
    for (const service of ["ecr", "ecr-public", "sts"] as const) {
      assert.equal((await lab.failure(service)).code, "AWS_RESPONSE_INVALID");
    }
    assert.equal(lab.aws.requests.length, 3);
  }
  assert.equal(reached, 0);
});

Deno.test("openTransport() reads no more than a mebibyte of an answer of a gibibyte", async () => {
  await using lab = await Lab.open();
  lab.aws.faults.add({ effect: { kind: "flood", bytes: 1024 * 1024 * 1024 } });
  const failure = await promptly(PROMPTLY_MS, () => lab.failure("ecr"));
  assert.equal(failure.code, "AWS_RESPONSE_INVALID");
});

/** Waits until a request has arrived that was not there before. */
async function arrival(lab: Lab): Promise<void> {
  const before = lab.aws.requests.length;
  while (lab.aws.requests.length === before) await pause(5);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
