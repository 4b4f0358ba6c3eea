import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { checkAtmosIdentities } from "../../../src/domain/auth/atmos_compat/atmos_identities.ts";
import { ProblemList } from "../../../src/domain/auth/model/problem_list.ts";
import { validateAuth } from "../../../src/domain/auth/validate/validate_auth.ts";
import { sortProblems } from "../../../src/domain/config/problem.ts";
import { ERROR_CODES } from "../../../src/domain/errors/error_codes.ts";
import { ANY_TREE, mapping } from "../../support/any_tree.ts";

const ORDER = ["team.yaml", "atmos.yaml"];

Deno.test("validateAuth() never throws, whatever the tree, and sorts what it finds", () => {
  fc.assert(
    fc.property(ANY_TREE, (tree) => {
      const problems = validateAuth(tree);
      const ofAtmos = new ProblemList();
      checkAtmosIdentities(tree, ORDER, ofAtmos);
      deepStrictEqual(sortProblems(problems), problems);
      for (const { code, message } of [...problems, ...ofAtmos.sorted()]) {
        ok(code in ERROR_CODES);
        ok(message !== "" && !/[\p{Cc}\p{Cf}]/u.test(message), message);
      }
    }),
    { numRuns: 400 },
  );
});

/** Identities and integrations that refer to each other at random, most of them well-formed. */
const WEBS = fc.array(
  fc.record({
    kind: fc.constantFrom("aws/assume-role", "aws/assume-role", "aws/user", "aws/permission-set", "azure/x"),
    to: fc.nat({ max: 11 }),
    provider: fc.boolean(),
  }),
  { minLength: 1, maxLength: 10 },
);

Deno.test("validateAuth() terminates for every graph of references, and reports each problem once", () => {
  fc.assert(
    fc.property(WEBS, (web) => {
      const origin = (line: number) => ({ kind: "file", file: "atmos.yaml", line, column: 1 } as const);
      const text = (value: string, line: number) =>
        ({ kind: "scalar", value, raw: value, quoted: true, origin: origin(line) }) as const;
      const identities = web.map(({ kind, to, provider }, index) =>
        [
          `i${index}`,
          mapping([
            ["kind", text(kind, index)],
            [
              "via",
              mapping([[provider ? "provider" : "identity", text(provider ? "sso" : `i${to}`, index)]]),
            ],
            [
              "principal",
              mapping([
                ["assume_role", text("arn:aws:iam::123456789012:role/x", index)],
                ["name", text("Admin", index)],
                ["account", mapping([["name", text("dev", index)]])],
              ]),
            ],
          ], origin(index)),
        ] as const
      );
      const problems = validateAuth(mapping([["auth", mapping([["identities", mapping(identities)]])]]));
      const keys = problems.map(({ message, position }) => `${position?.line} ${message}`);
      deepStrictEqual([...new Set(keys)], keys);
      // A circle is what remains when every identity without a way out is followed.
      const inCircle = web.some((_, start) => {
        let at: number | undefined = start;
        for (let step = 0; step <= web.length && at !== undefined; step++) at = next(web, at);
        return at !== undefined;
      });
      deepStrictEqual(problems.some(({ code }) => code === "IDENTITY_CYCLE"), inCircle);
    }),
    { numRuns: 300 },
  );
});

/** Where a chain goes on from an identity; undefined where it ends. */
function next(
  web: readonly { readonly kind: string; readonly to: number; readonly provider: boolean }[],
  at: number,
): number | undefined {
  const identity = web[at];
  if (identity === undefined || identity.provider || /^(aws.user|azure.x)$/.test(identity.kind)) {
    return undefined;
  }
  return identity.to < web.length ? identity.to : undefined;
}
