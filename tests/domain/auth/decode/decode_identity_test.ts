import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Located } from "../../../../src/domain/auth/model/auth_config.ts";
import { decodeIdentityText, shown } from "../decode_text.ts";

const ROLE = `"arn:aws:iam::123456789012:role/deploy"`;

Deno.test("decodeIdentity() reads a role with every field", () => {
  const { value, problems } = decodeIdentityText(
    `{kind: aws/assume-role, default: true, via: {identity: Base}, principal: {assume_role: ${ROLE}, session_name: ci, external_id: 42, duration: 1h30m, region: eu-west-1}, spec: {endpoint_url: "https://sts.example"}}`,
  );
  deepStrictEqual(shown(problems), []);
  deepStrictEqual(flat(value), {
    kind: "aws/assume-role",
    name: "x",
    default: true,
    via: { kind: "identity", name: "Base" },
    roleArn: "arn:aws:iam::123456789012:role/deploy",
    sessionName: "ci",
    externalId: "42",
    durationSeconds: 5400,
    region: "eu-west-1",
    endpointUrl: "https://sts.example",
  });
});

Deno.test("decodeIdentity() reads a user, whose secret does not print", () => {
  const { value } = decodeIdentityText(
    `{kind: aws/user, credentials: {access_key_id: AKIA, secret_access_key: canary, mfa_arn: "arn:aws:iam::111122223333:mfa/me", region: us-gov-west-1}, session: {duration: 7200}}`,
  );
  ok(value?.kind === "aws/user");
  strictEqual(value.keys?.accessKeyId, "AKIA");
  strictEqual(value.keys.secretAccessKey.expose(), "canary");
  strictEqual(value.sessionSeconds, 7200);
  strictEqual(value.mfaArn?.value, "arn:aws:iam::111122223333:mfa/me");
  ok(!JSON.stringify(value).includes("canary"));
});

Deno.test("decodeIdentity() takes a user without keys, and keys that are empty as none", () => {
  const { value, problems } = decodeIdentityText(
    `{kind: aws/user, credentials: {access_key_id: "", secret_access_key: ""}}`,
  );
  deepStrictEqual(shown(problems), []);
  deepStrictEqual(flat(value), { kind: "aws/user", name: "x", default: false });
});

Deno.test("decodeIdentity() reads the legacy endpoint below the new one", () => {
  const legacy = "credentials: {aws: {resolver: {url: 'http://localhost:1'}}}";
  strictEqual(
    decodeIdentityText(`{kind: aws/user, ${legacy}}`).value?.endpointUrl?.value,
    "http://localhost:1",
  );
  strictEqual(
    decodeIdentityText(`{kind: aws/user, spec: {endpoint_url: "http://localhost:2"}, ${legacy}}`).value
      ?.endpointUrl?.value,
    "http://localhost:2",
  );
});

Deno.test("decodeIdentity() reads root, permission set, ambient and others", () => {
  const decoded = [
    `{kind: aws/assume-root, via: {identity: a}, principal: {target_principal: "123456789012", task_policy_arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials", duration: 15m}}`,
    `{kind: aws/permission-set, via: {provider: sso}, principal: {name: Admin, account: {name: dev, id: "123456789012"}}}`,
    `{kind: ambient, principal: {region: cn-north-1}}`,
    `{kind: azure/subscription, via: {provider: p}, principal: {subscription_id: x}}`,
  ].map((text) => decodeIdentityText(text));
  deepStrictEqual(decoded.flatMap(({ problems }) => shown(problems)), []);
  deepStrictEqual(decoded.map(({ value }) => flat(value)), [
    {
      kind: "aws/assume-root",
      name: "x",
      default: false,
      via: { kind: "identity", name: "a" },
      targetPrincipal: "123456789012",
      taskPolicyArn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
      durationSeconds: 900,
    },
    {
      kind: "aws/permission-set",
      name: "x",
      default: false,
      via: { kind: "provider", name: "sso" },
      permissionSet: "Admin",
      account: { id: "123456789012", name: "dev" },
    },
    { kind: "aws/ambient", name: "x", default: false, region: "cn-north-1" },
    {
      kind: "other",
      writtenKind: "azure/subscription",
      name: "x",
      default: false,
      via: { kind: "provider", name: "p" },
    },
  ]);
});

