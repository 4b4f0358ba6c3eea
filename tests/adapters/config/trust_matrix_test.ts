/**
 * Every field of providers, identities and integrations × how its value is written × who is trusted: what may be sent, run or read is what
 * docs/security.md says.
 */
import { deepStrictEqual, fail, ok } from "node:assert/strict";
import {
  type FieldTable,
  IDENTITY_KINDS,
  INTEGRATION_KINDS,
  isTable,
  PROVIDER_KINDS,
} from "../../../src/domain/auth/model/known_fields.ts";
import { Machine, nodeAt } from "./hostile_repository.ts";

/** What a field does: `keys` are not sent, `local` stays here. */
type Sort = "sent" | "program" | "endpoint" | "variable" | "start-url" | "keys" | "local";

const FIELDS: readonly (readonly [section: string, kind: string, path: string, sort: Sort])[] = [
  ["providers", "aws/iam-identity-center", "start_url", "start-url"],
  ["providers", "aws/iam-identity-center", "region", "sent"],
  ["providers", "aws/iam-identity-center", "spec.endpoint_url", "endpoint"],
  ["providers", "aws/iam-identity-center", "spec.aws.resolver.url", "endpoint"],
  ["providers", "aws/iam-identity-center", "auto_provision_identities", "local"],
  ["providers", "aws/iam-identity-center", "session.duration", "local"],
  ["providers", "aws/iam-identity-center", "console.session_duration", "local"],
  ["providers", "aws/iam-identity-center", "default", "local"],
  ["providers", "aws/iam-identity-center", "tags.0", "sent"],
  ["providers", "github/oidc", "spec.audience", "sent"],
  // Nothing is known of it, so it may be sent.
  ["providers", "github/oidc", "spec.anything.else", "sent"],
  ["providers", "github/oidc", "region", "sent"],
  ["providers", "aws/saml", "url", "sent"],
  ["providers", "aws/saml", "username", "sent"],
  ["providers", "aws/saml", "password", "local"],
  ["providers", "aws/saml", "driver", "local"],
  ["providers", "aws/saml", "provider_type", "sent"],
  ["providers", "aws/saml", "download_browser_driver", "local"],
  ["providers", "aws/saml", "browser_type", "local"],
  ["providers", "aws/saml", "saml_process", "program"],
  ["providers", "aws/saml", "browser_executable_path", "program"],
  ["identities", "aws/user", "credentials.access_key_id", "keys"],
  ["identities", "aws/user", "credentials.secret_access_key", "keys"],
  ["identities", "aws/user", "credentials.mfa_arn", "sent"],
  ["identities", "aws/user", "credentials.mfa_process", "program"],
  ["identities", "aws/user", "credentials.region", "sent"],
  ["identities", "aws/user", "credentials.aws.resolver.url", "endpoint"],
  ["identities", "aws/user", "credentials.webflow_enabled", "local"],
  ["identities", "aws/user", "session.duration", "local"],
  ["identities", "aws/user", "spec.endpoint_url", "endpoint"],
  ["identities", "aws/user", "env.0.key", "variable"],
  ["identities", "aws/user", "env.0.value", "local"],
  ["identities", "aws/assume-role", "principal.assume_role", "sent"],
  ["identities", "aws/assume-role", "principal.session_name", "sent"],
  ["identities", "aws/assume-role", "principal.external_id", "sent"],
  ["identities", "aws/assume-role", "principal.source_identity", "sent"],
  ["identities", "aws/assume-role", "principal.tags.team", "sent"],
  ["identities", "aws/assume-role", "principal.transitive_tags.0", "sent"],
  ["identities", "aws/assume-role", "principal.mfa_serial", "sent"],
  ["identities", "aws/assume-role", "principal.mfa_process", "program"],
  ["identities", "aws/assume-role", "principal.region", "sent"],
  ["identities", "aws/assume-role", "principal.duration", "sent"],
  ["identities", "aws/assume-role", "via.identity", "sent"],
  ["identities", "aws/assume-role", "via.provider", "sent"],
  ["identities", "aws/assume-role", "provider", "sent"],
  ["identities", "aws/assume-role", "credentials.aws.resolver.url", "endpoint"],
  ["identities", "aws/assume-role", "spec.endpoint_url", "endpoint"],
  ["identities", "aws/assume-role", "alias", "local"],
  ["identities", "aws/assume-role", "default", "local"],
  ["identities", "aws/assume-role", "required", "local"],
  ["identities", "aws/assume-role", "emulator", "local"],
  ["identities", "aws/assume-role", "tags.0", "sent"],
  ["identities", "aws/assume-role", "integrations.0", "sent"],
  ["identities", "aws/assume-root", "principal.target_principal", "sent"],
  ["identities", "aws/assume-root", "principal.task_policy_arn", "sent"],
  ["identities", "aws/assume-root", "principal.duration", "sent"],
  ["identities", "aws/assume-root", "principal.region", "sent"],
  ["identities", "aws/permission-set", "principal.region", "sent"],
  ["identities", "aws/permission-set", "spec.endpoint_url", "endpoint"],
  ["identities", "aws/ambient", "principal.region", "sent"],
  ["identities", "aws/permission-set", "principal.name", "sent"],
  ["identities", "aws/permission-set", "principal.account.id", "sent"],
  ["identities", "aws/permission-set", "principal.account.name", "sent"],
  ["integrations", "aws/ecr", "spec.registry.account_id", "sent"],
  ["integrations", "aws/ecr", "spec.registry.region", "sent"],
  ["integrations", "aws/ecr", "via.identity", "sent"],
  ["integrations", "aws/ecr", "via.provider", "sent"],
  ["integrations", "aws/ecr", "spec.auto_provision", "local"],
  ["integrations", "aws/ecr", "identity", "sent"],
  ["integrations", "aws/ecr", "registries.0.account_id", "sent"],
  ["integrations", "aws/ecr", "spec.registries.0.region", "sent"],
];

