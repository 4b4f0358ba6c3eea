import { argument, type Command, defineCommand, defineGroup, option } from "../command/define_command.ts";
import { VARIABLE_FORMATS } from "../../domain/session/variable_formats.ts";
import { IDENTITY_OPTION, LOGIN_OPTIONS } from "./options.ts";

const LOGIN = defineCommand({
  name: "login",
  summary: "log in to an identity",
  description:
    "Logs in to an identity, and Docker in to the registries of the integrations that are linked to it, unless they say auto_provision: " +
    "false. A session that lasts is used again. What goes wrong with a registry is a warning.",
  arguments: [argument("[identity]", "the identity")],
  options: [
    IDENTITY_OPTION,
    ...LOGIN_OPTIONS,
    option("--provider <name>", "a provider alone, and the integrations that are linked to it"),
    option("--tags <tags>", "every identity with one of these tags, a comma list"),
    option("--force", "make a new session even where one lasts"),
  ],
  examples: [
    ["atmos-ecr auth login", "the default identity, or one that you choose; without identities the provider"],
    ["atmos-ecr auth login dev-admin", "this one, and Docker in to its registries"],
    ["atmos-ecr auth login --provider acme-sso", "IAM Identity Center alone"],
    ["atmos-ecr auth login --tags dev,tools", "every identity with one of these tags"],
    ["atmos-ecr auth login dev-admin --force", "with a new session, although one lasts"],
    ["atmos-ecr auth login --device", "without a browser on this machine"],
  ],
  run: (): Promise<typeof import("../commands/auth_login.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_login.ts" : "../commands/auth_login.ts"),
});

const LOGOUT = defineCommand({
  name: "logout",
  summary: "forget sessions, and Docker's logins of their registries",
  description:
    "Removes the session of an identity, of everything that builds upon a provider, or all of them, and Docker's logins of the registries " +
    "that are linked to them. On a terminal, without arguments, you choose from a menu. What neither this program nor Atmos wrote stays.",
  arguments: [argument("[identity]", "the identity")],
  options: [
    IDENTITY_OPTION,
    option("--provider <name>", "a provider, with every identity that builds upon it"),
    option("--tags <tags>", "every identity and provider with one of these tags, a comma list"),
    option("--all", "every identity and provider of the configuration"),
    option("--all-realms", "the sessions and logins of all projects on this machine"),
    option("--keychain", "the keys of users in the keyring, too: nothing brings them back"),
    option("--force", "do not ask before keys or the sessions of all projects are removed"),
    option("--dry-run", "show what would be removed"),
  ],
  examples: [
    ["atmos-ecr auth logout dev-admin", "its session, and Docker's logins of its registries"],
    ["atmos-ecr auth logout builder --keychain", "also the access keys that `auth user configure` kept"],
    ["atmos-ecr auth logout --all --dry-run", "what would be removed, without removing it"],
    ["atmos-ecr auth logout --all-realms --dry-run", "what logins of all projects have left"],
  ],
  run: (): Promise<typeof import("../commands/auth_logout.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_logout.ts" : "../commands/auth_logout.ts"),
});

const WHOAMI = defineCommand({
  name: "whoami",
  summary: "show who an identity is to AWS",
  description:
    "Asks AWS who an identity is. A session that lasts is used, one that can be renewed is, and nobody is asked anything: where a person " +
    "has to log in, it exits with 4. No integration runs.",
  options: [IDENTITY_OPTION],
  examples: [
    ["atmos-ecr auth whoami", "the default identity"],
    ["atmos-ecr auth whoami -i dev-admin -o json", "for scripts"],
  ],
  run: (): Promise<typeof import("../commands/auth_whoami.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_whoami.ts" : "../commands/auth_whoami.ts"),
});

const LIST = defineCommand({
  name: "list",
  summary: "show providers, identities and integrations",
  description:
    "Shows the providers, identities and integrations of atmos.yaml, what they build upon, and how long the sessions last. AWS is not " +
    "asked.",
  options: [
    option("-f, --format <format>", "how to show them; table unless `-o` says otherwise", {
      choices: ["table", "tree", "json", "yaml", "markdown", "md", "mermaid", "dot", "graphviz"],
    }),
    option("--providers [names]", "providers; only these of a comma list"),
    option("--identities [names]", "identities; only these of a comma list"),
    option("--integrations [names]", "integrations; only these of a comma list"),
    option("--tags <tags>", "identities and providers with one of these tags, a comma list"),
  ],
  examples: [
    ["atmos-ecr auth list", "as a table"],
    ["atmos-ecr auth list -f tree", "what builds upon what"],
    ["atmos-ecr auth list --identities dev-admin", "these identities"],
    ["atmos-ecr auth list --tags prod -f yaml", "those with a tag"],
    ["atmos-ecr auth list -o dot", "as a picture, by Graphviz"],
  ],
  draws: true,
  run: (): Promise<typeof import("../commands/auth_list.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_list.ts" : "../commands/auth_list.ts"),
});