const BAD: readonly (readonly [string, readonly string[]])[] = [
  ["", [`error 3:5 Cannot use identity "x": it is empty | Give it a kind`]],
  ["[a]", [`error 3:5 Cannot use identity "x": it must be a mapping, not a list | Give it a kind`]],
  ["{}", [
    `error 3:5 Cannot use identity "x": "kind" is missing | Add kind: aws/user, or aws/assume-role, or aws/assume-root, or aws/permission-set, or aws/ambient, or ambient`,
  ]],
  ["{knid: aws/user}", [
    `error 3:9 Cannot use identity "x": "kind" is missing | Did you mean "kind" where it says "knid"?`,
  ]],
  ["{kind: aws/assume-rol}", [
    `error 3:15 Cannot use identity "x": "kind" is "aws/assume-rol", which is unknown | Did you mean "aws/assume-role"?`,
  ]],
  [`{kind: aws/assume-role, vai: {identity: a}, principal: {assume_role: ${ROLE}}}`, [
    `error 3:32 Cannot use identity "x": "via.identity" or "via.provider" is missing | Did you mean "via" where it says "vai"?`,
  ]],
  [`{kind: aws/assume-role, via: {identiti: a}, principal: {assume_role: ${ROLE}}}`, [
    `error 3:38 Cannot use identity "x": "via.identity" or "via.provider" is missing | Did you mean "identity" where it says "identiti"?`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a, provider: b}, principal: {assume_role: ${ROLE}}}`, [
    `error 3:37 Cannot use identity "x": "via" names both an identity and a provider | Keep one of them`,
  ]],
  [`{kind: aws/assume-role, via: base, principal: {assume_role: ${ROLE}}}`, [
    `error 3:37 Cannot use identity "x": "via" must be a mapping, not a text`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a}}`, [
    `error 3:5 Cannot use identity "x": "principal.assume_role" is missing | Add the ARN of the role, such as "arn:aws:iam::123456789012:role/name"`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a}, pricipal: {assume_role: ${ROLE}}}`, [
    `error 3:52 Cannot use identity "x": "principal.assume_role" is missing | Did you mean "principal" where it says "pricipal"?`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::123:role/x"}}`, [
    `error 3:77 Cannot use identity "x": "principal.assume_role" is "arn:aws:iam::123:role/x", which is not the ARN of a role | Write an ARN such as "arn:aws:iam::123456789012:role/name"`,
  ]],
  [
    `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws-x:iam::123456789012:role/x"}}`,
    [
      `error 3:77 Cannot use identity "x": "principal.assume_role" is "arn:aws-x:iam::123456789012:role/x", which is not the ARN of a role | Write an ARN such as "arn:aws:iam::123456789012:role/name"`,
    ],
  ],
  [
    `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: ${ROLE}, region: mars, duration: soon}}`,
    [
      `error 3:126 Cannot use identity "x": "principal.region" is "mars", which is not a region of AWS | Write a region such as "eu-west-1"`,
      `error 3:142 Cannot use identity "x": "principal.duration" is not a duration | Write seconds (3600), a duration (1h30m) or days (7d)`,
    ],
  ],
  [`{kind: aws/user, default: maybe}`, [
    `error 3:34 Cannot use identity "x": "default" must be true or false`,
  ]],
  [`{kind: aws/user, credentials: {access_key_id: AKIA}}`, [
    `error 3:5 Cannot use identity "x": "credentials.secret_access_key" is missing | Give both keys, or neither`,
  ]],
  [`{kind: aws/user, credentials: {access_key_id: AKIA, secret_acess_key: canary}}`, [
    `error 3:60 Cannot use identity "x": "credentials.secret_access_key" is missing | Did you mean "secret_access_key" where it says "secret_acess_key"?`,
  ]],
  [
    `{kind: aws/user, credentials: {access_key_id: [canary], secret_access_key: {canary: canary}, region: canary}}`,
    [
      `error 3:54 Cannot use identity "x": "credentials.access_key_id" must be a text, not a list`,
      `error 3:83 Cannot use identity "x": "credentials.secret_access_key" must be a text, not a mapping`,
      `error 3:109 Cannot use identity "x": "credentials.region" is not a region of AWS | Write a region such as "eu-west-1"`,
    ],
  ],
  [`{kind: aws/ambient, via: {identity: a}}`, [
    `error 3:33 Cannot use "via" of identity "x": an identity of this kind builds upon nothing | Remove it`,
  ]],
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: [dev]}}`, [
    `error 3:89 Cannot use identity "x": "principal.account" must be a mapping, not a list`,
  ]],
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: {id: "1"}}}`, [
    `error 3:94 Cannot use identity "x": "principal.account.id" is "1", and an account id has 12 digits | Write the 12 digits in quotes, without dashes or spaces`,
  ]],
  [
    `{kind: aws/assume-root, via: {identity: a}, principal: {target_principal: "123456789012", task_policy_arn: "arn:aws:iam::aws:policy/Admin"}}`,
    [
      `error 3:115 Cannot use identity "x": "principal.task_policy_arn" is "arn:aws:iam::aws:policy/Admin", which is not a task policy | Write an ARN that starts with "arn:aws:iam::aws:policy/root-task/"`,
    ],
  ],
];