/** Fields that are read of no kind here, and so do nothing. */
const UNREAD =
  /^(?:kind$|spec\.(?:cluster|repos|policy_name|git_config_mode|revoke_on_exit|token_env|registry\.(?:name|tenant_id))$)/;

/** What is refused only when it would be used. */
const NOTED: readonly Sort[] = ["program", "endpoint", "variable"];

const WAYS = {
  "literal": "literal",
  "!env": "!env SECRET_OF_MINE",
  "!env of a job": "!env GITHUB_RUN_ID",
  "!env with a default": "!env 'NOT_SET literal'",
  "!include": "!include notes.txt",
  "!include.raw": "!include.raw notes.txt",
  "!include of a part": "!include parts.yaml .part",
  "!exec": "!exec 'print it'",
  "!git.branch": "!git.branch",
} as const;
type Way = keyof typeof WAYS;

const TRUSTS = ["trusted", "untrusted", "trusted, but led to by an untrusted file"] as const;

/** What must come of it: the value is used; it is noted as not trusted, and refused when it would be used; or it is refused at once. */
type Outcome = "used" | "noted" | "refused";

function expected(sort: Sort, way: Way, trust: typeof TRUSTS[number]): Outcome {
  const isTrusted = trust === "trusted";
  const isCommand = way === "!exec";
  if (isCommand && !isTrusted) return "refused";
  const isWritten = way === "literal" || way === "!env with a default" || isCommand;
  switch (sort) {
    case "start-url":
      return isTrusted && isWritten ? "used" : "refused";
    case "program":
    case "endpoint":
    case "variable":
      if (isTrusted) return isWritten ? "used" : "refused";
      return "noted";
    case "keys":
    case "local":
      return "used";
    case "sent":
      return isTrusted || isWritten || way === "!env of a job" || way === "!git.branch" ? "used" : "refused";
  }
}

/** One value of one field, in an entry and on a line of its own. */
interface Cell {
  readonly section: string;
  readonly kind: string;
  readonly path: string;
  readonly sort: Sort;
  readonly way: Way;
  readonly entry: string;
}

const CELLS: readonly Cell[] = FIELDS.flatMap(([section, kind, path, sort], index) =>
  (Object.keys(WAYS) as Way[]).map((way, number) => ({
    section,
    kind,
    path,
    sort,
    way,
    entry: `x-${index}-${number}`,
  }))
);