const ENV = defineCommand({
  name: "env",
  summary: "print variables for working as an identity",
  description:
    "Prints the variables that make AWS tools and Docker work as an identity: they lead to its session, and hold no secret. " +
    "bash, fish and powershell also unset the variables that would go before it. Without --login it logs in to nothing; with it also Docker, as `auth login` does.",
  options: [
    IDENTITY_OPTION,
    ...LOGIN_OPTIONS,
    option("-f, --format <format>", "how to write them; bash unless `-o json`", {
      choices: VARIABLE_FORMATS,
    }),
    option(
      "--output-file <file>",
      "add them to a file instead, or replace it with json; with github, $GITHUB_ENV unless given",
    ),
    option(
      "--login",
      "log in first, unless a session lasts, and Docker in to the registries of the identity",
    ),
  ],
  examples: [
    [`eval "$(atmos-ecr auth env -i dev-admin)"`, "bash, zsh and their family"],
    ["atmos-ecr auth env --login -f fish | source", ""],
    ["atmos-ecr auth env -f powershell | Out-String | Invoke-Expression", ""],
    ["atmos-ecr auth env --login -f github", "for the steps of a GitHub job that follow"],
  ],
  run: (): Promise<typeof import("../commands/auth_env.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_env.ts" : "../commands/auth_env.ts"),
});

const EXEC = defineCommand({
  name: "exec",
  summary: "run a program as an identity",
  description:
    "Runs a program as an identity, and exits with its exit code. It gets the variables of `auth env`, and no other variable of AWS that " +
    "says who it is. Who is not logged in is asked to; then the integrations run that `auth login` runs.",
  arguments: [
    argument("[command...]", "after --: the program and its arguments, which are left as they are"),
  ],
  options: [IDENTITY_OPTION, ...LOGIN_OPTIONS],
  examples: [
    ["atmos-ecr auth exec -- aws sts get-caller-identity", "a program as the default identity"],
    [
      "atmos-ecr auth exec -i dev-admin -- docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
      "",
    ],
  ],
  run: (): Promise<typeof import("../commands/auth_exec.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_exec.ts" : "../commands/auth_exec.ts"),
});

const SHELL = defineCommand({
  name: "shell",
  summary: "start a shell as an identity",
  description:
    "Starts a shell as an identity, with the variables of `auth env` and ATMOS_IDENTITY, and exits with its exit code. Who is not logged " +
    "in is asked to, as in `auth exec`.",
  arguments: [
    argument("[arguments...]", "after --: arguments of the shell; it is a login shell without any"),
  ],
  options: [
    IDENTITY_OPTION,
    ...LOGIN_OPTIONS,
    option("--shell <program>", "the shell; else that of ATMOS_SHELL, else that of SHELL"),
  ],
  examples: [
    ["atmos-ecr auth shell -i dev-admin", "your shell"],
    ["atmos-ecr auth shell --shell sh -- -c 'aws s3 ls'", "another one, with arguments"],
  ],
  run: (): Promise<typeof import("../commands/auth_shell.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_shell.ts" : "../commands/auth_shell.ts"),
});

const USER_CONFIGURE = defineCommand({
  name: "configure",
  summary: "ask for the access keys of a user, test them, and keep them",
  description:
    "Asks for the access keys of an identity of kind aws/user, lets AWS say whose they are, and keeps them in the keyring that " +
    "auth.keyring names, where Atmos finds them, too. What was got with older keys is forgotten. Keys that AWS does not take change nothing.",
  arguments: [
    argument("[identity]", "the identity; the only aws/user, or one that you choose, when absent"),
  ],
  options: [
    IDENTITY_OPTION,
    option(
      "--access-key-id <id>",
      "the access key id; without a terminal the secret is read from standard input",
    ),
    option("--mfa-arn <arn>", "the MFA device of the user, kept with the keys"),
    option("--session-duration <duration>", "how long sessions last, 12h when absent, kept with the keys"),
    option(
      "--aws-profile-file",
      "keep them in the profile of the identity's name in the AWS credentials file",
    ),
  ],
  examples: [
    ["atmos-ecr auth user configure builder", "asks for the keys, tests them, and keeps them in the keyring"],
    ["atmos-ecr auth user configure builder --aws-profile-file", "in ~/.aws/credentials, profile builder"],
    [
      "print-secret | atmos-ecr auth user configure builder --access-key-id AKIA…",
      "without a terminal: the secret on standard input",
    ],
  ],
  run: (): Promise<typeof import("../commands/auth_user.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_user.ts" : "../commands/auth_user.ts"),
});

const USER = defineGroup({
  name: "user",
  summary: "keep the access keys of IAM users",
  description: "Keeps the access keys of identities of kind aws/user.",
  examples: USER_CONFIGURE.examples,
  sections: [{ heading: "Commands", commands: [USER_CONFIGURE] }],
});

const VALIDATE = defineCommand({
  name: "validate",
  summary: "check the auth section",
  description:
    "Checks providers, identities, their chains and the integrations, and reports everything that is wrong with them, by position: the " +
    "same as `config validate`. Exits with 2 when there is an error; warnings alone do not count.",
  examples: [["atmos-ecr auth validate", "the configuration here"]],
  run: (): Promise<typeof import("../commands/config_validate.ts")> =>
    import(Deno.build.standalone ? "../commands/config_validate.ts" : "../commands/config_validate.ts"),
});

/** `atmos-ecr auth` with its commands. */
export const AUTH: Command = defineGroup({
  name: "auth",
  summary: "log in to identities and work as them",
  description:
    "Logs in to the identities of atmos.yaml, shows who that is, and runs programs as them. Sessions are shared with Atmos.",
  examples: [
    ["atmos-ecr auth login dev-admin", "log in to an identity"],
    ["atmos-ecr auth list", "see who there is, and who is logged in"],
    ["atmos-ecr auth exec -- aws s3 ls", "run a program as the default identity"],
  ],
  sections: [{
    heading: "Commands",
    commands: [LOGIN, LOGOUT, WHOAMI, LIST, ENV, EXEC, SHELL, USER, VALIDATE],
  }],
});
