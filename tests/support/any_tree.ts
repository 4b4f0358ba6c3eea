import fc from "fast-check";
import type { ConfigNode, MappingEntry, MappingNode } from "../../src/domain/config/config_node.ts";
import type { Origin } from "../../src/domain/config/origin.ts";

/** Keys and texts that lead deep into what reads the `auth` section. */
const WORDS: fc.Arbitrary<string> = fc.constantFrom(
  ..."auth identities integrations providers kind via identity provider principal credentials spec registry registries account_id region default session duration realm assume_role name account ID start_url aws/user aws/assume-role aws/ecr aws/ecr-public aws/permission-set aws/assume-root aws/saml aws/iam-identity-center azure/x us-east-1 123456789012 __proto__ constructor 1h x y X a.b"
    .split(" "),
);

const ORIGINS: fc.Arbitrary<Origin> = fc.oneof(
  fc.record({
    kind: fc.constant("file" as const),
    file: fc.constantFrom("atmos.yaml", "team.yaml", "own.yaml"),
    line: fc.integer({ min: 1, max: 99 }),
    column: fc.integer({ min: 1, max: 99 }),
  }),
  fc.constant({ kind: "variable", name: "X" } as const),
  fc.constant({ kind: "default" } as const),
);

/** Any value of a configuration at all, of whatever origin, and overriding whatever. */
const ANY_NODE: fc.Arbitrary<ConfigNode> = fc.letrec<{ node: ConfigNode }>((tie) => {
  const overriding = (node: fc.Arbitrary<ConfigNode>): fc.Arbitrary<ConfigNode> =>
    fc.tuple(node, fc.option(fc.array(tie("node"), { maxLength: 2 }), { nil: undefined, freq: 3 })).map((
      [plain, overrides],
    ) => overrides === undefined ? plain : { ...plain, overrides });
  return {
    node: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      overriding(
        fc.tuple(
          fc.oneof(WORDS, fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
          fc.boolean(),
          ORIGINS,
        )
          .map(([value, quoted, origin]) => (
            { kind: "scalar", value, raw: value === null ? "" : String(value), quoted, origin }
          )),
      ),
      overriding(
        fc.record({
          kind: fc.constant("function" as const),
          tag: fc.constantFrom("!env", "!exec", "!x"),
          argument: fc.string(),
          origin: ORIGINS,
        }),
      ),
      overriding(
        fc.tuple(fc.array(tie("node"), { maxLength: 3 }), ORIGINS).map(([items, origin]) => (
          { kind: "sequence", items, origin }
        )),
      ),
      overriding(
        fc.tuple(fc.array(fc.tuple(WORDS, tie("node")), { maxLength: 8 }), ORIGINS).map(([entries, origin]) =>
          mapping(entries, origin)
        ),
      ),
    ),
  };
}).node;

/** Any tree with the sections of `auth`, whatever is in them. */
export const ANY_TREE: fc.Arbitrary<MappingNode> = fc.tuple(ANY_NODE, ANY_NODE, ANY_NODE).map((
  [identities, integrations, providers],
) =>
  mapping([[
    "auth",
    mapping([["identities", identities], ["integrations", integrations], ["providers", providers]]),
  ]])
);

/** A mapping of given entries. */
export function mapping(
  entries: readonly (readonly [string, ConfigNode])[],
  origin: Origin = { kind: "default" },
): MappingNode {
  return {
    kind: "mapping",
    entries: new Map(
      entries.map((
        [key, value],
      ): [string, MappingEntry] => [key.toLowerCase(), { key, keyOrigin: origin, value }]),
    ),
    origin,
  };
}
