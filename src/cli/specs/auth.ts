import { VARIABLE_FORMATS } from "../../domain/session/variable_formats.ts";
import { argument, type Command, defineCommand, option } from "../command/define_command.ts";
import { IDENTITY_OPTION, LOGIN_OPTIONS } from "./options.ts";

const LOGIN = defineCommand({
  name: "login",
  summary: "log in as an identity",
  description:
    "Logs in as an identity, and logs Docker in to the registries of its integrations, unless they set auto_provision: " +
    "false. A valid session is reused. A failed registry login is only a warning.",
  arguments: [argument("[identity]", "the identity")],
  options: [
    IDENTITY_OPTION,
    ...LOGIN_OPTIONS,
    option("--provider <name>", "only log in to a provider, and run the integrations linked to it"),
    option("--tags <tags>", "every identity with one of these tags, comma-separated"),
    option("--force", "create a new session even if one is valid"),
  ],
  examples: [
    ["atmos-ecr auth login", "the default identity, or one you select"],
    ["atmos-ecr auth login dev-admin", "this identity, and log Docker in to its registries"],
    ["atmos-ecr auth login --provider acme-sso", "IAM Identity Center only"],
    ["atmos-ecr auth login --tags dev,tools", "every identity with one of these tags"],
    ["atmos-ecr auth login dev-admin --force", "with a new session"],
    ["atmos-ecr auth login --device", "without a browser on this machine"],
  ],
  run: (): Promise<typeof import("../commands/auth_login.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_login.ts" : "../commands/auth_login.ts"),
});

const LOGOUT = defineCommand({
  name: "logout",
  summary: "remove sessions and the Docker logins of their registries",
  description:
    "Removes the session of an identity, of every identity of a provider, or all sessions, and the Docker logins of the registries " +
    "linked to them. On a terminal, without arguments, prompts for a selection. Only removes what atmos-ecr or Atmos wrote.",
  arguments: [argument("[identity]", "the identity")],
  options: [
    IDENTITY_OPTION,
    option("--provider <name>", "a provider and every identity that uses it"),
    option("--tags <tags>", "every identity and provider with one of these tags, comma-separated"),
    option("--all", "every identity and provider of the configuration"),
    option("--all-realms", "the sessions, logins and cached tokens of all projects on this machine"),
    option("--keychain", "also delete the access keys of users from the keyring; this cannot be undone"),
    option("--force", "do not ask for confirmation"),
    option("--dry-run", "show what would be removed; remove nothing"),
  ],
  examples: [
    ["atmos-ecr auth logout dev-admin", "its session and the Docker logins of its registries"],
    ["atmos-ecr auth logout builder --keychain", "also the access keys stored by `auth user configure`"],
    ["atmos-ecr auth logout --all --dry-run", "preview what would be removed"],
    ["atmos-ecr auth logout --all-realms --dry-run", "preview for all projects"],
  ],
  run: (): Promise<typeof import("../commands/auth_logout.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_logout.ts" : "../commands/auth_logout.ts"),
});

const WHOAMI = defineCommand({
  name: "whoami",
  summary: "show the AWS principal of an identity",
  description:
    "Calls AWS to identify the principal of an identity. Uses or renews an existing session, but never starts an interactive login: if one is " +
    "required, exits with 4. Runs no integrations.",
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
    "Shows the providers, identities and integrations of atmos.yaml, how they are linked, and when sessions expire. Does not call " +
    "AWS.",
  options: [
    option("-f, --format <format>", "output format; table unless `-o` is given", {
      choices: ["table", "tree", "json", "yaml", "markdown", "md", "mermaid", "dot", "graphviz"],
    }),
    option("--providers [names]", "only these providers, comma-separated"),
    option("--identities [names]", "only these identities, comma-separated"),
    option("--integrations [names]", "only these integrations, comma-separated"),
    option("--tags <tags>", "only identities and providers with one of these tags, comma-separated"),
  ],
  examples: [
    ["atmos-ecr auth list", "as a table"],
    ["atmos-ecr auth list -f tree", "as a tree"],
    ["atmos-ecr auth list --identities dev-admin", "these identities"],
    ["atmos-ecr auth list --tags prod -f yaml", "entries with a tag, as YAML"],
    ["atmos-ecr auth list -o dot", "as a graph, for Graphviz"],
  ],
  draws: true,
  run: (): Promise<typeof import("../commands/auth_list.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_list.ts" : "../commands/auth_list.ts"),
});

const ENV = defineCommand({
  name: "env",
  summary: "print environment variables for an identity",
  description:
    "Prints environment variables that make AWS tools and Docker use an identity. They refer to its session and contain no secrets. " +
    "The formats bash, fish and powershell also unset variables that would take precedence. With --login, first logs in, including Docker, like `auth login`.",
  options: [
    IDENTITY_OPTION,
    ...LOGIN_OPTIONS,
    option("-f, --format <format>", "output format; bash unless `-o json`", { choices: VARIABLE_FORMATS }),
    option(
      "--output-file <file>",
      "append to a file (json replaces it); the default for github is $GITHUB_ENV",
    ),
    option(
      "--login",
      "log in first if there is no valid session, and log Docker in to the registries of the identity",
    ),
  ],
  examples: [
    [`eval "$(atmos-ecr auth env -i dev-admin)"`, "bash, zsh and similar shells"],
    ["atmos-ecr auth env --login -f fish | source", ""],
    ["atmos-ecr auth env -f powershell | Out-String | Invoke-Expression", ""],
    ["atmos-ecr auth env --login -f github", "for later steps of a GitHub job"],
  ],
  run: (): Promise<typeof import("../commands/auth_env.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_env.ts" : "../commands/auth_env.ts"),
});

