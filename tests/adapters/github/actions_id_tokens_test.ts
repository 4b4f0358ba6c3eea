import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { ActionsIdTokens } from "../../../src/adapters/github/actions_id_tokens.ts";
import { AwsError, CancelledError } from "../../../src/domain/errors/errors.ts";
import type { FaultEffect } from "../../fakes/aws/faults.ts";
import { type FakeActionsOidc, startFakeActionsOidc } from "../../fakes/github/actions_oidc.ts";
import { FixedEnvironment } from "../aws/fixed_environment.ts";

const AUDIENCE = "sts.amazonaws.com";
const SIGNAL = new AbortController().signal;

/** @param timeoutMs Only short where nothing comes. */
function tokens(variables: Record<string, string>, timeoutMs = 60_000): ActionsIdTokens {
  return new ActionsIdTokens(new FixedEnvironment(variables), { timeoutMs, retryDelayMs: 1 });
}

async function refusalOf(
  variables: Record<string, string>,
  signal = SIGNAL,
  timeoutMs?: number,
): Promise<AwsError> {
  try {
    await tokens(variables, timeoutMs).request(AUDIENCE, { signal });
  } catch (error) {
    ok(error instanceof AwsError, String(error));
    return error;
  }
  throw new Error("there is a token");
}

Deno.test("a job gets a token for the audience; the URL's query is kept", async () => {
  await using actions = await startFakeActionsOidc();
  const token = await tokens(actions.environment()).request("an audience/of ours", { signal: SIGNAL });
  const [, payload = ""] = token.expose().split(".");
  const claims: unknown = JSON.parse(
    new TextDecoder().decode(Uint8Array.fromBase64(payload, { alphabet: "base64url" })),
  );
  strictEqual((claims as { aud: string }).aud, "an audience/of ours");
  strictEqual(actions.requests[0]?.input["api-version"], "2.0");
});

Deno.test("outside a job with the permission, nothing is requested", async () => {
  await using actions = await startFakeActionsOidc();
  const job = actions.environment();
  const cases:
    readonly (readonly [variables: Record<string, string>, code: string, says: RegExp, hint: RegExp])[] = [
      [{}, "AWS_CREDENTIALS_MISSING", /not a GitHub Actions job/, /workflow/],
      [{ ...job, GITHUB_ACTIONS: "1" }, "AWS_CREDENTIALS_MISSING", /not a GitHub Actions job/, /workflow/],
      [
        { ...job, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "" },
        "AWS_CREDENTIALS_MISSING",
        /REQUEST_TOKEN is not/,
        /id-token: write/,
      ],
      [
        { ...job, ACTIONS_ID_TOKEN_REQUEST_URL: "" },
        "AWS_CREDENTIALS_MISSING",
        /REQUEST_URL is not/,
        /id-token: write/,
      ],
      [
        { ...job, ACTIONS_ID_TOKEN_REQUEST_URL: "http://example.com/?x" },
        "AWS_ENDPOINT_REFUSED",
        /is not an https/,
        /./,
      ],
      [
        { ...job, ACTIONS_ID_TOKEN_REQUEST_URL: "https://a:b@c.d/" },
        "AWS_ENDPOINT_REFUSED",
        /user information/,
        /./,
      ],
      [{ ...job, ACTIONS_ID_TOKEN_REQUEST_URL: "sesame" }, "AWS_ENDPOINT_REFUSED", /is not a URL/, /./],
    ];
  for (const [variables, code, says, hint] of cases) {
    const error = await refusalOf(variables);
    strictEqual(error.code, code);
    match(error.message, says);
    match(error.hint ?? "", hint);
  }
  strictEqual(actions.requests.length, 0);
});

Deno.test("ACTIONS_ID_TOKEN is used as it is", async () => {
  const given = { GITHUB_ACTIONS: "true", ACTIONS_ID_TOKEN: "x.y.z" };
  strictEqual((await tokens(given).request(AUDIENCE, { signal: SIGNAL })).expose(), "x.y.z");
});

Deno.test("what passes is tried three times", async () => {
  const passing: readonly FaultEffect[] = [
    { kind: "error", status: 503, code: "Unavailable" },
    { kind: "error", status: 429, code: "Slow" },
    { kind: "reset" },
    { kind: "hang" },
  ];
  for (const effect of passing) {
    await using actions = await startFakeActionsOidc();
    const job = actions.environment();
    actions.faults.add({ times: 2, effect });
    // The third attempt must be answered in that time.
    await tokens(job, effect.kind === "hang" ? 1000 : undefined).request(AUDIENCE, { signal: SIGNAL });
    strictEqual(actions.requests.length, 3, effect.kind);
    actions.faults.add({ effect });
    const refusal = await refusalOf(job, SIGNAL, effect.kind === "hang" ? 100 : undefined);
    strictEqual(refusal.code, "AWS_UNREACHABLE", effect.kind);
  }
});

Deno.test("an invalid response is rejected immediately, and never shown", async () => {
  const cases: readonly (readonly [
    what: string,
    spoil: (actions: FakeActionsOidc) => void,
    code: string,
    says: RegExp,
  ])[] = [
    [
      "403",
      (actions) => actions.faults.add({ effect: { kind: "error", status: 403, code: "X" } }),
      "AWS_CREDENTIALS_MISSING",
      /HTTP 403/,
    ],
    [
      "html",
      (actions) => actions.faults.add({ effect: { kind: "html" } }),
      "AWS_RESPONSE_INVALID",
      /not JSON/,
    ],
    [
      "nothing",
      (actions) => actions.faults.add({ effect: { kind: "empty-body" } }),
      "AWS_RESPONSE_INVALID",
      /not JSON/,
    ],
    [
      "flood",
      (actions) => actions.faults.add({ effect: { kind: "flood", bytes: 1 << 20 } }),
      "AWS_RESPONSE_INVALID",
      /larger/,
    ],
    [
      "redirect",
      (actions) =>
        actions.faults.add({ effect: { kind: "redirect", status: 302, location: "http://127.0.0.1:1/" } }),
      "AWS_RESPONSE_INVALID",
      /redirects are not followed/,
    ],
    ["no token", (actions) => void (actions.answer = { value: "" }), "AWS_RESPONSE_INVALID", /no token/],
    [
      "no JWT",
      (actions) => void (actions.answer = { value: "canary\u001b[2J" }),
      "AWS_RESPONSE_INVALID",
      /no token/,
    ],
  ];
  for (const [what, spoil, code, says] of cases) {
    await using actions = await startFakeActionsOidc();
    spoil(actions);
    const error = await refusalOf(actions.environment());
    strictEqual(error.code, code, what);
    match(error.message, says, what);
    ok(!Deno.inspect(error).includes("canary"), what);
    ok(!Deno.inspect(error).includes(actions.environment()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "?"), what);
    strictEqual(actions.requests.length, 1, what);
  }
});

Deno.test("it can be aborted", async () => {
  await using actions = await startFakeActionsOidc();
  const cancelled = new CancelledError();
  await rejects(
    tokens(actions.environment()).request(AUDIENCE, { signal: AbortSignal.abort(cancelled) }),
    (error) => error === cancelled,
  );
  strictEqual(
    (await refusalOf(actions.environment(), AbortSignal.abort(new DOMException("x", "TimeoutError")))).code,
    "AWS_UNREACHABLE",
  );
  deepStrictEqual(actions.requests, []);
});
