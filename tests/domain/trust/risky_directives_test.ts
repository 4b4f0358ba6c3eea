import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import { isAwsEndpoint, isAwsStartUrl } from "../../../src/domain/trust/aws_hosts.ts";
import { riskyDirectives } from "../../../src/domain/trust/risky_directives.ts";
import { decodeTrust, encodeTrust } from "../../../src/domain/trust/trusted_files.ts";
import { ANY_TREE } from "../../support/any_tree.ts";
import { anyCharacter } from "../../support/any_text.ts";

function risks(text: string): string[] {
  return riskyDirectives(readYaml(text, "f").tree).map(({ kind, effect, position }) =>
    `${position?.line}:${position?.column} ${kind}: ${effect}`
  );
}

const ROWS: readonly (readonly [string, readonly string[]])[] = [
  ["auth: {realm: !exec echo a}", [`1:15 exec: runs "echo a"`]],
  ["env: {ATMOS_X: !exec a}\nbase_path: !exec b", [`2:12 exec: runs "b"`, `1:16 exec: runs "a"`]],
  ["components: {terraform: !exec echo a}\nvars: {x: !include https://x}", []],
  ["import: https://u:p@host/a.yaml?token=x, b.yaml", [
    `1:9 remote-import: fetches and imports "https://***@host/a.yaml"`,
  ]],
  ["import:\n  - a.yaml\n  - git::https://host/x\n  - GitHub.com/o/r", [
    `3:5 remote-import: fetches and imports "git::https://host/x"`,
    `4:5 remote-import: fetches and imports "GitHub.com/o/r"`,
  ]],
  ["auth: {providers: {a: {saml_process: idp me}}}", [`1:38 saml-process: runs "idp me"`]],
  [
    "auth: {providers: {a: {browser_executable_path: ./x}}}",
    [`1:49 saml-browser: runs "./x" as the browser`],
  ],
  ["auth: {identities: {a: {credentials: {mfa_process: otp me}}}}", [`1:52 mfa-process: runs "otp me"`]],
  ["import: [!exec find]", [`1:10 exec: runs "find"`]],
  [`auth: {providers: !include "https://host/p.yaml .x"}`, [
    `1:19 remote-include: fetches "https://host/p.yaml"`,
  ]],
  ["auth: {providers: !include.raw ../p.yaml}", [
    `1:19 outside-include: reads "../p.yaml", if it is outside the project`,
  ]],
  ["auth: {providers: !include p.yaml, realm: !env X}", []],
  [
    "auth: {providers: {p: {start_url: 'https://acme.awsapps.com/start'}, q: {start_url: 'https://acme.example/start?x'}}}",
    [
      `1:85 start-url: opens the login page "https://acme.example/start", which is not an AWS page`,
    ],
  ],
  [
    "auth: {identities: {i: {spec: {endpoint_url: 'http://localhost:4566'}}, j: {Spec: {Endpoint_URL: 'http://sts.amazonaws.com'}}}}",
    [
      `1:46 endpoint: sends AWS requests to "http://localhost:4566"`,
      `1:98 endpoint: sends AWS requests to "http://sts.amazonaws.com"`,
    ],
  ],
  ["auth: {identities: {i: {credentials: {aws: {resolver: {url: 'https://x'}}, credential_process: run}}}}", [
    `1:61 endpoint: sends AWS requests to "https://x"`,
    `1:96 credential-process: runs "run"`,
  ]],
  ["auth: {identities: {i: {env: [{key: LD_PRELOAD, value: key}]}}}", [
    `1:37 variable: sets "LD_PRELOAD" for programs that run as an identity`,
  ]],
  ["auth: {keyring: {type: file, spec: {path: x, password_env: HOME}}}", [
    `1:60 keyring-password: encrypts keys with the value of "HOME", which does not look like a password variable`,
  ]],
  ["auth: {keyring: {type: file, spec: {path: x, password_env: ACME_KEYRING_PASSWORD}}}", []],
  [
    `auth: {identities: {i: {principal: {session_name: !env SECRET, tags: {team: !env 'A_B d'}, external_id: !include.raw x.txt}}}}`,
    [
      `1:51 sent-value: sends AWS the value of "$SECRET" in "principal.session_name"`,
      `1:77 sent-value: sends AWS the value of "$A_B" in "principal.tags.team"`,
      `1:105 sent-value: sends AWS the value of "x.txt" in "principal.external_id"`,
    ],
  ],
  ["auth: {Identities: {i: {Principal: !include p.yaml}, j: {principal: {<<: !include p.yaml}}}}", [
    `1:36 sent-value: sends AWS the value of "p.yaml" in "principal"`,
    `1:74 sent-value: sends AWS the value of "p.yaml" in "principal.<<"`,
  ]],
  ["auth: {integrations: {i: {spec: {registry: {region: !env R, account_id: !env }}}}}", [
    `1:53 sent-value: sends AWS the value of "$R" in "spec.registry.region"`,
  ]],
  ["auth: {providers: {p: {region: !env AWS_REGION, kind: !env K, x: !git.branch, y: !random 1 2}}}", []],
  ["auth: {identities: {i: {credentials: {access_key_id: !env K, secret_access_key: !env S}}}}", []],
  ["auth: {identities: {i: !include i.yaml, j: {<<: !include i.yaml}}}", []],
  [`auth: {realm: !exec "a\\e[31mb"}`, [`1:15 exec: runs "a\\u{1b}[31mb"`]],
];

