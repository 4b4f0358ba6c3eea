import { Secret } from "../../../src/domain/secret.ts";
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual, throws } from "node:assert/strict";
import { UsageError } from "../../../src/domain/errors/errors.ts";
import { readPodRole, ROLE_ANNOTATION, serviceAccountName } from "../../../src/domain/kubelet/pod_role.ts";
import { locatePodCredential } from "../../../src/app/credential/locate_credential.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { tokenKeyText } from "../../../src/domain/token/cache_entry.ts";
import { HOST } from "../../support/helper_fixtures.ts";
import { CLUSTER, POD_ROLE, SUBJECT, unsignedToken } from "../../support/service_account.ts";

const REGISTRY = parseRegistry(HOST);
const CHINA = parseRegistry("222233334444.dkr.ecr.cn-north-1.amazonaws.com.cn");

Deno.test("readPodRole() reads the role of the annotation, with the token's issuer and subject", async (t) => {
  const cases = [
    { role: POD_ROLE, registry: REGISTRY, claims: {} },
    {
      role: "arn:aws-cn:iam::222233334444:role/a.b+c=d,e@f_g-h",
      registry: CHINA,
      claims: { sub: "another-form" },
    },
    { role: POD_ROLE, registry: REGISTRY, claims: { sub: "system:serviceaccount:größe:web" } },
  ];
  for (const { role, registry, claims } of cases) {
    await t.step(role, () => {
      const token = unsignedToken(claims);
      const found = readPodRole({ token, annotations: { [ROLE_ANNOTATION]: role } }, registry);
      ok(found !== undefined);
      const { token: secret, ...rest } = found;
      deepStrictEqual(rest, { roleArn: role, issuer: CLUSTER, subject: SUBJECT, ...rename(claims) });
      strictEqual(secret.expose(), token);
      ok(!JSON.stringify(found).includes(token));
    });
  }
});

Deno.test("readPodRole() leaves the host's identity to answer where no role is named", async (t) => {
  for (
    const annotations of [{}, { "eks.amazonaws.com/audience": "x" }, {
      "EKS.amazonaws.com/role-arn": POD_ROLE,
    }]
  ) {
    for (const token of [undefined, "", "no JWT", unsignedToken()]) {
      await t.step(`${JSON.stringify(annotations)} ${token?.slice(0, 6)}`, () => {
        strictEqual(readPodRole({ token, annotations }, REGISTRY), undefined);
      });
    }
  }
});

Deno.test("readPodRole() rejects a role that cannot be assumed, and shows no token", async (t) => {
  const token = unsignedToken();
  const payload = (claims: string): string => `e30.${btoa(claims)}.x`;
  const cases: [string, string | undefined, string, RegExp][] = [
    ["empty", token, "", /role-arn is ""/],
    ["blank around", token, ` ${POD_ROLE}`, /role-arn is " arn:/],
    ["a name", token, "web", /role-arn is "web"/],
    ["a user", token, "arn:aws:iam::222233334444:user/web", /role-arn is/],
    ["a session", token, "arn:aws:sts::222233334444:assumed-role/web/x", /role-arn is/],
    ["a line", token, `${POD_ROLE}\nx`, /role-arn is ".*\\u\{a\}x"/],
    [
      "another partition",
      token,
      "arn:aws-cn:iam::222233334444:role/web",
      /in partition aws-cn, registry .* in aws/,
    ],
    ["no token", undefined, POD_ROLE, /no serviceAccountToken/],
    ["an empty token", "", POD_ROLE, /no serviceAccountToken/],
    ["no JWT", "opaque-hunter2", POD_ROLE, /is not a JWT/],
    ["two parts", "a.hunter2", POD_ROLE, /is not a JWT/],
    ["four parts", `${token}.hunter2`, POD_ROLE, /is not a JWT/],
    ["no JSON", payload("hunter2"), POD_ROLE, /is not a JWT/],
    ["no object", payload("null"), POD_ROLE, /is not a JWT/],
    ["no subject", unsignedToken({ sub: undefined }), POD_ROLE, /is not a JWT/],
    ["an empty issuer", unsignedToken({ iss: "" }), POD_ROLE, /is not a JWT/],
    ["a list", unsignedToken({ sub: [SUBJECT] }), POD_ROLE, /is not a JWT/],
  ];
  for (const [name, given, role, message] of cases) {
    await t.step(name, () => {
      throws(
        () => readPodRole({ token: given, annotations: { [ROLE_ANNOTATION]: role } }, REGISTRY),
        (error) => {
          ok(error instanceof UsageError && error.hint !== undefined);
          match(error.message, message);
          doesNotMatch(error.message, /hunter2|signature-of-nobody/);
          return true;
        },
      );
    });
  }
});

Deno.test("the tokens of two roles, clusters or service accounts have different keys", () => {
  const role = { roleArn: POD_ROLE, issuer: CLUSTER, subject: SUBJECT, token: new Secret("t") };
  const located = [
    role,
    { ...role, roleArn: `${POD_ROLE}2` },
    { ...role, issuer: `${CLUSTER}2` },
    { ...role, subject: `${SUBJECT}2` },
  ].map((each) => locatePodCredential(REGISTRY, each));
  strictEqual(new Set(located.map(({ key }) => tokenKeyText(key))).size, located.length);
  const renewed = locatePodCredential(REGISTRY, { ...role, token: new Secret("another") });
  strictEqual(tokenKeyText(renewed.key), tokenKeyText(locatePodCredential(REGISTRY, role).key));
});

Deno.test("serviceAccountName() is what people call it", () => {
  strictEqual(serviceAccountName({ subject: SUBJECT }), "shop/web");
  strictEqual(serviceAccountName({ subject: "system:serviceaccount:web" }), "system:serviceaccount:web");
});

function rename({ sub }: { readonly sub?: string }): { readonly subject?: string } {
  return sub === undefined ? {} : { subject: sub };
}
