import { argument, type Command, defineCommand, option } from "../command/define_command.ts";
import { DOCKER_CONFIG_OPTION, LOGIN_OPTIONS, selectionOptions, TARGETS } from "./options.ts";

/** `atmos-ecr init` */
export const INIT: Command = defineCommand({
  name: "init",
  summary: "create a configuration",
  description:
    "Writes the auth section of an atmos.yaml from an IAM Identity Center start URL, from AWS profiles, or from answers to " +
    "prompts. The registries are those of each account in each --region, unless --registry is given; the first " +
    "identity is the default. Appends to an existing file, and never changes an existing auth section.",
  options: [
    option("--sso-start-url <url>", "start from this IAM Identity Center start URL"),
    option("--sso-region <region>", "the region of IAM Identity Center"),
    option(
      "--account <id>",
      "an account, paired with the --permission-set in the same position (repeatable)",
      { repeatable: true },
    ),
    option("--permission-set <name>", "a permission set in that account (repeatable)", { repeatable: true }),
    option("--from-aws-profiles [name...]", "start from AWS profiles; without names, all of them"),
    option("--region <region>", "a region of the registries (repeatable)", { repeatable: true }),
    option("--registry <host>", "a registry host (repeatable)", { repeatable: true }),
    option("--stdout", "print the section; write nothing"),
    option("--device", "log in to IAM Identity Center with a code, in the browser of any device"),
  ],
  examples: [
    ["atmos-ecr init", "interactively"],
    [
      "atmos-ecr init --sso-start-url https://acme.awsapps.com/start --sso-region us-east-1 --account 123456789012 --permission-set Developer --region eu-west-1",
      "",
    ],
    ["atmos-ecr init --from-aws-profiles work --region eu-west-1", ""],
    ["atmos-ecr init --from-aws-profiles --region eu-west-1 --stdout", "print it, write nothing"],
  ],
  run: (): Promise<typeof import("../commands/init.ts")> =>
    import(Deno.build.standalone ? "../commands/init.ts" : "../commands/init.ts"),
});