for (const [text, expected] of ROWS) {
  Deno.test(`riskyDirectives() finds in ${text.slice(0, 80)}`, () => deepStrictEqual(risks(text), expected));
}

Deno.test("riskyDirectives() never throws, and its effects are safe for a terminal", () => {
  fc.assert(
    fc.property(ANY_TREE, (tree) => {
      for (const { effect } of riskyDirectives(tree)) ok(!/[\p{Cc}\p{Cf}]/u.test(effect));
    }),
    { numRuns: 200 },
  );
});

Deno.test("isAwsEndpoint() only accepts hosts of services that identities call, in real regions", () => {
  for (
    const url of [
      "https://sts.amazonaws.com",
      "https://sts.eu-west-1.amazonaws.com/",
      "https://sts-fips.us-east-1.amazonaws.com",
      "https://sts.cn-north-1.amazonaws.com.cn",
      "https://sts.eu-west-1.api.aws",
      "https://vpce-0a1b-x.sts.us-east-1.vpce.amazonaws.com",
      "https://oidc.eu-west-1.amazonaws.com",
      "https://portal.sso.eu-west-1.amazonaws.com",
      "https://oidc.us-gov-west-1.api.aws",
      "https://oidc-fips.us-gov-east-1.amazonaws.com",
      "https://portal.sso-fips.us-gov-west-1.amazonaws.com/",
      "https://portal.sso.eu-west-1.api.aws",
      "https://sts.eusc-de-east-1.amazonaws.eu",
      "https://OIDC.US-EAST-1.AMAZONAWS.COM:443/x?y#z",
    ]
  ) strictEqual(isAwsEndpoint(url), true, url);
  for (
    const url of [
      "",
      "sts.amazonaws.com",
      "http://sts.amazonaws.com",
      "https://sts.amazonaws.com.evil.example",
      "https://evil.example/sts.amazonaws.com",
      "https://sts.amazonaws.com@evil.example",
      "https://evil.execute-api.us-east-1.amazonaws.com",
      "https://evilsts.amazonaws.com",
      "https://evil.sts.us-east-1.amazonaws.com",
      "https://sts.evil.us-east-1.amazonaws.com",
      "https://sts.amazonaws.com\\@evil.example",
      "https://sts.amazonaws.com.",
      "https://xn--sts.amazonaws.com",
      "https://127.0.0.1.evil.example",
      "ftp://localhost",
      "http://127.0.0.1:4566/x",
      "https://localhost",
      "https://oidc.s3.amazonaws.com",
      "https://sts.s3-eu-west-1.amazonaws.com",
      "https://api.ecr.eu-west-1.amazonaws.com",
      "https://sts.eu-west-1.amazonaws.com.cn",
      "https://ѕts.amazonaws.com",
      "https://sts.evil.amazonaws.com",
      "https://portal.sso.us-east-1.amazonaws.com.evil.com",
      "https://portal.sso.cn-north-1.amazonaws.com",
      "https://oidc.us-gov-west-1.amazonaws.com.cn",
      "https://oidc.eusc-de-east-1.amazonaws.com",
      "https://oidc.us-east-1.vpce.evil.amazonaws.com",
      "https://oidc.vpce-svc-1.us-east-1.vpce.amazonaws.com",
      "https://a.b.oidc.us-east-1.vpce.amazonaws.com",
      "https://oidc.us-east-1.amazonaws.com\t.evil.com",
      "https://oidc.us-east-1.amazonaws.com\n@evil.com",
      "https://oidc.us-east-1.amazonaws.com%2eevil.com",
      "https://oidc.us-east-1.amazonaws.com:99999999@evil.com",
      "https://oidc。us-east-1。amazonaws。com",
      "https://[::ffff:127.0.0.1]",
      "https://[fd00:ec2::254]",
      "https:oidc.us-east-1.amazonaws.com",
      "https:///oidc.us-east-1.amazonaws.com",
      "//oidc.us-east-1.amazonaws.com",
      "https://oidc.us-east-1.lambda-url.us-east-1.on.aws",
      "https://oidc.us-east-1.amazonaws.comevil",
    ]
  ) strictEqual(isAwsEndpoint(url), false, url);
});

