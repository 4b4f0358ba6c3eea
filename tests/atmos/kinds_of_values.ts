import { type Kind, SSO, usual } from "./kind.ts";

/** Values that are of another type or text for Atmos. */
export const KINDS_OF_VALUES: readonly Kind[] = [
  {
    name: "dates where texts belong",
    files: { "atmos.yaml": usual("", "realm: 2024-1-2") },
    told: [/"auth\.realm": it reads the unquoted value as a date/],
  },
  {
    name: "numbers with a tag",
    files: {
      "atmos.yaml": usual("", "realm: !!int 0123").replace(
        "region: us-east-1}",
        "region: us-east-1, username: !!str 0123}",
      ),
    },
    told: [/"auth\.realm": it reads the unquoted value as a number/],
  },
  {
    name: "keys of an identity's free maps in upper case",
    files: {
      "atmos.yaml":
        usual().replace("principal: {name: Admin, account: {id:", "Principal: {Name: Admin, account: {ID:") +
        `    role: {kind: aws/assume-role, via: {identity: dev}, principal: {assume_role: "arn:aws:iam::222222222222:role/x", External_ID: e}}\n` +
        "    user: {kind: aws/user, credentials: {Access_Key_Id: !env A, secret_access_key: !env B}}\n",
    },
    env: { A: "a", B: "b" },
    told: [
      /does not see "auth\.identities\.dev\.Principal\.Name": it looks for this key in lowercase/,
      /does not see "auth\.identities\.dev\.Principal\.account\.ID"/,
      /does not see "auth\.identities\.role\.principal\.External_ID"/,
      /does not see "auth\.identities\.user\.credentials\.Access_Key_Id"/,
    ],
  },
  {
    name: "other keys in upper case, which Atmos finds",
    files: {
      "atmos.yaml":
        "auth:\n  Realm: r\n  Providers:\n    GH: {KIND: github/oidc, Spec: {Audience: x}}\n  identities:\n    dev: {Kind: aws/ambient, Alias: a}\n" +
        `  integrations:\n    e: {Kind: aws/ecr, Via: {Identity: dev}, Spec: {Registry: {Account_ID: "111111111111", Region: us-east-1}}}\n`,
    },
    told: [],
  },
  {
    name: "unquoted numbers in env",
    files: {
      "atmos.yaml": usual().replace(
        "{kind: aws/permission-set,",
        `{kind: aws/permission-set, env: [{key: A, value: 010}, {key: B, value: "010"}],`,
      ),
    },
    told: [/reads a different value at "auth\.identities\.dev\.env\.0\.value"/],
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
      /"auth\.providers\.sso\.session": it expects a mapping/,
      /"auth\.providers\.sso\.console": it expects a mapping/,
      /"auth\.providers\.sso\.spec": it expects a mapping/,
      /"auth\.console": it expects a mapping/,
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
      /auto_provision_identities": it expects true or false/,
      /download_browser_driver": it expects true or false/,
      /default": it expects true or false/,
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
    name: "wrong types deep in what it decodes",
    files: {
      "atmos.yaml": usual(
        "components: {terraform: x, helmfile: {use_eks: maybe}}\n" +
          "stacks: {base_path: [a], included_paths: {a: b}, excluded_paths: [[x]]}\n" +
          "settings: {telemetry: {enabled: often}, terminal: {max_width: wide}}\n" +
          "stores: {prod: redis}\nversion: {check: {timeout: soon}}\ncommands: [x]\nvendor: {base_path: 2024-01-02}\ndevcontainer: hello",
      ),
    },
    told: [
      /"components\.terraform": it expects a mapping/,
      /"components\.helmfile\.use_eks": it expects true or false/,
      /"stacks\.base_path": it expects a string/,
      /"stacks\.included_paths": it expects a string/,
      /"stacks\.excluded_paths\.0": it expects a string/,
      /"settings\.telemetry\.enabled": it expects true or false/,
      /"settings\.terminal\.max_width": it expects a number/,
      /"stores\.prod": it expects a mapping/,
      /"version\.check\.timeout": it expects a number/,
      /"commands\.0": it expects a mapping/,
      /"vendor\.base_path": it reads the unquoted value as a date/,
      /"devcontainer": it expects a mapping/,
    ],
  },
  {
    name: "single values for lists, numbers in quotes, words for a pager and empty lists for maps",
    files: {
      "atmos.yaml": usual(
        "stacks: {included_paths: '**', excluded_paths: []}\ncommands: []\nstores: []\nsettings: {terminal: {max_width: '80', pager: true}}\n" +
          "templates: {settings: {evaluations: '2', delimiters: ['{{', '}}']}}\nversion: {use: 1.2}",
      ).replace("region: us-east-1}", "region: us-east-1, tags: prod}"),
    },
    told: [],
  },
  {
    name: "empty lists and texts where a structure, a text or true and false belong",
    files: {
      "atmos.yaml": usual().replace(
        "region: us-east-1}",
        `region: us-east-1, session: "", console: [], driver: [], auto_provision_identities: [], tags: {a: b}}`,
      ),
    },
    told: [
      /"auth\.providers\.sso\.session": it expects a mapping/,
      /"auth\.providers\.sso\.console": it expects a mapping/,
      /"auth\.providers\.sso\.driver": it expects a string/,
      /"auth\.providers\.sso\.auto_provision_identities": it expects true or false/,
      /"auth\.providers\.sso\.tags": it expects a string/,
    ],
  },
  {
    name: "files that are missing or broken, included anywhere",
    files: {
      "atmos.yaml": usual(
        "vars: {a: !include none.yaml, b: [!include.raw none.txt], c: !include bad.yaml, d: !include good.yaml, e: !include https://a.example/x.yaml}\n" +
          "env: {LIST: !include none.env}",
      ),
      "bad.yaml": "a: [",
      "good.yaml": "a: 1",
    },
    told: [/"!include"/, /"!include\.raw"/, /"!include"/, /"!include"/],
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
      /does not see ".*external_id": it reads the unquoted value as a number/,
      /does not see ".*session_name": it reads the unquoted value as a number/,
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
    told: [/reads a different value at "auth\.providers\.sso\.spec\.a"/, /spec\.c"/],
  },
  {
    name: "included files that only Atmos reads, and expressions that find nothing",
    files: {
      "atmos.yaml": usual("vars: {a: !include x.hcl , b: !include x.yaml .none , c: !include none.hcl }"),
      "x.hcl": 'a = "b"',
      "x.yaml": "a: 1\n",
    },
    told: [/"!include"/],
  },
  {
    name: "a provider of GitHub's tokens without an audience",
    files: {
      "atmos.yaml": usual().replace(
        `    ${SSO}\n`,
        `    ${SSO}\n    a: {kind: github/oidc, region: us-east-1}\n    b: {kind: github/oidc, spec: {audience: x}}\n`,
      ),
    },
    told: [/provider "a": it requires "spec\.audience"/],
  },
  {
    name: "ranges of !random, in any place",
    files: {
      "atmos.yaml": usual(
        "vars: {a: !random 5 5 , b: !random 9 1 , c: !random x , d: !random 0 , e: !random 1 2 3 , ok: !random 5 , yes: !random 1 2 , none: !random }",
      ),
    },
    told: [/"vars\.a"/, /"vars\.b"/, /"vars\.c"/, /"vars\.d"/, /"vars\.e"/],
  },
  {
    name: "facts of a repository where there is none, in any place",
    files: {
      "atmos.yaml": usual("vars: {a: !repo-root , b: !git.branch , c: !repo-root here , d: [!git.sha ]}"),
    },
    told: [/"!repo-root"/, /"!git\.branch"/, /"!git\.sha"/],
  },
  {
    name: "functions behind an alias or a merge key",
    files: {
      "atmos.yaml":
        "base: &base\n  kind: aws/iam-identity-center\n  region: !env R\nwhole: &whole\n  kind: aws/permission-set\n  via: {provider: sso}\n" +
        '  principal:\n    name: !env N\n    account: {id: "111111111111"}\n' +
        usual().replace(
          `    ${SSO}\n`,
          `    ${SSO}\n    corp: {<<: *base, start_url: "https://b.awsapps.com/start"}\n    last:\n      kind: aws/iam-identity-center\n` +
            '      start_url: "https://c.awsapps.com/start"\n      region: &r !env R\n    copy: {kind: aws/iam-identity-center, start_url: "https://d.awsapps.com/start", region: *r}\n',
        ) + "    ops: *whole\n",
    },
    env: { R: "eu-west-1", N: "Ops" },
    told: [
      /function at "auth\.providers\.corp\.region": it is referenced by an alias or a merge key/,
      /function at "auth\.providers\.copy\.region": it is referenced by an alias or a merge key/,
      /function at "auth\.identities\.ops\.principal\.name": it is referenced by an alias or a merge key/,
    ],
  },
  {
    name: "functions in files that are included",
    files: {
      "atmos.yaml": usual().replace(
        `    ${SSO}\n`,
        `    ${SSO}\n    corp: !include p.yaml\n    last: {kind: aws/iam-identity-center, start_url: "https://c.awsapps.com/start", region: !include p.yaml .region}\n`,
      ),
      "p.yaml": 'kind: aws/iam-identity-center\nstart_url: "https://b.awsapps.com/start"\nregion: !env R\n',
    },
    env: { R: "eu-west-1" },
    told: [
      /function at "auth\.providers\.corp\.region": "p\.yaml", which contains it, is included/,
      /function at "auth\.providers\.last\.region": "p\.yaml", which contains it, is included/,
    ],
  },
  {
    name: "files that are included, without functions",
    files: {
      "atmos.yaml": usual().replace(`    ${SSO}\n`, `    ${SSO}\n    corp: !include p.yaml\n`),
      "p.yaml":
        'kind: aws/iam-identity-center\nstart_url: "https://b.awsapps.com/start"\nregion: eu-west-1\n',
    },
    told: [],
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
          "vars: {a: !env HOME, b: !repo-root ., c: !cwd }",
      ),
      ".env": "A=1\n",
    },
    told: [],
  },
];
