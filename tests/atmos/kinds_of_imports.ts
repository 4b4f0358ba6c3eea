import { type Kind, SET, SSO, usual } from "./kind.ts";

/** Which files Atmos imports, and in which order. */
export const KINDS_OF_IMPORTS: readonly Kind[] = [
  {
    name: "an import that is beside the importing file only",
    files: {
      "atmos.yaml": usual("import: [inc/a.yaml]"),
      "inc/a.yaml": "import: [b.yaml]\n",
      "inc/b.yaml": `auth: {identities: {more: {kind: aws/ambient}}}\n`,
    },
    told: [/does not read "inc\/b\.yaml".*it looks for "b\.yaml" only/],
  },
  {
    name: "an import below a base_path that is beside the importing file only",
    files: {
      "atmos.yaml": usual("base_path: ./base\nimport: ['teams/*.yaml']"),
      "teams/a.yaml": `auth: {providers: {more: {region: eu-west-3}}}\n`,
    },
    told: [/does not read "teams\/a\.yaml".*it looks for "base\/teams\/\*\.yaml" only/],
  },
  {
    name: "an import in a drop-in that is beside the drop-in only",
    files: {
      "atmos.yaml": usual(),
      ".atmos.d/a.yaml": "import: [more.conf]\n",
      ".atmos.d/more.conf": `auth: {realm: more}\n`,
    },
    told: [/does not read "\.atmos\.d\/more\.conf".*it looks for "more\.conf" only/],
  },
  {
    name: "two files of --config, of which only the first imports",
    files: {
      "a.yaml": usual("import: [inc.yaml]", "realm: a"),
      "inc.yaml": `auth: {realm: inc, providers: {${SSO.replace("//a.", "//inc.")}}}\n`,
      "b.yaml": `auth: {realm: b, providers: {${SSO.replace("//a.", "//b.")}}}\n`,
    },
    selection: { configFiles: ["a.yaml", "b.yaml"] },
    told: [
      /"auth\.realm" differently: it uses the value of inc\.yaml/,
      /provider "sso" differently: it uses "start_url" of inc\.yaml/,
    ],
  },
  {
    name: "two files of --config that both import",
    files: {
      "a.yaml": usual("import: [inc.yaml]", "realm: a"),
      "inc.yaml": "auth: {realm: inc}\n",
      "b.yaml": "import: [none.d/*.yaml]\nauth: {realm: b}\n",
      "none.d/x.yaml": "logs: {level: Info}\n",
    },
    selection: { configFiles: ["a.yaml", "b.yaml"] },
    told: [],
  },
  {
    name: "an import as one text with blanks",
    files: {
      "atmos.yaml": usual("import: 'a.yaml, b.yaml'"),
      "a.yaml": "import: c.yaml\n",
      "b.yaml": "logs: {level: Info}\n",
      "c.yaml": "logs: {level: Info}\n",
    },
    told: [/does not read "b\.yaml": it looks for a name that begins or ends with a blank/],
  },
  ...[
    ["true or false", "", `, default: !env D`, "auth.providers.sso.default"],
    ["true or false of an identity", `, default: !env D`, "", "auth.identities.dev.default"],
    ["a mapping", "", ", session: !include s.yaml", "auth.providers.sso.session"],
  ].map(([what, identity = "", provider = "", path = ""]): Kind => ({
    name: `a function for ${what} in a file with imports`,
    env: { D: "true" },
    files: {
      "atmos.yaml": usual("import: [a.yaml, b.yaml]")
        .replace("region: us-east-1}", `region: us-east-1${provider} }`)
        .replace(`"111111111111"}}}`, `"111111111111"}}${identity} }`),
      "a.yaml": "x: 1\n",
      "b.yaml": `import: [c.yaml]\nauth: {providers: {two: {kind: github/oidc, spec: {audience: a}}}}\n`,
      "c.yaml": "x: 1\n",
      "s.yaml": "duration: 1h\n",
    },
    told: ["a", "b", "c"].map((name) =>
      new RegExp(`^Atmos does not read "${name}\\.yaml" .*at "${path}" .*drop all imports$`)
    ),
  })),
  {
    name: "functions for true and false and mappings that end no imports",
    env: { D: "true", t: "true" },
    selection: { profiles: ["ci"] },
    files: {
      // A text of Go for true, a list, a text, what a drop-in overrides with a function, and the imports of others.
      "atmos.yaml": usual("import: [a.yaml]\nenv: !include .env\ncommands: !include l.yaml").replace(
        "region: us-east-1}",
        "region: us-east-1, default: !env t , tags: !include l.yaml, username: !env D, download_browser_driver: !env D }",
      ),
      ".atmos.d/d.yaml":
        "auth: {providers: {sso: {download_browser_driver: !env D }, two: {kind: github/oidc, spec: {audience: a}, default: !env D }}}\n",
      "a.yaml": "import: [b.yaml]\nsettings: {terminal: {color: !env D }}\n",
      "b.yaml": "x: 1\n",
      "profiles/ci/p.yaml": "import: [b.yaml]\nsettings: {terminal: {color: !env D }}\n",
      "l.yaml": "[]\n",
      ".env": "A=b\n",
    },
    told: [],
  },
  {
    name: "a function for true or false in a file of --config with imports",
    env: { D: "true" },
    selection: { configFiles: ["main.yaml"] },
    files: {
      "main.yaml": usual("import: [a.yaml]").replace(
        "region: us-east-1}",
        "region: us-east-1, default: !env D }",
      ),
      "a.yaml": "x: 1\n",
    },
    told: [],
  },
  {
    name: "a drop-in of the git root, which it reads again for each source",
    env: { HOME: "/home", D: "us-west-2", ATMOS_CLI_CONFIG_PATH: "conf" },
    files: {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".atmos.d/d.yaml": "auth: {providers: {sso: {region: !env D }}}\n",
      "atmos.yaml": usual(),
      "conf/atmos.yaml": "auth: {providers: {sso: {region: eu-west-1}}}\n",
    },
    told: [/^Atmos resolves provider "sso" differently: it uses "region" of .*d\.yaml/],
  },
  {
    name: "a file that two others import, which it merges twice",
    files: {
      "atmos.yaml": usual("import: [b.yaml, c.yaml]").replace(", region: us-east-1", ""),
      "b.yaml": "import: [d.yaml]\nx: 1\n",
      "c.yaml": "import: [d.yaml]\nauth: {providers: {sso: {region: eu-west-1}}}\n",
      "d.yaml": "auth: {providers: {sso: {region: us-west-2}}}\n",
    },
    told: [/^Atmos resolves provider "sso" differently: it uses "region" of d\.yaml/],
  },
  {
    name: "a base_path from a function, and a pattern that matches nothing below it",
    files: {
      "atmos.yaml": usual(`base_path: !cwd sub\nimport: ["inc/*.yaml"]`),
      ".git/HEAD": "ref: refs/heads/main\n",
    },
    told: [
      /^Atmos does not evaluate "!cwd" in "base_path" before it imports: it looks for its imports elsewhere/,
    ],
  },
  {
    name: "blanks around a base_path",
    files: {
      "atmos.yaml": usual(`base_path: " sub "\nimport: [a.yaml]`),
      "sub/a.yaml": "x: 1\n",
    },
    told: [/^Atmos keeps the blanks around "base_path": it looks for "sub\/a\.yaml" elsewhere/],
  },
  {
    name: "blanks around a base_path, with nothing to import",
    files: { "atmos.yaml": usual(`base_path: " sub "\nimport: []`) },
    told: [],
  },
  {
    name: "blanks around a path in a list of imports",
    files: {
      "atmos.yaml": usual(`import: [" a.yaml", b.yaml, "c.yaml\t", "  "]`),
      "a.yaml": "x: 1\n",
      "b.yaml": "x: 1\n",
      "c.yaml": "x: 1\n",
    },
    told: [/^Atmos does not read "a\.yaml"/, /^Atmos does not read "c\.yaml"/],
  },
  {
    name: "an import as one text with commas, in an imported file",
    files: {
      "atmos.yaml": usual("import: a.yaml"),
      "a.yaml": "import: b.yaml,c.yaml\n",
      "b.yaml": "logs: {level: Info}\n",
      "c.yaml": "logs: {level: Info}\n",
    },
    told: [/does not read "b\.yaml", "c\.yaml": it splits this "import" at blanks/],
  },
  {
    name: "a file that is imported twice, with another between",
    files: {
      "atmos.yaml": usual("import: [a.yaml, b.yaml, a.yaml]"),
      "a.yaml": `auth: {identities: {ops: ${SET("A")}}}\n`,
      "b.yaml": `auth: {identities: {other: ${SET("B")}}}\n`,
    },
    told: [/takes the identities of "a\.yaml" where it is imported first/],
  },
  {
    name: "a file that is imported twice, without identities or with nothing between",
    files: {
      "atmos.yaml": usual("import: [a.yaml, a.yaml, c.yaml, b.yaml, c.yaml]"),
      "a.yaml": `auth: {identities: {ops: ${SET("A")}}}\n`,
      "b.yaml": `auth: {identities: {other: ${SET("B")}}}\n`,
      "c.yaml": "logs: {level: Info}\n",
    },
    told: [],
  },
  {
    name: "texts in quotes that functions select in files",
    files: {
      "atmos.yaml": usual("", "realm: !include v.yaml .realm").replace(
        '"111111111111"',
        "!include v.json .id",
      ),
      "v.yaml": 'realm: "0123"\n',
      "v.json": '{"id": "123456789012"}',
    },
    told: [
      /reads a different value at "auth\.realm": it reads the unquoted value as a number/,
      /does not see "auth\.identities\.dev\.principal\.account\.id": it reads the unquoted value as a number/,
    ],
  },
  {
    name: "texts in quotes that functions include whole",
    files: {
      "atmos.yaml": usual("", "realm: !include v.yaml").replace('{id: "111111111111"}', "!include v.json .a"),
      "v.yaml": '"0123"\n',
      "v.json": '{"a": {"id": "123456789012"}}',
    },
    told: [],
  },
];