for (const [text, expected] of BAD) {
  Deno.test(`decodeIdentity() refuses ${text || "nothing"}`, () => {
    const { value, problems } = decodeIdentityText(text);
    deepStrictEqual(shown(problems), expected);
    strictEqual(value, undefined);
  });
}

const WARNED: readonly (readonly [string, readonly string[]])[] = [
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: dev}}`, [
    `warning 3:89 Reading "principal.account" of identity "x" as its name: Atmos takes a mapping only | Write account: {name: dev}`,
  ]],
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: 012345678901}}`, [
    `warning 3:89 Reading "principal.account" of identity "x" as its id: Atmos takes a mapping only | Write account: {id: "012345678901"}`,
  ]],
  [`{kind: aws/user, via: {identity: a}}`, [
    `warning 3:30 Ignoring "via" of identity "x": an identity of this kind builds upon nothing | Remove it`,
  ]],
  [`{kind: aws/user, credentials: {access_key_id: A, secret_access_key: s}, session: {duration: 7d}}`, [
    `warning 3:100 Taking 43200 s for "session.duration" of identity "x": AWS allows 900 to 43200 s | Write a duration from 900 to 43200`,
  ]],
  // Keys that are kept elsewhere may have a device that is kept with them.
  [`{kind: aws/user, session: {duration: 7d}}`, [
    `warning 3:45 Taking 129600 s for "session.duration" of identity "x": AWS allows 900 to 129600 s | Write a duration from 900 to 129600`,
  ]],
  [`{kind: aws/user, enabled: false, credentials: {acces_key_id: canary}}`, [
    `warning 3:25 Ignoring the unknown key "enabled" of identity "x" | Remove it, or correct its name`,
    `warning 3:55 Ignoring the unknown key "credentials.acces_key_id" of identity "x" | Did you mean "access_key_id"?`,
  ]],
];

for (const [text, expected] of WARNED) {
  Deno.test(`decodeIdentity() accepts and warns of ${text}`, () => {
    const { value, problems } = decodeIdentityText(text);
    deepStrictEqual(shown(problems), expected);
    ok(value !== undefined);
  });
}

