import { ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { treeDiagram } from "../../../src/domain/diagram/diagrams.ts";
import { authConfig } from "../../support/config_tree.ts";
import { anyCharacter } from "../../support/any_text.ts";

const role = (
  via: string,
): { kind: string; via: { identity: string }; principal: { assume_role: string } } => ({
  kind: "aws/assume-role",
  via: { identity: via },
  principal: { assume_role: "arn:aws:iam::111122223333:role/x" },
});

Deno.test("treeDiagram() shows what builds upon what", () => {
  const auth = authConfig({
    identities: {
      user: { kind: "aws/ambient", default: true },
      dev: role("user"),
      lost: role("nobody"),
      broken: { kind: "aws/assume-role" },
      prod: role("user"),
    },
    integrations: {
      reg: { kind: "aws/ecr-public", via: { identity: "dev" } },
      eks: { kind: "aws/eks", via: { identity: "dev" } },
    },
  });
  strictEqual(
    treeDiagram(auth),
    `user (aws/ambient, default)
├─ dev (aws/assume-role)
│  ├─ reg (aws/ecr-public, public.ecr.aws)
│  └─ eks (aws/eks)
└─ prod (aws/assume-role)
broken (invalid)
nobody (not defined)
└─ lost (aws/assume-role)
`,
  );
});

Deno.test("treeDiagram() terminates for a cycle", () => {
  strictEqual(
    treeDiagram(authConfig({ identities: { a: role("b"), b: role("a"), self: role("self") } })),
    `a (aws/assume-role)
└─ b (aws/assume-role)
   └─ a (see above)
self (aws/assume-role)
└─ self (see above)
`,
  );
});

Deno.test("treeDiagram() restarts at the left if a chain is too deep", () => {
  const names = Array.from({ length: 9_000 }, (_, index) => `i${index}`);
  const identities = Object.fromEntries(names.map((name, index) => [name, role(`i${index - 1}`)]));
  const lines = treeDiagram(authConfig({ identities })).split("\n").slice(0, -1);
  ok(lines.every((line) => line.length < 400));
  strictEqual(lines.filter((line) => line.endsWith("(aws/assume-role)")).length, names.length);
  strictEqual(lines.filter((line) => line.endsWith("(see below)")).length, 89);
});

Deno.test("treeDiagram() gives every name a line, and no name more than that", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ unit: anyCharacter, minLength: 1 }), {
        selector: (name) => name.toLowerCase(),
      }),
      (names) => {
        const auth = authConfig({
          identities: Object.fromEntries(names.map((name) => [name, { kind: "aws/ambient" }])),
        });
        const lines = treeDiagram(auth).split("\n").slice(0, -1);
        strictEqual(lines.length, auth.identities.size);
        for (const line of lines) ok(!/\p{Cc}/u.test(line), line);
      },
    ),
  );
});
