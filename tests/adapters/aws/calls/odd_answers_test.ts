/** Answers of something that imitates AWS: any type in any field. The SDK passes it on. */
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { SdkEcrTokens } from "../../../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../../../../src/adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoOidc } from "../../../../src/adapters/aws/calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../../../../src/adapters/aws/calls/sdk_sso_portal.ts";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { serve } from "../answering_service.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

const ODD: readonly unknown[] = [null, 5, true, 1e300, -1, [], {}, [null], ["x"], [5], [{}], { a: null }];

/** The Date header of the server is the real time. */
const NOW = new Date();
const OPTIONS = { region: "us-east-1", signal: new AbortController().signal };
const KEYS = { accessKeyId: "AKIA1", secretAccessKey: new Secret("secret-key"), region: "us-east-1" };
const REGISTRATION = { clientId: "client", clientSecret: new Secret("client-secret") };
const TOKEN = new Secret("access-token");
const HOUR = NOW.getTime() / 1000 + 3600;

/** Calls every operation of the adapters. */
class Caller {
  readonly #adapter: { readonly environment: FixedEnvironment; readonly clock: () => Date };

  constructor(url: string) {
    this.#adapter = { environment: new FixedEnvironment({ AWS_ENDPOINT_URL: url }), clock: () => NOW };
  }

  readonly ecr = (): Promise<unknown> =>
    new SdkEcrTokens(this.#adapter).request(
      parseRegistry("123456789012.dkr.ecr.us-east-1.amazonaws.com"),
      KEYS,
      OPTIONS,
    );
  readonly register = (): Promise<unknown> => this.#oidc.register({ kind: "device" }, OPTIONS);
  readonly device = (): Promise<unknown> =>
    this.#oidc.startDevice(REGISTRATION, "https://acme.awsapps.com/start", OPTIONS);
  readonly token = (): Promise<unknown> =>
    this.#oidc.createToken(REGISTRATION, { kind: "refresh", refreshToken: new Secret("refresh") }, OPTIONS);
  readonly accounts = (): Promise<unknown> => this.#portal.accounts(TOKEN, OPTIONS);
  readonly roles = (): Promise<unknown> => this.#portal.roles(TOKEN, "123456789012", OPTIONS);
  readonly credentials = (): Promise<unknown> =>
    this.#portal.roleCredentials(TOKEN, { accountId: "123456789012", roleName: "r" }, OPTIONS);
  readonly caller = (): Promise<unknown> =>
    new SdkSecurityTokenService(this.#adapter).getCallerIdentity(KEYS, OPTIONS);

  get #oidc(): SdkSsoOidc {
    return new SdkSsoOidc(this.#adapter);
  }

  get #portal(): SdkSsoPortal {
    return new SdkSsoPortal(this.#adapter);
  }
}

/** Each operation, with a good answer, and what wraps it. */
const OPERATIONS: readonly (readonly [
  name: keyof Caller,
  fields: Readonly<Record<string, unknown>>,
  wrap: (answer: unknown) => unknown,
])[] = [
  ["ecr", {
    authorizationToken: btoa("AWS:password"),
    expiresAt: HOUR,
    proxyEndpoint: "https://123456789012.dkr.ecr.us-east-1.amazonaws.com",
  }, (one) => ({ authorizationData: [one] })],
  ["register", { clientId: "a", clientSecret: "b", clientSecretExpiresAt: HOUR }, (one) => one],
  ["device", {
    deviceCode: "a",
    userCode: "b",
    verificationUri: "https://device.sso.us-east-1.amazonaws.com/",
    verificationUriComplete: "https://device.sso.us-east-1.amazonaws.com/?c",
    expiresIn: 600,
    interval: 1,
  }, (one) => one],
  ["token", { accessToken: "a", expiresIn: 3600, refreshToken: "b" }, (one) => one],
  ["accounts", { accountId: "123456789012", accountName: "dev" }, (one) => ({ accountList: [one] })],
  ["accounts", { accountList: [] }, (one) => one],
  ["roles", { roleName: "r" }, (one) => ({ roleList: [one] })],
  ["roles", { roleList: [] }, (one) => one],
  ["credentials", {
    accessKeyId: "ASIA1",
    secretAccessKey: "s",
    sessionToken: "t",
    expiration: HOUR * 1000,
  }, (one) => ({ roleCredentials: one })],
  ["credentials", { roleCredentials: {} }, (one) => one],
];

const JSON_ANSWER = { headers: { "content-type": "application/json" } };

Deno.test("whatever an answer contains, it is used as what it should be, or is an error of AWS", async (t) => {
  let body = "{}";
  await using server = serve(() => new Response(body, JSON_ANSWER));
  const calls = new Caller(server.url);
  for (const [name, fields, wrap] of OPERATIONS) {
    for (const field of Object.keys(fields)) {
      await t.step(`${name}: ${field}`, async () => {
        body = JSON.stringify(wrap(fields));
        if (!("roleCredentials" in fields)) await calls[name]();
        for (const odd of ODD) {
          body = JSON.stringify(wrap({ ...fields, [field]: odd }));
          try {
            onlyProperValues(await calls[name](), body);
          } catch (error) {
            ok(error instanceof AwsError && error.code === "AWS_RESPONSE_INVALID", `${body}: ${error}`);
          }
        }
      });
    }
  }
});

Deno.test("an XML answer with elements for texts is invalid", async () => {
  let body = "";
  await using server = serve(() => new Response(body, { headers: { "content-type": "text/xml" } }));
  const { caller } = new Caller(server.url);
  const whole =
    "<Arn>arn:aws:iam::123456789012:user/me</Arn><Account>123456789012</Account><UserId>u</UserId>";
  for (const [part] of whole.matchAll(/<(\w+)>[^<]*<\/\w+>/g)) {
    const tag = part.slice(1, part.indexOf(">"));
    for (const inner of ["<a/>", "<a>1</a><a>2</a>", `x</${tag}><${tag}>y`]) {
      const answer = whole.replace(part, `<${tag}>${inner}</${tag}>`);
      body =
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${answer}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
      await rejects(caller(), { code: "AWS_RESPONSE_INVALID" }, body);
    }
  }
});

Deno.test("a list whose pages never end is invalid, before it fills the memory", async () => {
  let pages = 0;
  const accountList = Array.from(
    { length: 5_000 },
    () => ({ accountId: "123456789012", accountName: "dev" }),
  );
  const roleList = accountList.map(() => ({ roleName: "r" }));
  let list = "";
  await using server = serve(() => new Response(`${list},"nextToken":"${++pages}"}`, JSON_ANSWER));
  const { accounts, roles } = new Caller(server.url);
  for (const [answer, ask] of [[{ accountList }, accounts], [{ roleList }, roles]] as const) {
    pages = 0;
    list = JSON.stringify(answer).slice(0, -1);
    await rejects(ask(), { code: "AWS_RESPONSE_INVALID" });
    strictEqual(pages, 21);
  }
});

/** Texts, secrets of texts, positive numbers and valid times, at any depth. */
function onlyProperValues(value: unknown, what: string): void {
  if (value instanceof Date) ok(!Number.isNaN(value.getTime()), what);
  else if (value instanceof Secret) deepStrictEqual(typeof value.expose(), "string", what);
  else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) onlyProperValues(inner, what);
  } else ok(typeof value === "string" || (typeof value === "number" && value > 0), `${what}: ${value}`);
}
