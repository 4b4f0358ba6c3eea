import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readYaml } from "../../../../src/adapters/config/yaml/yaml_reader.ts";
import { validateAuth } from "../../../../src/domain/auth/validate/validate_auth.ts";
import { configTree } from "../../../support/config_tree.ts";
import { shown } from "../decode_text.ts";

/** Problems of one file as `severity line:column message | hint`. */
function validate(text: string): string[] {
  return shown(validateAuth(readYaml(text, "atmos.yaml").tree));
}

const SSO = `  providers:
    sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
`;
const USER = "    user: {kind: aws/user}\n";
const ROLE = `kind: aws/assume-role, principal: {assume_role: "arn:aws:iam::222233334444:role/x"}`;
const REGISTRY = `spec: {registry: {account_id: "222233334444", region: us-east-1}}`;

interface Row {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const ROWS: readonly Row[] = [
  { name: "no auth section", text: "vars: {}", expected: [] },
  {
    name: "what is right, and what nothing uses",
    text: `auth:
${SSO}  identities:
    dev: {kind: aws/permission-set, via: {provider: sso}, principal: {name: Admin, account: {id: "111122223333"}}}
    deploy: {${ROLE}, via: {identity: dev}}
    cloud: {kind: azure/subscription, via: {provider: sso}}
    unused: {${ROLE}, via: {identity: cloud}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: deploy}, ${REGISTRY}}
    again: {kind: aws/ecr, via: {identity: deploy}, ${REGISTRY}}
    cluster: {kind: aws/eks}
`,
    expected: [],
  },
  {
    name: "references to nothing, with the nearest name, also of an entry that is wrong itself",
    text: `auth:
${SSO}  identities:
${USER}    a: {${ROLE}, via: {identity: usr}}
    b: {${ROLE}, via: {provider: ssoo}}
    c: {kind: aws/assume-role, via: {identity: entirely-else}}
  integrations:
    i: {kind: aws/ecr, via: {identity: B2}, ${REGISTRY}}
    j: {kind: aws/eks, via: {provider: ss}}
`,
    expected: [
      `error 6:110 Cannot use identity "a": there is no identity "usr" | Did you mean "user"?`,
      `error 7:110 Cannot use identity "b": there is no provider "ssoo" | Did you mean "sso"?`,
      `error 8:5 Cannot use identity "c": "principal.assume_role" is missing | Add the ARN of the role, such as "arn:aws:iam::123456789012:role/name"`,
      `error 8:48 Cannot use identity "c": there is no identity "entirely-else" | Define it under auth.identities, or correct the name`,
      `error 10:40 Cannot use integration "i": there is no identity "B2" | Define it under auth.identities, or correct the name`,
      `error 11:40 Cannot use integration "j": there is no provider "ss" | Did you mean "sso"?`,
    ],
  },
  {
    name: "cycles, each once, with their path",
    text: `auth:
  identities:
    a: {${ROLE}, via: {identity: b}}
    b: {${ROLE}, via: {identity: c}}
    c: {${ROLE}, via: {identity: a}}
    into: {${ROLE}, via: {identity: a}}
    self: {${ROLE}, via: {identity: SELF}}
`,
    expected: [
      `error 5:110 Cannot resolve a cyclic identity chain: "a" → "b" → "c" → "a" | Change a via.identity so that the chain starts at a provider, an aws/user or an aws/ambient identity`,
      `error 7:113 Cannot resolve a cyclic identity chain: "self" → "SELF" | Change a via.identity so that the chain starts at a provider, an aws/user or an aws/ambient identity`,
      `warning 7:113 Atmos does not find identity "SELF" of identity "self": it compares references with lowercase names | Write "self"`,
    ],
  },
  {
    name: "kinds that do not fit, once each",
    text: `auth:
${SSO}  identities:
    direct: {${ROLE}, via: {provider: sso}}
    above: {${ROLE}, via: {identity: direct}}
${USER}    set: {kind: aws/permission-set, via: {identity: user}, principal: {name: A, account: {name: b}}}
    higher: {${ROLE}, via: {identity: set}}
`,
    expected: [
      `error 5:5 Cannot use identity "direct": its kind aws/assume-role cannot use IAM Identity Center provider "sso" directly | Insert an identity of kind aws/permission-set between them`,
      `error 8:5 Cannot use identity "set": its kind aws/permission-set requires an IAM Identity Center provider`,
    ],
  },
  {
    name: "integrations that do not lead to AWS, or that no identity can run",
    text: `auth:
${SSO}  identities:
    cloud: {kind: azure/subscription}
    role: {${ROLE}, via: {identity: cloud}}
  integrations:
    i: {kind: aws/ecr, via: {identity: role}, ${REGISTRY}}
    j: {kind: aws/ecr-public, via: {provider: sso}}
`,
    expected: [
      `error 8:40 Cannot use integration "i": its identity does not provide AWS credentials. Cannot use "cloud": kind "azure/subscription" does not provide AWS credentials here | Use an identity of kind aws/…`,
      `warning 9:47 Cannot run integration "j" yet: no identity uses provider "sso" | Link it with via.identity, or define an identity with this provider`,
    ],
  },
  {
    name: "two identities for one host, and several defaults",
    text: `auth:
  identities:
    a: {kind: aws/user, default: true}
    b: {kind: aws/ambient, default: true}
    c: {kind: aws/ambient, default: false}
  integrations:
    i: {kind: aws/ecr, via: {identity: a}, ${REGISTRY}}
    j: {kind: aws/ecr, via: {identity: b}, ${REGISTRY}}
    k: {kind: aws/ecr-public, via: {identity: a}}
`,
    expected: [
      `warning 4:37 Several identities are marked as default: "a", "b" | Keep default: true in only one of them; until then, select one with --identity`,
      `warning 8:5 Integrations "i" (atmos.yaml:7:5) and "j" use different identities for 222233334444.dkr.ecr.us-east-1.amazonaws.com | Log in to them one at a time: Docker keeps one login per host`,
    ],
  },
  {
    name: "what Atmos would not find",
    text: `auth:
  providers:
    my.sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    Dev: {kind: aws/permission-set, via: {provider: my.sso}, principal: {name: Admin, account: {name: x}}}
  integrations:
    dev.ecr: {kind: aws/ecr, via: {identity: Dev}, ${REGISTRY}}
`,
    expected: [
      `warning 3:5 Atmos does not find provider "my.sso": it reads the dot as a nesting level | If Atmos must read this file too, use another character`,
      `warning 7:5 Atmos does not find integration "dev.ecr": it reads the dot as a nesting level | If Atmos must read this file too, use another character`,
      `warning 7:46 Atmos does not find identity "Dev" of integration "dev.ecr": it compares references with lowercase names | Write "dev"`,
    ],
  },
  {
    name: "problems of entries among the others, by position",
    text: `auth:
  integrations:
    i:
      kind: aws/ecr
      identity: user
      spec: {registry: {account_id: 012345678901, regoin: us-east-1}}
  identities:
    user: {kind: aws/user}
    USER: {kind: aws/user}
    nuked: {knd: aws/user}
`,
    expected: [
      `warning 5:17 Reading "identity" of integration "i" as "via.identity": this spelling is deprecated | Use via: {identity: user}`,
      `warning 6:37 Using the unquoted "spec.registry.account_id" of integration "i" as written: 012345678901 | Quote it: account_id: "012345678901". YAML reads it as a number, and Atmos drops leading zeros`,
      `error 6:51 Cannot use integration "i": "spec.registry.region" is missing | Did you mean "region" instead of "regoin"?`,
      `error 9:5 Cannot use "USER": the keys "user" and "USER" differ only in case | Rename or remove one of them; the first is at atmos.yaml:8:5`,
      `error 10:13 Cannot use identity "nuked": "kind" is missing | Did you mean "kind" instead of "knd"?`,
    ],
  },
];

for (const { name, text, expected } of ROWS) {
  Deno.test(`validateAuth() reports ${name}`, () => deepStrictEqual(validate(text), expected));
}

Deno.test("validateAuth() reports a fault once, however many chains contain it", () => {
  const identities = Array.from(
    { length: 200 },
    (_, index) => `    i${index}: {${ROLE}, via: {identity: ${index === 0 ? "nobody" : `i${index - 1}`}}}`,
  ).join("\n");
  deepStrictEqual(validate(`auth:\n  identities:\n${identities}\n`).length, 1);
});

Deno.test("validateAuth() escapes text from files", () => {
  const text = JSON.stringify(
    validate(
      `auth: {identities: {"\\e[31m": {${ROLE}, via: {identity: "\\u202e"}}}, integrations: {"a\\u200b.b": {kind: aws/ecr, via: {identity: "X\\a"}, ${REGISTRY}}}}`,
    ),
  );
  ok(!["\u001b", "\u0007", "\u202e", "\u200b", "\\u00"].some((unsafe) => text.includes(unsafe)), text);
  strictEqual(text.includes("\\\\u{202e}"), true, text);
});

Deno.test("validateAuth() reports a chain that is too long once, however many build upon its end", () => {
  // One more than it may have, and some upon it: as long, and longer.
  const bases = [...Array.from({ length: 1000 }, (_, index) => index), 1000, 1000, 1002, 1003];
  const identities = Object.fromEntries([
    ["i0", { kind: "aws/ambient" }],
    ...bases.map((base, index) => [`i${index + 1}`, {
      kind: "aws/assume-role",
      via: { identity: `i${base}` },
      principal: { assume_role: "arn:aws:iam::222233334444:role/x" },
    }]),
  ]);
  deepStrictEqual(shown(validateAuth(configTree({ auth: { identities } }))), [
    'error 11998:1 Cannot resolve the chain of identity "i1000": it has more than 1000 steps | Shorten it',
  ]);
});