/** `atmos-ecr login` */
export const LOGIN: Command = defineCommand({
  name: "login",
  summary: "log in to registries",
  description:
    "Logs Docker in to Amazon ECR registries: those of integrations, of an identity, or any host. A host uses the identity of " +
    "its integration or its pin, otherwise the environment's credentials. Without arguments, logs in to the registries of the default identity.",
  arguments: [TARGETS],
  options: [
    ...selectionOptions("a registry host, with --identity or the environment's credentials"),
    ...LOGIN_OPTIONS,
    option("--aws-profile <name>", "use the credentials of this AWS profile for HOST"),
    option("--dry-run", "show what would be done; do not call AWS or write anything"),
  ],
  examples: [
    ["atmos-ecr login dev/ecr", "one integration of atmos.yaml"],
    ["atmos-ecr login dev/ecr prod/ecr", "several"],
    ["atmos-ecr login --identity dev-admin", "all registries linked to an identity"],
    ["atmos-ecr login --all --dry-run", "preview"],
    ["atmos-ecr login --public", "ECR Public, with the environment's credentials"],
    ["atmos-ecr login 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
    ["atmos-ecr login --aws-profile work 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
  ],
  run: (): Promise<typeof import("../commands/login.ts")> =>
    import(Deno.build.standalone ? "../commands/login.ts" : "../commands/login.ts"),
});

/** `atmos-ecr logout` */
export const LOGOUT: Command = defineCommand({
  name: "logout",
  summary: "log out of registries",
  description: "Removes the logins of registries from Docker's configuration or its credential store. " +
    "Does not call AWS. Without an atmos.yaml, --all means every ECR registry that has a login.",
  arguments: [TARGETS],
  options: [
    ...selectionOptions("a registry host"),
    option("--dry-run", "show what would be removed; remove nothing"),
  ],
  examples: [
    ["atmos-ecr logout dev/ecr", "one integration of atmos.yaml"],
    ["atmos-ecr logout --all", "every integration"],
    ["atmos-ecr logout --all --dry-run", "what would be removed"],
    ["atmos-ecr logout 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "a registry by host"],
  ],
  run: (): Promise<typeof import("../commands/logout.ts")> =>
    import(Deno.build.standalone ? "../commands/logout.ts" : "../commands/logout.ts"),
});

/** `atmos-ecr token` */
export const TOKEN: Command = defineCommand({
  name: "token",
  summary: "print a registry password",
  description:
    "Prints only the password of a registry to standard output. Uses --identity, otherwise the identity that " +
    "atmos.yaml links to the registry, otherwise its pin, otherwise the environment's credentials. The user name is AWS.",
  arguments: [argument("<host>", "the registry host")],
  options: [
    ...LOGIN_OPTIONS,
    option("-i, --identity [name]", "the identity to use; without a name, select one"),
    option("--aws-profile <name>", "use the credentials of this AWS profile"),
  ],
  examples: [
    [
      "atmos-ecr token 123456789012.dkr.ecr.eu-west-1.amazonaws.com | docker login -u AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      "",
    ],
  ],
  run: (): Promise<typeof import("../commands/token.ts")> =>
    import(Deno.build.standalone ? "../commands/token.ts" : "../commands/token.ts"),
});

/** `atmos-ecr list` */
export const LIST: Command = defineCommand({
  name: "list",
  summary: "list the integrations",
  description:
    "Lists the ECR integrations with their registry, identity and kind. The formats mermaid and dot also draw the identities and " +
    "providers that they use.",
  examples: [
    ["atmos-ecr list", "as a table"],
    ["atmos-ecr list -o json", "for scripts"],
    ["atmos-ecr list -o dot | dot -Tsvg >auth.svg", "as a graph, for Graphviz"],
  ],
  draws: true,
  run: (): Promise<typeof import("../commands/list.ts")> =>
    import(Deno.build.standalone ? "../commands/list.ts" : "../commands/list.ts"),
});

/** `atmos-ecr status`, and the same as `atmos-ecr docker status`. */
export const STATUS: Command = defineCommand({
  name: "status",
  summary: "show where Docker gets each registry's credentials",
  description:
    "Shows each registry that is configured, pinned or in Docker's configuration: where Docker gets its credentials, their principal and " +
    "expiry, what they override, whether a login is required, the last failure, and the next command. Does not call AWS. With hosts, exits " +
    "with 1 if one of them has no usable credentials.",
  arguments: [argument("[host...]", "registry hosts; default all")],
  options: [DOCKER_CONFIG_OPTION],
  examples: [
    ["atmos-ecr status", "all registries"],
    ["atmos-ecr status 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
    ["atmos-ecr status -o json", "for scripts"],
  ],
  notes: [{
    heading: "Provided by",
    rows: [
      ["helper", "docker-credential-atmos-ecr, which requests a token when none is cached"],
      ["other-helper", "another program, named in credHelpers"],
      ["store", "the program set as credsStore"],
      ["auths", "a login in Docker's config.json, which Docker sends even after it has expired"],
      ["none", "Docker continues without credentials"],
    ],
  }],
  run: (): Promise<typeof import("../commands/status.ts")> =>
    import(Deno.build.standalone ? "../commands/status.ts" : "../commands/status.ts"),
});

/** `atmos-ecr explain` */
export const EXPLAIN: Command = defineCommand({
  name: "explain",
  summary: "show how a registry is resolved",
  description:
    "Shows how a registry is resolved: the parts of its host name, the integration and identity that the configuration links to " +
    "it, where Docker gets its credentials, what the credential helper is pinned to, and the cached token. Does not call AWS.",
  arguments: [argument("<host>", "the registry host")],
  examples: [
    ["atmos-ecr explain 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "how the registry is resolved"],
    ["atmos-ecr explain 123456789012.dkr.ecr.eu-west-1.amazonaws.com -o json", "for scripts"],
  ],
  run: (): Promise<typeof import("../commands/explain.ts")> =>
    import(Deno.build.standalone ? "../commands/explain.ts" : "../commands/explain.ts"),
});
