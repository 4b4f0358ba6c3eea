import { deepStrictEqual, notEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import { authorizeUrl } from "../../src/domain/sso/login_page.ts";
import type { SsoRegistration, SsoTokens } from "../../src/domain/sso/sso_session.ts";
import type { SsoAnswer, SsoOidc } from "../../src/ports/sso.ts";
import { leakChecked } from "../fakes/http/leak_checked.ts";

/** A login service under test, and the person who uses it. */
export interface OidcUnderTest extends AsyncDisposable {
  readonly oidc: SsoOidc;
  readonly startUrl: string;
  /** What the person does from now on. */
  person(does: "approves" | "denies" | "waits"): void;
  expireDeviceCodes(): void;
  /** The person's browser opens the login page, and is led back. */
  browse(url: string): Promise<URL | undefined>;
  /** From now on nothing is answered. */
  hang(): void;
  /** How many requests have arrived. */
  count(): number;
}

const SIGNAL = new AbortController().signal;
const OPTIONS = { region: "us-east-1", signal: SIGNAL };
const REDIRECT_URI = "http://127.0.0.1:49152/oauth/callback";
/** Reference: RFC 7636, appendix B. */
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/** The promises of {@linkcode SsoOidc}, registered as tests for one implementation of it. */
export function testSsoOidc(name: string, create: () => Promise<OidcUnderTest>): void {
  const test = (criterion: string, run: (subject: OidcUnderTest) => Promise<void>): void =>
    Deno.test(leakChecked(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject);
    }));

  test("logs in with a device code, once the person has approved", async (subject) => {
    subject.person("waits");
    const { registration, poll } = await device(subject);
    ok((registration.expiresAt?.getTime() ?? 0) > Date.now());
    strictEqual((await poll()).kind, "pending");
    subject.person("approves");
    const answer = await untilDecided(poll);
    const tokens = tokensOf(answer);
    const left = tokens.expiresAt.getTime() - Date.now();
    ok(left > 3_540_000 && left <= 3_600_000, `${left} ms left`);
    notEqual(tokens.refreshToken, undefined);
  });

  test("says that the person denied a device code, in AWS' words", async (subject) => {
    subject.person("denies");
    const answer = await (await device(subject)).poll();
    ok(answer.kind === "refused" && answer.reason === "denied", answer.kind);
    ok(answer.words.startsWith("AccessDeniedException: "), answer.words);
  });

  test("says that a device code has ended", async (subject) => {
    subject.person("waits");
    const { poll } = await device(subject);
    subject.expireDeviceCodes();
    const answer = await poll();
    ok(answer.kind === "refused" && answer.reason === "expired", answer.kind);
  });

  test("refuses a start URL that leads nowhere", async ({ oidc }) => {
    const registration = await oidc.register({ kind: "device" }, OPTIONS);
    const unknown = "https://nobody.awsapps.com/start";
    await rejects(oidc.startDevice(registration, unknown, OPTIONS), isRejection);
    await rejects(oidc.register({ kind: "browser", startUrl: unknown }, OPTIONS), isRejection);
  });

  test("logs in by a browser, with the verifier of the challenge", async (subject) => {
    const { oidc, startUrl } = subject;
    const registration = await oidc.register({ kind: "browser", startUrl }, OPTIONS);
    const url = authorizeUrl(oidc.authorizePage(OPTIONS), {
      clientId: registration.clientId,
      redirectUri: REDIRECT_URI,
      state: "state-1",
      challenge: CHALLENGE,
    });
    const back = await subject.browse(url);
    ok(back !== undefined);
    deepStrictEqual([back.origin + back.pathname, back.searchParams.get("state")], [REDIRECT_URI, "state-1"]);
    const code = new Secret(back.searchParams.get("code") ?? "");
    const grant = { kind: "code", code, redirectUri: REDIRECT_URI, verifier: new Secret(VERIFIER) } as const;
    tokensOf(await oidc.createToken(registration, grant, OPTIONS));
    const foreign = { ...grant, code: new Secret("never given out") };
    const answer = await oidc.createToken(registration, foreign, OPTIONS);
    ok(answer.kind === "refused" && answer.reason === "invalid", answer.kind);
  });

  test("refreshes, once with each refresh token", async (subject) => {
    const { oidc } = subject;
    const { registration, poll } = await device(subject);
    const first = tokensOf(await poll());
    ok(first.refreshToken);
    const grant = { kind: "refresh", refreshToken: first.refreshToken } as const;
    const second = tokensOf(await oidc.createToken(registration, grant, OPTIONS));
    notEqual(second.accessToken.expose(), first.accessToken.expose());
    notEqual(second.refreshToken?.expose(), first.refreshToken.expose());
    const spent = await oidc.createToken(registration, grant, OPTIONS);
    ok(spent.kind === "refused" && spent.reason === "invalid", spent.kind);
    ok(spent.error instanceof AwsError);
  });

  test("asks nothing when the signal has ended before", async ({ oidc, count }) => {
    const reason = new CancelledError();
    const options = { ...OPTIONS, signal: AbortSignal.abort(reason) };
    await rejects(oidc.register({ kind: "device" }, options), (error) => error === reason);
    strictEqual(count(), 0);
  });

  test("ends when its signal does", async ({ oidc, hang }) => {
    hang();
    const reason = new CancelledError();
    const controller = new AbortController();
    const call = oidc.register({ kind: "device" }, { ...OPTIONS, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await rejects(call, (error) => error === reason);
  });

  test("shows no secret", async (subject) => {
    const { registration, poll } = await device(subject);
    const tokens = tokensOf(await poll());
    for (const shown of [Deno.inspect([registration, tokens]), JSON.stringify([registration, tokens])]) {
      ok(!shown.includes(tokens.accessToken.expose()));
      ok(!shown.includes(tokens.refreshToken?.expose() ?? "?"));
      ok(!shown.includes(registration.clientSecret.expose()));
    }
  });
}

async function device({ oidc, startUrl }: OidcUnderTest): Promise<{
  readonly registration: SsoRegistration;
  poll(): Promise<SsoAnswer>;
}> {
  const registration = await oidc.register({ kind: "device" }, OPTIONS);
  const { deviceCode, userCode, page, completePage, expiresInSeconds, intervalSeconds } = await oidc
    .startDevice(registration, startUrl, OPTIONS);
  ok(completePage?.includes(userCode) && page.startsWith(startUrl), completePage);
  ok(expiresInSeconds > 0 && intervalSeconds > 0);
  const grant = { kind: "device", deviceCode } as const;
  return { registration, poll: () => oidc.createToken(registration, grant, OPTIONS) };
}

/** Asks again for as long as the questions come too fast. */
async function untilDecided(poll: () => Promise<SsoAnswer>): Promise<SsoAnswer> {
  for (;;) {
    const answer = await poll();
    if (answer.kind !== "slow-down") return answer;
  }
}

function tokensOf(answer: SsoAnswer): SsoTokens {
  ok(answer.kind === "tokens", answer.kind);
  return answer.tokens;
}

function isRejection(error: unknown): boolean {
  return error instanceof AwsError && error.code === "AWS_REJECTED";
}