Deno.test("decodeIdentity() takes an account that is no mapping as its id or name", () => {
  for (
    const [text, account] of [
      [`"123456789012"`, { id: "123456789012" }],
      ["123456789012", { id: "123456789012" }],
      ["12345678901", { name: "12345678901" }],
      ["dev", { name: "dev" }],
      [`"Team: a"`, { name: "Team: a" }],
    ] as const
  ) {
    const { value } = decodeIdentityText(
      `{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: ${text}}}`,
    );
    ok(value?.kind === "aws/permission-set");
    deepStrictEqual({ ...value.account }, account);
  }
});

Deno.test("decodeIdentity() leaves the kinds of others alone", () => {
  for (
    const kind of [
      "kubernetes/emulator",
      "atmos/pro",
      "azure/subscription",
      "gcp/service-account",
      "gcp/project",
      "aws/emulator",
      "mock",
    ]
  ) {
    const { value, problems } = decodeIdentityText(`{kind: ${kind}, what: ever, principal: [x]}`);
    deepStrictEqual([value?.kind, shown(problems)], ["other", []]);
  }
  for (const kind of ["aws/emulatr", "kubernetes", "atmos/", "azure/A B"]) {
    const { value } = decodeIdentityText(`{kind: "${kind}"}`);
    strictEqual(value, undefined, kind);
  }
});

Deno.test("decodeIdentity() knows every key of Atmos", () => {
  const { problems } = decodeIdentityText(
    `{kind: aws/user, default: false, required: true, provider: p, alias: a, env: [{key: A, value: b}], tags: [t], emulator: e, credentials: {webflow_enabled: false}}`,
  );
  deepStrictEqual(shown(problems), []);
});

/** A value without origins, so that a test can write it down. */
function flat(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("origin" in value && "value" in value) return (value as Located<unknown>).value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "origin").map(([key, inner]) => [key, flat(inner)]),
  );
}

Deno.test("decodeIdentity() reads a role with a device, tags and a source identity", () => {
  const { value, problems } = decodeIdentityText(
    `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::123456789012:role/x", mfa_serial: GAHT12345678, mfa_process: otp, tags: {Project: app, Cost: 7}, transitive_tags: [project], source_identity: alice}}`,
  );
  deepStrictEqual(problems, []);
  ok(value?.kind === "aws/assume-role");
  deepStrictEqual([value.mfaArn?.value, value.mfaProcess?.value], ["GAHT12345678", "otp"]);
  deepStrictEqual([...value.tags?.values ?? []], [["Project", "app"], ["Cost", "7"]]);
  deepStrictEqual([value.tags?.transitive, value.sourceIdentity], [["project"], "alice"]);
});

const BAD_ROLES: readonly (readonly [principal: string, says: RegExp])[] = [
  ["mfa_serial: x", /"principal\.mfa_serial" is neither the ARN nor the serial number/],
  ["tags: [a]", /"principal\.tags" must be a mapping/],
  ["tags: {'aws:x': y}", /holds "aws:x", which AWS does not take/],
  ["tags: {'': y}", /holds ""/],
  ["tags: {a: {b: c}}", /holds "a"/],
  [`tags: {a: "${"x".repeat(257)}"}`, /holds "a"/],
  [`tags: {a: "<"}`, /holds "a"/],
  [
    `tags: {${Array.from({ length: 51 }, (_, index) => `k${index}: v`).join(", ")}}`,
    /holds 51 tags, and AWS takes 50 at most/,
  ],
  ["tags: {a: b}, transitive_tags: a", /"principal\.transitive_tags" must be a list/],
  ["tags: {a: b}, transitive_tags: [c]", /names "c", which tags does not have/],
  ["source_identity: 'aws:me'", /"principal\.source_identity" is not one/],
];

Deno.test("decodeIdentity() refuses tags and devices that AWS would refuse", () => {
  for (const [principal, says] of BAD_ROLES) {
    const { value, problems } = decodeIdentityText(
      `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::123456789012:role/x", ${principal}}}`,
    );
    strictEqual(value, undefined, principal);
    match(problems.map(({ message }) => message).join("\n"), says);
  }
});
