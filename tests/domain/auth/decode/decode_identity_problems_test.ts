import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decodeIdentityText, shown } from "../decode_text.ts";

const ROLE = `"arn:aws:iam::123456789012:role/deploy"`;

const BAD: readonly (readonly [string, readonly string[]])[] = [
  ["", [`error 3:5 Cannot use identity "x": it is empty | Add a kind`]],
  ["[a]", [`error 3:5 Cannot use identity "x": it must be a mapping, not a list | Add a kind`]],
  ["{}", [
    `error 3:5 Cannot use identity "x": "kind" is missing | Add kind: aws/user, or aws/assume-role, or aws/assume-root, or aws/permission-set, or aws/ambient, or ambient`,
  ]],
  ["{knid: aws/user}", [
    `error 3:9 Cannot use identity "x": "kind" is missing | Did you mean "kind" instead of "knid"?`,
  ]],
  ["{kind: aws/assume-rol}", [
    `error 3:15 Cannot use identity "x": "kind" is "aws/assume-rol", which is unknown | Did you mean "aws/assume-role"?`,
  ]],
  [`{kind: aws/assume-role, vai: {identity: a}, principal: {assume_role: ${ROLE}}}`, [
    `error 3:32 Cannot use identity "x": "via.identity" or "via.provider" is missing | Did you mean "via" instead of "vai"?`,
  ]],
  [`{kind: aws/assume-role, via: {identiti: a}, principal: {assume_role: ${ROLE}}}`, [
    `error 3:38 Cannot use identity "x": "via.identity" or "via.provider" is missing | Did you mean "identity" instead of "identiti"?`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a, provider: b}, principal: {assume_role: ${ROLE}}}`, [
    `error 3:37 Cannot use identity "x": "via" specifies both an identity and a provider | Keep one of them`,
  ]],
  [`{kind: aws/assume-role, via: base, principal: {assume_role: ${ROLE}}}`, [
    `error 3:37 Cannot use identity "x": "via" must be a mapping, not a string`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a}}`, [
    `error 3:5 Cannot use identity "x": "principal.assume_role" is missing | Add the ARN of the role, such as "arn:aws:iam::123456789012:role/name"`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a}, pricipal: {assume_role: ${ROLE}}}`, [
    `error 3:52 Cannot use identity "x": "principal.assume_role" is missing | Did you mean "principal" instead of "pricipal"?`,
  ]],
  [`{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::123:role/x"}}`, [
    `error 3:77 Cannot use identity "x": "principal.assume_role" is "arn:aws:iam::123:role/x", which is not a role ARN | Use an ARN such as "arn:aws:iam::123456789012:role/name"`,
  ]],
  [
    `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws-x:iam::123456789012:role/x"}}`,
    [
      `error 3:77 Cannot use identity "x": "principal.assume_role" is "arn:aws-x:iam::123456789012:role/x", which is not a role ARN | Use an ARN such as "arn:aws:iam::123456789012:role/name"`,
    ],
  ],
  [
    `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: ${ROLE}, region: mars, duration: soon}}`,
    [
      `error 3:126 Cannot use identity "x": "principal.region" is "mars", which is not an AWS region | Use a region such as "eu-west-1"`,
      `error 3:142 Cannot use identity "x": "principal.duration" is not a duration | Use seconds (3600), a duration (1h30m) or days (7d)`,
    ],
  ],
  [`{kind: aws/user, default: maybe}`, [
    `error 3:34 Cannot use identity "x": "default" must be true or false`,
  ]],
  [`{kind: aws/user, credentials: {access_key_id: AKIA}}`, [
    `error 3:5 Cannot use identity "x": "credentials.secret_access_key" is missing | Set both keys, or neither`,
  ]],
  [`{kind: aws/user, credentials: {access_key_id: AKIA, secret_acess_key: canary}}`, [
    `error 3:60 Cannot use identity "x": "credentials.secret_access_key" is missing | Did you mean "secret_access_key" instead of "secret_acess_key"?`,
  ]],
  [
    `{kind: aws/user, credentials: {access_key_id: [canary], secret_access_key: {canary: canary}, region: canary}}`,
    [
      `error 3:54 Cannot use identity "x": "credentials.access_key_id" must be a string, not a list`,
      `error 3:83 Cannot use identity "x": "credentials.secret_access_key" must be a string, not a mapping`,
      `error 3:109 Cannot use identity "x": "credentials.region" is not an AWS region | Use a region such as "eu-west-1"`,
    ],
  ],
  [`{kind: aws/ambient, via: {identity: a}}`, [
    `error 3:33 Cannot use "via" of identity "x": this kind of identity does not support it | Remove it`,
  ]],
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: [dev]}}`, [
    `error 3:89 Cannot use identity "x": "principal.account" must be a mapping, not a list`,
  ]],
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: {id: "1"}}}`, [
    `error 3:94 Cannot use identity "x": "principal.account.id" is "1", but an account ID has 12 digits | Use the 12 digits in quotes, without dashes or spaces`,
  ]],
  [
    `{kind: aws/assume-root, via: {identity: a}, principal: {target_principal: "123456789012", task_policy_arn: "arn:aws:iam::aws:policy/Admin"}}`,
    [
      `error 3:115 Cannot use identity "x": "principal.task_policy_arn" is "arn:aws:iam::aws:policy/Admin", which is not a task policy | Use an ARN that starts with "arn:aws:iam::aws:policy/root-task/"`,
    ],
  ],
];

