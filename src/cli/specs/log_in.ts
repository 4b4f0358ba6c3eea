import { argument, type Command, defineCommand, option } from "../command/define_command.ts";
import { DOCKER_CONFIG_OPTION, LOGIN_OPTIONS, SELECTION_OPTIONS, TARGETS } from "./options.ts";

/** `atmos-ecr init` */
export const INIT: Command = defineCommand({
  name: "init",
  summary: "write a first configuration",
  description:
    "Writes the auth section of an atmos.yaml: from a start URL of IAM Identity Center, from the profiles of the AWS files, or by " +
    "questions on a terminal. The registries are those of each account in each --region, unless --registry names others; the first " +
    "identity is the default. A file without the section keeps every byte, and one that has it is left alone.",
  options: [
    option("--sso-start-url <url>", "begin from this start URL of IAM Identity Center"),
    option("--sso-region <region>", "the region of IAM Identity Center"),
    option("--account <id>", "an account, with the --permission-set at the same place (repeatable)", {
      repeatable: true,
    }),
    option("--permission-set <name>", "a permission set in it (repeatable)", { repeatable: true }),
    option(
      "--from-aws-profiles [name...]",
      "begin from profiles of the AWS files; without names, all of them",
    ),
    option("--region <region>", "a region of the registries (repeatable)", { repeatable: true }),
    option("--registry <host>", "a registry by its host (repeatable)", { repeatable: true }),
    option("--stdout", "print the section, and write nothing"),
    option("--device", "log in to IAM Identity Center by a code, on whatever device has a browser"),
  ],
  examples: [
    ["atmos-ecr init", "by questions"],
    [
      "atmos-ecr init --sso-start-url https://acme.awsapps.com/start --sso-region us-east-1 --account 123456789012 --permission-set Developer --region eu-west-1",
      "",
    ],
    ["atmos-ecr init --from-aws-profiles work --region eu-west-1", ""],
    ["atmos-ecr init --from-aws-profiles --region eu-west-1 --stdout", "print it, and write nothing"],
  ],
  run: (): Promise<typeof import("../commands/init.ts")> =>
    import(Deno.build.standalone ? "../commands/init.ts" : "../commands/init.ts"),
});

/** `atmos-ecr login` */
export const LOGIN: Command = defineCommand({
  name: "login",
  summary: "log in to registries",
  description:
    "Logs Docker in to registries of Amazon ECR: those of integrations, of an identity, or any by host. A host is for the identity of " +
    "its integration, else for the environment's credentials. Without arguments, those of the default identity.",
  arguments: [TARGETS],
  options: [
    ...SELECTION_OPTIONS,
    ...LOGIN_OPTIONS,
    option("--aws-profile <name>", "use the credentials of this profile of the AWS files, for HOST"),
    option("--dry-run", "show what would be done; ask AWS nothing and write nothing"),
  ],
  examples: [
    ["atmos-ecr login dev/ecr", "one integration of atmos.yaml"],
    ["atmos-ecr login dev/ecr prod/ecr", "several"],
    ["atmos-ecr login --identity dev-admin", "all that are linked to an identity"],
    ["atmos-ecr login --all --dry-run", "what would be done, without doing it"],
    ["atmos-ecr login --public", "ECR Public, with the credentials of the environment"],
    ["atmos-ecr login 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
    ["atmos-ecr login --aws-profile work 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
  ],
  run: (): Promise<typeof import("../commands/login.ts")> =>
    import(Deno.build.standalone ? "../commands/login.ts" : "../commands/login.ts"),
});

/** `atmos-ecr logout` */
export const LOGOUT: Command = defineCommand({
  name: "logout",
  summary: "remove what login wrote",
  description:
    "Removes the logins of registries from Docker's configuration, or from the credential store that Docker is set up with. " +
    "AWS is not asked. Without an atmos.yaml, --all is every registry of ECR that there is a login of.",
  arguments: [TARGETS],
  options: [...SELECTION_OPTIONS, option("--dry-run", "show what would be removed, and remove nothing")],
  examples: [
    ["atmos-ecr logout dev/ecr", "one integration of atmos.yaml"],
    ["atmos-ecr logout --all", "every integration"],
    ["atmos-ecr logout --all --dry-run", "what would be removed"],
    ["atmos-ecr logout 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "a registry by its host"],
  ],
  run: (): Promise<typeof import("../commands/logout.ts")> =>
    import(Deno.build.standalone ? "../commands/logout.ts" : "../commands/logout.ts"),
});

/** `atmos-ecr token` */
export const TOKEN: Command = defineCommand({
  name: "token",
  summary: "print a registry's password",
  description:
    "Prints the password of a registry, and nothing else, on standard output. The identity is the one given, else the one that " +
    "atmos.yaml links to the registry, else the environment's credentials. The user name is AWS.",
  arguments: [argument("<host>", "the host of the registry")],
  options: [
    ...LOGIN_OPTIONS,
    option("-i, --identity [name]", "the identity to use; without a name, choose one"),
    option("--aws-profile <name>", "use the credentials of this profile of the AWS files"),
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
  summary: "show the integrations",
  description:
    "Shows the integrations for ECR with their registry, identity and kind. As mermaid or dot it draws them with the identities and " +
    "providers that they build upon.",
  examples: [
    ["atmos-ecr list", "as a table"],
    ["atmos-ecr list -o json", "for scripts"],
    ["atmos-ecr list -o dot | dot -Tsvg >auth.svg", "as a picture, by Graphviz"],
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
    "Shows for each registry that is configured, pinned or known to Docker: where Docker gets its credentials, as whom, until when, " +
    "what they override, whether a login is needed, what failed last, and the command to run. AWS is not called. With hosts, it exits " +
    "with 1 when one of them has no usable credentials.",
  arguments: [argument("[host...]", "registries by host; all when absent")],
  options: [DOCKER_CONFIG_OPTION],
  examples: [
    ["atmos-ecr status", "every registry that is configured, pinned or known to Docker"],
    ["atmos-ecr status 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
    ["atmos-ecr status -o json", "for scripts"],
  ],
  notes: [{
    heading: "Provided by",
    rows: [
      ["helper", "docker-credential-atmos-ecr, which requests a token when none is cached"],
      ["other-helper", "another program, named in credHelpers"],
      ["store", "the program that credsStore names"],
      ["auths", "a login in Docker's config.json, which Docker also sends when it has expired"],
      ["none", "Docker goes on without credentials"],
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
    "Shows how the login of a registry comes about: what its host says, which integration and identity the configuration links to " +
    "it and where, who answers Docker, what the credential helper goes by, and what it has cached. AWS is not asked.",
  arguments: [argument("<host>", "the host of the registry")],
  examples: [
    ["atmos-ecr explain 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "who would answer, and why"],
    ["atmos-ecr explain 123456789012.dkr.ecr.eu-west-1.amazonaws.com -o json", "for scripts"],
  ],
  run: (): Promise<typeof import("../commands/explain.ts")> =>
    import(Deno.build.standalone ? "../commands/explain.ts" : "../commands/explain.ts"),
});
