/** What `config validate` says of Atmos, kind by kind, and that it says nothing of what both read alike. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { validateConfig } from "../../src/app/config/validate_config.ts";
import type { ConfigSelection } from "../../src/ports/config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../fakes/memory_configurations.ts";

const SSO =
  `sso: {kind: aws/iam-identity-center, start_url: "https://a.awsapps.com/start", region: us-east-1}`;
const SET = (name: string): string =>
  `{kind: aws/permission-set, via: {provider: sso}, principal: {name: ${name}, account: {id: "111111111111"}}}`;

/** A usual file, with more at its end or in place of something. */
const usual = (more = "", realm = "realm: r"): string =>
  `${more}\nauth:\n  ${realm}\n  providers:\n    ${SSO}\n  identities:\n    dev: ${SET("Admin")}\n`;

interface Kind {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly selection?: Partial<ConfigSelection>;
  /** What is said of Atmos, in this order; none where both read alike. */
  readonly told: readonly RegExp[];
}

const KINDS: readonly Kind[] = [
  {
    name: "a merge key with a list, in an identity",
    files: {
      "atmos.yaml": usual(`a: &a {kind: aws/permission-set, via: {provider: sso}}\nb: &b {default: true}`) +
        `    ops: {<<: [*a, *b], principal: {name: O, account: {id: "222222222222"}}}\n`,
    },
    told: [
      /identity "ops": it has it without "kind", "via\.provider", "default", and every auth command ends there/,
    ],
  },
  {
    name: "a merge key in a provider, which Atmos applies",
    files: {
      "atmos.yaml":
        `a: &a {kind: aws/iam-identity-center, region: us-east-1}\nauth:\n  realm: r\n  providers:\n` +
        `    sso: {<<: *a, start_url: "https://a.awsapps.com/start"}\n`,
    },
    told: [],
  },
  {
    name: "an alias of a whole identity, which Atmos follows",
    files: { "atmos.yaml": `a: &a ${SET("Admin")}\n${usual()}    ops: *a\n` },
    told: [],
  },
  {
    name: "identities included beside literal ones",
    files: {
      "atmos.yaml": `auth:\n  realm: r\n  providers:\n    ${SSO}\n  identities: !include ids.yaml\n`,
      "ids.yaml": `dev: ${SET("Admin")}\n`,
      ".atmos.d/x.yaml": `auth: {identities: {lit: ${SET("Lit")}}}\n`,
    },
    told: [/"auth\.identities": here the value of "!include" stands alone/],
  },
  {
    name: "auth included beside literal identities",
    files: {
      "atmos.yaml": "auth: !include auth.yaml\n",
      "auth.yaml": `realm: r\nproviders: {${SSO}}\nidentities: {dev: ${SET("Admin")}}\n`,
      ".atmos.d/x.yaml": `auth: {identities: {lit: ${SET("Lit")}}}\n`,
    },
    told: [/"auth": here the value of "!include" stands alone/],
  },
  {
    name: "identities included and nowhere literal",
    files: {
      "atmos.yaml": `auth:\n  realm: r\n  providers:\n    ${SSO}\n  identities: !include ids.yaml\n`,
      "ids.yaml": `dev: ${SET("Admin")}\n`,
    },
    told: [],
  },
  {
    name: "a null provider and integration over the home's",
    files: {
      "/home/me/.atmos/atmos.yaml":
        `auth: {providers: {old: {kind: aws/iam-identity-center, start_url: "https://b.awsapps.com/start", region: us-east-1}}, ` +
        `integrations: {i: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "111111111111", region: us-east-1}}}}}\n`,
      "atmos.yaml": usual().replace(`    ${SSO}\n`, `    ${SSO}\n    old: null\n`) +
        "  integrations: {i: ~}\n",
    },
    env: { HOME: "/home/me" },
    told: [/provider "old": it has that of/, /integration "i": it has that of/],
  },
  {
    name: "a null over an import of the same file, which Atmos heeds for the realm",
    files: {
      "atmos.yaml": usual("import: [inc.yaml]", "realm: null"),
      "inc.yaml": "auth: {realm: inc}\n",
    },
    told: [],
  },
  {
    name: "a function in an earlier --config",
    files: { "a.yaml": "auth: {realm: !env R}\n", "b.yaml": usual() },
    env: { R: "fromenv" },
    selection: { configFiles: ["a.yaml", "b.yaml"] },
    told: [/"auth\.realm": it takes the value of a\.yaml:1:15/],
  },
  {
    name: "a function in the home, which a literal here goes before",
    files: { "/home/me/.atmos/atmos.yaml": "auth: {realm: !env R}\n", "atmos.yaml": usual() },
    env: { R: "fromenv", HOME: "/home/me" },
    told: [],
  },
  {
    name: "a function in a profile's sibling",
    files: {
      "atmos.yaml": usual(),
      "profiles/a/x.yaml": "auth: {realm: !env R}\n",
      "profiles/b/x.yaml": "auth: {realm: b}\n",
    },
    env: { R: "fromenv" },
    selection: { profiles: ["a", "b"] },
    told: [/"auth\.realm": it takes the value of profiles\/a\/x\.yaml:1:15/],
  },
  {
    name: "a provider and the realm in an import of --config",
    files: {
      "a.yaml": usual("import: [inc.yaml]"),
      "inc.yaml": `auth: {realm: inc, providers: {${SSO.replace("//a.", "//inc.")}}}\n`,
    },
    selection: { configFiles: ["a.yaml"] },
    told: [/"auth\.realm": it takes/, /provider "sso": it takes "start_url" of inc\.yaml/],
  },
  {
    name: "capitals in the path to identities, literal ones elsewhere",
    files: {
      "atmos.yaml": usual().replace("auth:", "Auth:"),
      ".atmos.d/x.yaml": `auth: {identities: {lit: ${SET("Lit")}}}\n`,
    },
    told: [/identity "dev": it does not have it/],
  },
  { name: "capitals and nothing else", files: { "atmos.yaml": usual().replace("auth:", "Auth:") }, told: [] },
  {
    name: "variables that choose the files",
    files: { "atmos.yaml": usual("env: {ATMOS_BASE_PATH: x, ATMOS_LOGS_LEVEL: Info, OTHER: 1}") },
    told: [/heeds "env\.ATMOS_BASE_PATH"/],
  },
  {
    name: "a base_path from a variable, with an import",
    files: {
      "atmos.yaml": usual("base_path: !env B\nimport: [inc.yaml]"),
      "b/inc.yaml": "logs: {level: Info}\n",
    },
    env: { B: "./b" },
    told: [
      /does not evaluate "!env" in "base_path" before it imports: it looks for "b\/inc\.yaml" elsewhere/,
    ],
  },
  {
    name: "a base_path from a variable, with nothing to import",
    files: { "atmos.yaml": usual("base_path: !env B") },
    env: { B: "./b" },
    told: [],
  },
  {
    name: "an import from a variable",
    files: { "atmos.yaml": usual("import: [!env I, sub]"), "x.yaml": "a: 1\n", "sub/y.yaml": "a: 2\n" },
    env: { I: "x.yaml" },
    told: [/does not read "x\.yaml" \(import of atmos\.yaml:1:10\): it evaluates no function in an import/],
  },
  {
    name: "imports of two drop-ins",
    files: {
      "atmos.yaml": usual(),
      ".atmos.d/a.yaml": "import: [one.yaml]\n",
      ".atmos.d/b.yaml": "import: [two.yaml]\n",
      "one.yaml": "a: 1\n",
      "two.yaml": "a: 1\n",
    },
    told: [/does not read "one\.yaml".*the import of "\.atmos\.d\/b\.yaml" goes before it/],
  },
  {
    name: "a YAML directive",
    files: { "atmos.yaml": `# first\n%YAML 1.2\n---\n${usual()}` },
    told: [/directive, and every command/],
  },
  { name: "a document start", files: { "atmos.yaml": `# first\n---\n${usual()}` }, told: [] },
  { name: "a percent sign in a text", files: { "atmos.yaml": usual("a: |\n  %YAML 1.2") }, told: [] },
  {
    name: "an empty drop-in directory",
    files: { "atmos.yaml": usual(), ".atmos.d/README.md": "nothing" },
    told: [/cannot use "\.atmos\.d", which has no YAML file in it/],
  },
  {
    name: "imports in the plural",
    files: { "atmos.yaml": usual("imports: [a.yaml]") },
    told: [/cannot use "imports": it wants a mapping there, not a list/],
  },
  {
    name: "dates where texts belong",
    files: { "atmos.yaml": usual("", "realm: 2024-1-2") },
    told: [/"auth\.realm": it takes the unquoted value for a date/],
  },
  { name: "a date in quotes", files: { "atmos.yaml": usual("", `realm: "2024-01-02"`) }, told: [] },
  {
    name: "texts where mappings belong",
    files: {
      "atmos.yaml":
        usual().replace("region: us-east-1}", "region: us-east-1, session: 8h, console: 1h, spec: x}") +
        "  console: x\n",
    },
    told: [
      /"auth\.providers\.sso\.session": it wants a mapping/,
      /"auth\.providers\.sso\.console": it wants a mapping/,
      /"auth\.providers\.sso\.spec": it wants a mapping/,
      /"auth\.console": it wants a mapping/,
    ],
  },
  {
    name: "words for true and false",
    files: {
      "atmos.yaml": usual().replace(
        "region: us-east-1}",
        "region: us-east-1, auto_provision_identities: yes, download_browser_driver: off, default: maybe}",
      ),
    },
    told: [
      /auto_provision_identities": it wants true or false/,
      /download_browser_driver": it wants true or false/,
      /default": it wants true or false/,
    ],
  },
  {
    name: "spellings of true and false that Go reads",
    files: {
      "atmos.yaml": usual().replace(
        "region: us-east-1}",
        `region: us-east-1, auto_provision_identities: "true", download_browser_driver: F, default: 1}`,
      ),
    },
    told: [],
  },
  {
    name: "a version constraint",
    files: { "atmos.yaml": usual(`version: {constraint: {require: ">=99.0.0"}}`) },
    told: [/compares its own version with "version\.constraint\.require"/],
  },
  {
    name: "wrong types elsewhere",
    files: { "atmos.yaml": usual("stacks: hello\nlogs: 5\ntemplates: [x]\nworkflows: true") },
    told: [/"stacks"/, /"logs"/, /"templates"/, /"workflows"/],
  },
  {
    name: "functions that it does not know, in any place",
    files: {
      "atmos.yaml": usual("vars: {list: [{a: !store x}], b: !terraform.output y}\ncommands: [!template z]"),
    },
    told: [/"!store".*"vars\.list\.0\.a"/, /"!terraform\.output"/, /"!template"/],
  },
  {
    name: "a variable with too many words elsewhere",
    files: { "atmos.yaml": usual("vars: {a: !env A b c, ok: !env A b}") },
    told: [/cannot evaluate "!env" at "vars\.a"/],
  },
  {
    name: "unquoted numbers that are read differently",
    files: {
      "atmos.yaml": usual() +
        `    role: {kind: aws/assume-role, via: {identity: dev}, principal: {assume_role: "arn:aws:iam::222222222222:role/x", external_id: 0123, session_name: 1_000}}\n`,
    },
    told: [
      /does not see ".*external_id": it takes the unquoted value for a number/,
      /does not see ".*session_name": it takes the unquoted value for a number/,
    ],
  },
  {
    name: "unquoted numbers in free maps",
    files: {
      "atmos.yaml": usual().replace(
        "region: us-east-1}",
        "region: us-east-1, spec: {a: 0x10, b: 10, c: 1e3, d: '010'}}",
      ),
    },
    told: [/reads another text at "auth\.providers\.sso\.spec\.a"/, /spec\.c"/],
  },
  {
    name: "what Atmos' own examples have",
    files: {
      "atmos.yaml": usual(
        "base_path: .\ncomponents: {terraform: {base_path: components}}\nstacks: {base_path: stacks, included_paths: ['**/*']}\n" +
          "workflows: {base_path: w}\nlogs: {file: /dev/stderr, level: Info}\naliases: {ls: list stacks}\n" +
          "commands: [{name: x, steps: [echo]}]\nintegrations: {github: {gitops: {}}}\nschemas: {jsonschema: {base_path: s}}\n" +
          "templates: {settings: {enabled: true}}\nsettings: {list_merge_strategy: replace}\nversion: {check: {enabled: true}}\n" +
          "vendor: {base_path: ./vendor.yaml}\ndocs: {}\nenv: {TF_X: 1, LIST: !include .env}\nprofiles: {base_path: profiles}\n" +
          "vars: {a: !env HOME, b: !repo-root ., c: !cwd}",
      ),
      ".env": "A=1\n",
    },
    told: [],
  },
];

for (const { name, files, env = {}, selection, told } of KINDS) {
  Deno.test(`validate says what Atmos makes of ${name}`, async () => {
    const configurations = new MemoryConfigurations(files, { ATMOS_ECR_TRUST: "all", ...env });
    const { problems } = await validateConfig(configurations, { ...NO_SELECTION, ...selection });
    const said = problems.map(({ message }) => message).filter((message) => message.startsWith("Atmos"));
    deepStrictEqual(
      said.length,
      told.length,
      said.join("\n") || problems.map(({ message }) => message).join("\n"),
    );
    for (const wanted of told) {
      ok(said.some((message) => wanted.test(message)), `${wanted} in ${said.join("\n")}`);
    }
  });
}

Deno.test("validate reports a keyring that cannot be evaluated as an error", async () => {
  const configurations = new MemoryConfigurations({
    "atmos.yaml": `${usual()}  keyring: !include none.yaml\n`,
  });
  const { valid, problems } = await validateConfig(configurations, NO_SELECTION);
  deepStrictEqual([valid, problems.map(({ severity, code }) => [severity, code])], [
    false,
    [["error", "CONFIG_FUNCTION_FAILED"]],
  ]);
});