for (const [text, expected] of BAD) {
  Deno.test(`decodeIdentity() rejects ${text || "nothing"}`, () => {
    const { value, problems } = decodeIdentityText(text);
    deepStrictEqual(shown(problems), expected);
    strictEqual(value, undefined);
  });
}

const WARNED: readonly (readonly [string, readonly string[]])[] = [
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: dev}}`, [
    `warning 3:89 Reading "principal.account" of identity "x" as its name: Atmos takes a mapping only | Use account: {name: dev}`,
  ]],
  [`{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: 012345678901}}`, [
    `warning 3:89 Reading "principal.account" of identity "x" as its id: Atmos takes a mapping only | Use account: {id: "012345678901"}`,
  ]],
  [`{kind: aws/user, via: {identity: a}}`, [
    `warning 3:30 Ignoring "via" of identity "x": this kind of identity does not support it | Remove it`,
  ]],
  [`{kind: aws/user, credentials: {access_key_id: A, secret_access_key: s}, session: {duration: 7d}}`, [
    `warning 3:100 Using 43200 s for "session.duration" of identity "x": AWS allows 900 to 43200 s | Use a duration from 900 to 43200`,
  ]],
  // Keys that are kept elsewhere may have a device that is kept with them.
  [`{kind: aws/user, session: {duration: 7d}}`, [
    `warning 3:45 Using 129600 s for "session.duration" of identity "x": AWS allows 900 to 129600 s | Use a duration from 900 to 129600`,
  ]],
  ...[["a", "a-"], ["hello world", "hello-world"], ["größe", "gr--e"], ["a/b", "a-b"], [
    "x".repeat(65),
    "x".repeat(64),
  ]].map(
    ([name, used]): readonly [string, readonly string[]] => [
      `{kind: aws/assume-role, via: {identity: a}, principal: {session_name: "${name}", assume_role: ${ROLE}}}`,
      [
        `warning 3:78 Using the session name "${used}" for identity "x": AWS does not accept "${name}" | Use 2 to 64 letters, digits and +=,.@_- as "principal.session_name"`,
      ],
    ],
  ),
  ...[
    "external_id: a",
    "tags: {a: b}",
    'source_identity: "alice"',
    'mfa_serial: "arn:aws:iam::123456789012:mfa/x"',
  ].map(
    (field): readonly [string, readonly string[]] => [
      `{kind: aws/assume-role, via: {provider: a}, principal: {${field}, assume_role: ${ROLE}}}`,
      [
        `warning 3:64 Ignoring "principal.${
          field.replace(/:.*/, "")
        }" of identity "x": AWS does not accept it when a provider's token assumes the role | Remove it, or assume the role from another identity with via.identity`,
      ],
    ],
  ),
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

const BAD_ROLES: readonly (readonly [principal: string, says: RegExp])[] = [
  ["mfa_serial: x", /"principal\.mfa_serial" is neither the ARN nor the serial number/],
  ["tags: [a]", /"principal\.tags" must be a mapping/],
  ["tags: {'aws:x': y}", /contains "aws:x", which AWS does not accept/],
  ["tags: {'': y}", /contains ""/],
  ["tags: {a: {b: c}}", /contains "a"/],
  [`tags: {a: "${"x".repeat(257)}"}`, /contains "a"/],
  [`tags: {a: "<"}`, /contains "a"/],
  [
    `tags: {${Array.from({ length: 51 }, (_, index) => `k${index}: v`).join(", ")}}`,
    /contains 51 tags, but AWS accepts at most 50/,
  ],
  ["tags: {a: b}, transitive_tags: a", /"principal\.transitive_tags" must be a list/],
  ["tags: {a: b}, transitive_tags: [c]", /contains "c", which is not in tags/],
  ["source_identity: 'aws:me'", /"principal\.source_identity" is not accepted/],
];

Deno.test("decodeIdentity() rejects tags and devices that AWS would reject", () => {
  for (const [principal, says] of BAD_ROLES) {
    const { value, problems } = decodeIdentityText(
      `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::123456789012:role/x", ${principal}}}`,
    );
    strictEqual(value, undefined, principal);
    match(problems.map(({ message }) => message).join("\n"), says);
  }
});
