import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { authGraph } from "../../../src/domain/diagram/auth_graph.ts";
import { dotDiagram, mermaidDiagram } from "../../../src/domain/diagram/diagrams.ts";
import { authConfig } from "../../support/config_tree.ts";
import { anyCharacter } from "../../support/any_text.ts";

const AUTH = authConfig({
  providers: {
    sso: {
      kind: "aws/iam-identity-center",
      start_url: "https://acme.awsapps.com/start",
      region: "us-east-1",
    },
  },
  identities: {
    "dev": {
      kind: "aws/permission-set",
      default: true,
      via: { provider: "SSO" },
      principal: { name: "Dev", account: { id: "111122223333" } },
    },
    'odd "name" <b>&\\': {
      kind: "aws/assume-role",
      via: { identity: "nobody" },
      principal: { assume_role: "arn:aws:iam::111122223333:role/deploy" },
    },
    "broken": { kind: "aws/assume-role", via: { identity: "dev" } },
  },
  integrations: {
    "dev/ecr": {
      kind: "aws/ecr",
      via: { identity: "Dev" },
      spec: { registry: { account_id: "111122223333", region: "eu-west-1" } },
    },
  },
});

Deno.test("mermaidDiagram() draws who builds upon whom", () => {
  strictEqual(
    mermaidDiagram(AUTH),
    `flowchart LR
  p1(["sso<br>aws/iam-identity-center"])
  i1["dev<br>aws/permission-set<br>default"]:::default_identity
  i2["odd #34;name#34; #60;b#62;#38;#92;<br>aws/assume-role"]
  i3["broken"]:::broken
  n1[["dev/ecr<br>aws/ecr<br>111122223333.dkr.ecr.eu-west-1.amazonaws.com"]]
  i4["nobody<br>not defined"]:::broken
  p1 --> i1
  i4 --> i2
  i1 --> n1
  classDef default_identity stroke-width:3px
  classDef broken stroke-dasharray:4
`,
  );
});

Deno.test("dotDiagram() draws who builds upon whom", () => {
  strictEqual(
    dotDiagram(AUTH),
    `digraph auth {
  rankdir=LR;
  p1 [label="sso\\naws/iam-identity-center", shape=ellipse];
  i1 [label="dev\\naws/permission-set\\ndefault", shape=box, penwidth=3];
  i2 [label="odd \\"name\\" <b>&amp;\\\\\\naws/assume-role", shape=box];
  i3 [label="broken", shape=box, style=dashed];
  n1 [label="dev/ecr\\naws/ecr\\n111122223333.dkr.ecr.eu-west-1.amazonaws.com", shape=box3d];
  i4 [label="nobody\\nnot defined", shape=box, style=dashed];
  p1 -> i1;
  i4 -> i2;
  i1 -> n1;
}
`,
  );
});

Deno.test("no name can break out of its quotes", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (name) => {
    const auth = authConfig({ identities: { [name]: { kind: "aws/ambient" } } });
    const [node, ...others] = authGraph(auth).nodes;
    deepStrictEqual(others, []);
    match(node?.id ?? "", /^i1$/);
    for (const line of mermaidDiagram(auth).split("\n")) ok((line.match(/"/g) ?? []).length % 2 === 0, line);
    match(
      dotDiagram(auth),
      /^digraph auth \{\n {2}rankdir=LR;\n {2}i1 \[label="(?:[^"\\\n]|\\["\\n])*", shape=box(?:, style=dashed)?\];\n\}\n$/,
    );
  }));
});

Deno.test("an empty section is an empty drawing", () => {
  strictEqual(mermaidDiagram(authConfig({})), "flowchart LR\n");
  strictEqual(dotDiagram(authConfig({})), "digraph auth {\n  rankdir=LR;\n}\n");
});
