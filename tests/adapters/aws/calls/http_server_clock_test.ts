import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { HttpServerClock } from "../../../../src/adapters/aws/calls/http_server_clock.ts";
import { startFakeAws } from "../../../fakes/aws/fake_aws.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

const SIGNAL = new AbortController().signal;

function clockOf(variables: Readonly<Record<string, string>>): HttpServerClock {
  return new HttpServerClock({ environment: new FixedEnvironment(variables), clock: () => new Date() });
}

Deno.test("now() reads the time of STS, without credentials", async () => {
  await using aws = await startFakeAws();
  aws.clockOffsetMs = 10 * 60_000;
  const keys = aws.environment(aws.user({ account: "111122223333", name: "me" }));
  const { time, host } = await clockOf({ ...aws.environment(), ...keys }).now({ signal: SIGNAL });
  const ahead = time.getTime() - Date.now();
  // The header has whole seconds.
  ok(ahead > 9.9 * 60_000 && ahead <= 10 * 60_000, `${ahead}`);
  ok(host.startsWith("127.0.0.1:"), host);
  deepStrictEqual(aws.requests.map(({ accessKeyId }) => accessKeyId ?? null), [null]);
});

Deno.test("now() fails where nobody answers, and asks nobody at an endpoint that is refused", async () => {
  await rejects(clockOf({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" }).now({ signal: SIGNAL }), {
    code: "AWS_UNREACHABLE",
  });
  await rejects(clockOf({ AWS_ENDPOINT_URL: "http://sts.example" }).now({ signal: SIGNAL }), {
    code: "AWS_ENDPOINT_REFUSED",
    message: /AWS_ENDPOINT_URL/,
  });
});
