import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { CancelledError } from "../../../../src/domain/errors/errors.ts";
import { PatientDeadline } from "../../../fakes/patient_deadline.ts";
import { CENTER, failure, SsoBench } from "./sso_bench.ts";

Deno.test("a user logs in with a code, without a time limit of the calls", async () => {
  const bench = new SsoBench();
  const person = bench.withPerson();
  bench.oidc.scripted.push({ kind: "pending" }, { kind: "slow-down" }, { kind: "pending" }, {
    kind: "slow-down",
  });
  strictEqual(await bench.accessToken(), "access-1");
  // RFC 8628, section 3.5: five seconds more with each slow_down.
  deepStrictEqual(bench.slept, [1000, 1000, 6000, 6000, 11_000]);
  ok(bench.wasPaused);
  strictEqual(bench.deadline.paused, 0);
  match(
    person.told,
    /"acme-sso"[^]*\n {2}https:\/\/acme\.awsapps\.com\/start\/#\/device\?user_code=ABCD-EFGH\n[^]*\n {2}ABCD-EFGH\n/,
  );
  match(person.told, /\nWaiting for the login, up to (a minute|\d+ minutes); Ctrl-C cancels\n$/);
  strictEqual((await bench.sessions.read(CENTER))?.registration?.clientId, "client-device");
  deepStrictEqual(bench.browser.opened, []);
});

Deno.test("an unconfirmed code expires", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.oidc.person = "waits";
  bench.oidc.device = { intervalSeconds: 5, expiresInSeconds: 14 };
  await rejects(bench.accessToken(), failure("SSO_EXPIRED", /it was not confirmed in the browser in time$/));
  deepStrictEqual(bench.slept, [5000, 5000]);
  bench.oidc.expired = true;
  await rejects(
    bench.accessToken(),
    failure("SSO_EXPIRED", /in time \(ExpiredTokenException: Device code has expired\)$/),
  );
});

Deno.test("a denial is reported with AWS' message", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.oidc.person = "denies";
  await rejects(
    bench.accessToken(),
    failure(
      "SSO_DENIED",
      /it was denied in the browser \(AccessDeniedException: The person denied the request\)$/,
    ),
  );
  strictEqual(bench.sessions.writes, 0);
});

Deno.test("Ctrl-C ends the wait for the user", async () => {
  const bench = new SsoBench();
  bench.withPerson();
  bench.oidc.person = "waits";
  const controller = new AbortController();
  const reason = new CancelledError();
  bench.oidc.failure = (call) => {
    if (call === "createToken device") controller.abort(reason);
    return undefined;
  };
  const deadline = new PatientDeadline(controller.signal);
  await rejects(bench.login().session(CENTER, { deadline }), (error) => error === reason);
});

const HOSTILE = [
  { page: "javascript:alert(1)" },
  { page: "https://acme.awsapps.com.evil.example/" },
  { completePage: "http://acme.awsapps.com/start" },
  { completePage: "https://acme.awsapps.com/\u001b]0;pwned\u0007" },
  { userCode: "\u001b[2JABCD" },
  { userCode: "A\r\nrun this" },
];

for (const device of HOSTILE) {
  Deno.test(`${JSON.stringify(device)} is neither shown nor opened`, async () => {
    const bench = new SsoBench();
    const person = bench.withPerson();
    bench.browser.available = true;
    bench.options = { device: true };
    bench.oidc.device = device;
    await rejects(bench.accessToken(), (error) => {
      failure("AWS_RESPONSE_INVALID", /(login page|user code) is "/)(error);
      ok(error instanceof Error && !/\p{Cc}/u.test(error.message));
      return true;
    });
    deepStrictEqual([bench.browser.opened, person.told], [[], ""]);
  });
}