/** A configuration with an entry for each cell, and the lines of the entries. */
function configurationOf(
  cells: readonly Cell[],
): { readonly text: string; readonly lines: Map<number, Cell> } {
  const rows = ["auth:"];
  const lines = new Map<number, Cell>();
  for (const section of ["providers", "identities", "integrations"]) {
    rows.push(`  ${section}:`);
    for (const cell of cells.filter((one) => one.section === section)) {
      const nested = cell.path.split(".").reverse().reduce(
        (inner, key) => /^\d+$/.test(key) ? `[${inner}]` : `{${key}: ${inner}}`,
        WAYS[cell.way] as string,
      );
      rows.push(`    ${cell.entry}: {kind: ${cell.kind}, ${nested.slice(1, -1)}}`);
      lines.set(rows.length, cell);
    }
  }
  return { text: `${rows.join("\n")}\n`, lines };
}

for (const trust of TRUSTS) {
  Deno.test(`fields of a file that is ${trust}`, async (t) => {
    await using machine = await Machine.create({
      "project/notes.txt": "from the file",
      "project/parts.yaml": "part: from the file\n",
      "project/.git/HEAD": "ref: refs/heads/main\n",
    });
    machine.env.set("SECRET_OF_MINE", "from the environment").set("GITHUB_RUN_ID", "12345");
    const led = trust.startsWith("trusted, but");
    if (led) await machine.write("project/atmos.yaml", `import: ["${machine.root}/other/atmos.yaml"]\n`);
    const file = led ? "other/atmos.yaml" : "project/atmos.yaml";
    const { text, lines } = configurationOf(CELLS);
    await machine.write(file, text);
    if (trust !== "untrusted") await machine.trusts(file);
    const { tree, problems } = await machine.loadAll();
    const refused = new Set(
      problems.filter(({ code }) => code === "CONFIG_UNTRUSTED").map(({ message, position }) => {
        // What came from another file has its place there.
        const [name] = /x-\d+-\d+/.exec(message) ?? [];
        return CELLS.find(({ entry }) => entry === name) ?? lines.get(position?.line ?? 0);
      }),
    );
    for (const { message, hint = "" } of problems) {
      deepStrictEqual(/from the (?:environment|file)/.test(message + hint), false, message);
    }
    // Commands run where they may, and nowhere else.
    const commands = CELLS.filter(({ way }) => way === "!exec").length;
    deepStrictEqual(machine.runs.length, trust === "trusted" ? commands : 0);
    for (const [section, kind, path, sort] of FIELDS) {
      await t.step(`${section} ${kind} ${path}`, () => {
        const cells = CELLS.filter((one) =>
          one.section === section && one.kind === kind && one.path === path
        );
        const outcomes = cells.map((cell): readonly [Way, Outcome] => {
          const node = nodeAt(tree, ["auth", section, cell.entry, ...path.split(".")]);
          const isUsed = node?.kind === "scalar" && node.value !== null;
          const outcome = !isUsed
            ? "refused"
            : NOTED.includes(sort) && node.trusted !== true
            ? "noted"
            : "used";
          // A value that is not used is one that somebody is told of.
          if (refused.has(cell) !== (outcome === "refused")) {
            const told = problems.filter(({ message }) => message.includes(cell.entry));
            fail(`${cell.way}: ${outcome}, told: ${JSON.stringify(told)}`);
          }
          return [cell.way, outcome];
        });
        deepStrictEqual(outcomes, cells.map(({ way }) => [way, expected(sort, way, trust)]));
      });
    }
  });
}

/** The paths of a table of fields, as far as the decoder knows them. */
function pathsIn(table: FieldTable, before = ""): string[] {
  return Object.entries(table).flatMap(([key, inner]) =>
    isTable(inner) ? pathsIn(inner, `${before}${key}.`) : [`${before}${key}`]
  );
}

const TABLES = {
  providers: PROVIDER_KINDS.ours,
  identities: IDENTITY_KINDS.ours,
  integrations: INTEGRATION_KINDS.ours,
} as const;

Deno.test("every field that the decoder knows has a row above", async (t) => {
  for (const [section, kinds] of Object.entries(TABLES)) {
    const rows = FIELDS.filter(([of]) => of === section).map(([, , path]) => path);
    const known = new Set([...kinds.values()].flatMap((table) => pathsIn(table)));
    for (const path of known) {
      if (UNREAD.test(path)) continue;
      await t.step(`${section} ${path}`, () => {
        ok(rows.some((row) => row === path || row.startsWith(`${path}.`)));
      });
    }
  }
});