Deno.test("isAwsStartUrl() only accepts access portals of AWS", () => {
  for (
    const url of [
      "https://acme.awsapps.com/start",
      "https://start.us-gov-home.awsapps.com/directory/acme#/",
      "https://acme.awsapps.cn/start",
      "https://ssoins-0123.portal.eu-west-1.app.aws",
      "https://identitycenter.amazonaws.com/ssoins-0123",
      "https://identitycenter.amazonaws.com.cn/ssoins-0123",
      "https://start.cn-north-1.home.awsapps.cn/directory/acme",
      "https://start.us-gov-east-1.us-gov-home.awsapps.com/directory/acme",
      "https://D-0123456789.AWSAPPS.com/start/#/?tab=accounts",
    ]
  ) strictEqual(isAwsStartUrl(url), true, url);
  for (
    const url of [
      "http://acme.awsapps.com/start",
      "https://awsapps.com/start",
      "https://acme.awsapps.com.evil.example/start",
      "https://evil.app.aws.example",
      "https://identitycenter.amazonaws.cn/ssoins-0123",
      "https://x.identitycenter.amazonaws.com/ssoins-0123",
      "https://identitycenter.amazonaws.com.evil.example",
      "https://evilawsapps.cn/start",
      "https://a.b.c.d.e.awsapps.com/start",
      "https://user@acme.awsapps.com/start",
      "https://acme.awsapps.com\\@evil.example/start",
      "https://acme.awsapps.com\t.evil.example/start",
      "https://evil.example/acme.awsapps.com/start",
      "https://acme-awsapps.com/start",
      "https://acme.awsapps.com.cn/start",
      "https://portal.eu-west-1.app.aws.evil.example",
      "https://sts.amazonaws.com",
    ]
  ) strictEqual(isAwsStartUrl(url), false, url);
});

Deno.test("decodeTrust() reads what encodeTrust() wrote", () => {
  const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
  const path = fc.string({ unit: anyCharacter }).filter((text) => text.isWellFormed()).map((text) =>
    `/${text}`
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(path, hash), { maxLength: 5 }), (entries) => {
      const files = new Map(entries);
      const sorted = [...files].toSorted(([a], [b]) => a < b ? -1 : 1);
      deepStrictEqual([...decodeTrust(encodeTrust(files)) ?? []], sorted);
    }),
    { numRuns: 100 },
  );
});