const EXEC = defineCommand({
  name: "exec",
  summary: "run a command as an identity",
  description:
    "Runs a command as an identity and returns its exit code. The command gets the variables of `auth env`; other AWS variables that " +
    "select credentials are removed. Prompts for a login if required, and then runs the same integrations as `auth login`.",
  arguments: [
    argument("<command...>", "the command and its arguments, passed unchanged", {
      term: "-- COMMAND [ARG...]",
      isProgram: true,
    }),
  ],
  options: [IDENTITY_OPTION, ...LOGIN_OPTIONS],
  examples: [
    ["atmos-ecr auth exec -- aws sts get-caller-identity", "a command as the default identity"],
    [
      "atmos-ecr auth exec -i dev-admin -- docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
      "",
    ],
  ],
  run: async () => ({ run: (await loadAuthPrograms()).execute }),
});

const SHELL = defineCommand({
  name: "shell",
  summary: "start a shell as an identity",
  description:
    "Starts a shell as an identity, with the variables of `auth env` and ATMOS_IDENTITY, and returns its exit code. Prompts for a login " +
    "if required, like `auth exec`.",
  arguments: [
    argument("[arguments...]", "arguments of the shell; without any, it is a login shell", {
      term: "[-- ARG...]",
    }),
  ],
  options: [
    IDENTITY_OPTION,
    ...LOGIN_OPTIONS,
    option("--shell <program>", "the shell; default ATMOS_SHELL, then SHELL"),
  ],
  examples: [
    ["atmos-ecr auth shell -i dev-admin", "your shell"],
    ["atmos-ecr auth shell --shell sh -- -c 'aws s3 ls'", "another shell, with arguments"],
  ],
  run: async () => ({ run: (await loadAuthPrograms()).shell }),
});

const USER_CONFIGURE = defineCommand({
  name: "configure",
  summary: "verify and store the access keys of an IAM user",
  description:
    "Prompts for the access keys of an identity of kind aws/user, verifies them with AWS, and stores them in the keyring set by " +
    "auth.keyring, where Atmos finds them too. Sessions and tokens of the previous keys are removed. If AWS rejects the keys, nothing is changed.",
  arguments: [argument("[identity]", "the identity; default: the only aws/user, or one you select")],
  options: [
    IDENTITY_OPTION,
    option(
      "--access-key-id <id>",
      "the access key ID; without a terminal, the secret access key is read from standard input",
    ),
    option("--mfa-arn <arn>", "the ARN of the user's MFA device, stored with the keys"),
    option("--session-duration <duration>", "the session duration, 12h by default, stored with the keys"),
    option(
      "--aws-profile-file",
      "store the keys in the AWS credentials file, in the profile named after the identity",
    ),
  ],
  examples: [
    ["atmos-ecr auth user configure builder", "prompts for the keys and stores them in the keyring"],
    ["atmos-ecr auth user configure builder --aws-profile-file", "in ~/.aws/credentials, profile builder"],
    [
      "print-secret | atmos-ecr auth user configure builder --access-key-id AKIA…",
      "without a terminal: the secret on standard input",
    ],
  ],
  run: (): Promise<typeof import("../commands/auth_user.ts")> =>
    import(Deno.build.standalone ? "../commands/auth_user.ts" : "../commands/auth_user.ts"),
});

const USER = defineCommand({
  name: "user",
  summary: "manage the access keys of IAM users",
  description: "Stores the access keys of identities of kind aws/user.",
  examples: USER_CONFIGURE.examples,
  sections: [{ heading: "Commands", commands: [USER_CONFIGURE] }],
});

const VALIDATE = defineCommand({
  name: "validate",
  summary: "validate the auth section",
  description:
    "Validates providers, identities, identity chains and integrations, and reports every problem with its position. Same as " +
    "`config validate`. Exits with 2 if there are errors; warnings do not affect the exit code.",
  examples: [["atmos-ecr auth validate", "the current configuration"]],
  run: (): Promise<typeof import("../commands/config_validate.ts")> =>
    import(Deno.build.standalone ? "../commands/config_validate.ts" : "../commands/config_validate.ts"),
});

/** `atmos-ecr auth` with its commands. */
export const AUTH: Command = defineCommand({
  name: "auth",
  summary: "log in as identities and use them",
  description:
    "Logs in as the identities in atmos.yaml, shows their principals, and runs commands with them. Sessions are shared with Atmos.",
  examples: [
    ["atmos-ecr auth login dev-admin", "log in as an identity"],
    ["atmos-ecr auth list", "list identities and their sessions"],
    ["atmos-ecr auth exec -- aws s3 ls", "run a program as the default identity"],
  ],
  sections: [{
    heading: "Commands",
    commands: [LOGIN, LOGOUT, WHOAMI, LIST, ENV, EXEC, SHELL, USER, VALIDATE],
  }],
});

const loadAuthPrograms = (): Promise<typeof import("../commands/auth_programs.ts")> =>
  import(Deno.build.standalone ? "../commands/auth_programs.ts" : "../commands/auth_programs.ts");
