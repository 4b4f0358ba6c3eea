import { type Kind, SET, SSO, usual } from "./kind.ts";

/** Which files count, how they merge, and where a value comes from. */
export const KINDS_OF_FILES: readonly Kind[] = [
  {
    name: "a merge key with a list, in an identity",
    files: {
      "atmos.yaml": usual(`a: &a {kind: aws/permission-set, via: {provider: sso}}\nb: &b {default: true}`) +
        `    ops: {<<: [*a, *b], principal: {name: O, account: {id: "222222222222"}}}\n`,
    },
    told: [
      /identity "ops" differently: it does not see "kind", "via\.provider", "default", and all auth commands fail/,
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
    told: [/"auth\.identities" differently: here, only the value of "!include" is used/],
  },
  {
    name: "auth included beside literal identities",
    files: {
      "atmos.yaml": "auth: !include auth.yaml\n",
      "auth.yaml": `realm: r\nproviders: {${SSO}}\nidentities: {dev: ${SET("Admin")}}\n`,
      ".atmos.d/x.yaml": `auth: {identities: {lit: ${SET("Lit")}}}\n`,
    },
    told: [/"auth" differently: here, only the value of "!include" is used/],
  },
  {
    name: "providers included in an import, where the main file has them written out",
    files: {
      "atmos.yaml": usual("import: [inc.yaml]"),
      "inc.yaml": "auth: {providers: !include p.yaml }\n",
      "p.yaml": "more: {region: eu-west-1}\n",
    },
    told: [/"auth\.providers" differently: it uses the value of "!include" \("p\.yaml"\) of inc\.yaml/],
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
    told: [
      /provider "old" differently: it also uses that of/,
      /integration "i" differently: it also uses that of/,
    ],
  },
  {
    name: "a null over an identity that an import has",
    files: {
      "atmos.yaml": `${usual("import: [inc.yaml]")}    ops: null\n`,
      "inc.yaml": `auth: {identities: {ops: ${SET("Ops")}}}\n`,
    },
    told: [
      /identity "ops": it uses only the definition at inc\.yaml:1:26, although it is null here, and ignores/,
    ],
  },
  {
    name: "a null over an import of the same file, which Atmos applies for the realm",
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
    told: [/"auth\.realm" differently: it uses the value of a\.yaml:1:15/],
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
    told: [/"auth\.realm" differently: it uses the value of profiles\/a\/x\.yaml:1:15/],
  },
  {
    name: "a provider and the realm in an import of --config",
    files: {
      "a.yaml": usual("import: [inc.yaml]"),
      "inc.yaml": `auth: {realm: inc, providers: {${SSO.replace("//a.", "//inc.")}}}\n`,
    },
    selection: { configFiles: ["a.yaml"] },
    told: [
      /"auth\.realm" differently: it uses/,
      /provider "sso" differently: it uses "start_url" of inc\.yaml/,
    ],
  },
  {
    name: "capitals in the path to identities, literal ones elsewhere",
    files: {
      "atmos.yaml": usual().replace("auth:", "Auth:"),
      ".atmos.d/x.yaml": `auth: {identities: {lit: ${SET("Lit")}}}\n`,
    },
    told: [/identity "dev" differently: it does not see it/],
  },
  { name: "capitals and nothing else", files: { "atmos.yaml": usual().replace("auth:", "Auth:") }, told: [] },
  {
    name: "variables that choose the files",
    files: { "atmos.yaml": usual("env: {ATMOS_BASE_PATH: x, ATMOS_LOGS_LEVEL: Info, OTHER: 1}") },
    told: [/applies "env\.ATMOS_BASE_PATH"/],
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
    told: [
      /does not read "x\.yaml" \(import of atmos\.yaml:1:10\): it does not evaluate functions in imports/,
    ],
  },
  {
    name: "imports in files that are included",
    files: {
      "atmos.yaml": usual("import: !include list.yaml"),
      "list.yaml": "[more.yaml]",
      "more.yaml": `auth: {identities: {more: {kind: aws/ambient}}}\n`,
    },
    told: [/does not read "more\.yaml".*does not evaluate functions in imports/],
  },
  {
    name: "an import whose path is in a file that is included",
    files: {
      "atmos.yaml": usual("import: [!include path.yaml]"),
      "path.yaml": "more.yaml",
      "more.yaml": `auth: {identities: {more: {kind: aws/ambient}}}\n`,
    },
    told: [/does not read "more\.yaml".*does not evaluate functions in imports/],
  },
  {
    name: "a merge key and nothing else in identities",
    files: {
      "atmos.yaml": "x: &x {dev: {kind: aws/ambient}}\nauth:\n  realm: r\n  identities:\n    <<: *x\n",
    },
    told: [/identity "dev" differently: it does not see it, because it does not apply merge keys/],
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
    told: [/does not read "one\.yaml".*the import of "\.atmos\.d\/b\.yaml" takes precedence/],
  },
  ...[["a blank line", "\t\n"], ["a comment", "\t # c\n"], ["a line with CRLF", "\t\r\n"]].map((
    [what, line = ""],
  ): Kind => ({
    name: `a tab at the start of ${what}`,
    files: { "atmos.yaml": usual().replace("  identities:", `${line}  identities:`) },
    told: [/^Atmos cannot read a tab at the start of a line/],
  })),
  ...[
    ["a tag before a comma", "{a: !cwd, b: c}", /^Atmos cannot read a tag directly before ","/],
    ["a tag before a bracket", "[a, !unset]", /^Atmos cannot read a tag directly before "\]"/],
    ["an anchor with a dot", "&a.b c", /^Atmos cannot read this anchor/],
    ["an alias with a dot", "[&a b, *a]\ny: &b.c d", /^Atmos cannot read this anchor/],
    ["a slash with a backslash", '"a\\/b"', /^Atmos cannot read an escape sequence of JSON/],
    ["half a character", String.raw`"\\\ud83d\ude00"`, /^Atmos cannot read an escape sequence of JSON/],
  ].map(([name, value, told]): Kind => ({
    name: `${name}`,
    files: { "atmos.yaml": usual(`x: ${value}`) },
    told: [told as RegExp],
  })),
  {
    name: "tags, anchors and backslashes that it reads",
    files: {
      "atmos.yaml": usual(
        String
          .raw`x: [!cwd , {a: !cwd }, &a-b_1 c, *a-b_1, a&b.c, "\\/", "\\ud83d", 'a\/b', "!cwd,", "&a.b", !cwd '']` +
          '\ny: |\n  !cwd, &a.b "\\/"\nz: a!b, *.yaml',
      ),
    },
    told: [],
  },
  {
    name: "tabs that it reads",
    files: { "atmos.yaml": usual("a: {b: c,\n\t\n  d: e}\nf: |\n  g\n  \th\ni:\tj\t# k") },
    told: [],
  },
  {
    name: "a YAML directive",
    files: { "atmos.yaml": `# first\n%YAML 1.2\n---\n${usual()}` },
    told: [/directive: all of its commands fail/],
  },
  { name: "a document start", files: { "atmos.yaml": `# first\n---\n${usual()}` }, told: [] },
  { name: "a percent sign in a text", files: { "atmos.yaml": usual("a: |\n  %YAML 1.2") }, told: [] },
  {
    name: "an empty drop-in directory",
    files: { "atmos.yaml": usual(), ".atmos.d/README.md": "nothing" },
    told: [/cannot use "\.atmos\.d", which contains no YAML file/],
  },
  {
    name: "imports in the plural",
    files: { "atmos.yaml": usual("imports: [a.yaml]") },
    told: [/cannot use "imports": it expects a mapping there, not a list/],
  },
];
