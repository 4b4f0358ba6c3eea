import { argument, type Command, defineCommand } from "../command/define_command.ts";
import { HELP_TOPICS } from "../help/help_topics.ts";
import { AUTH } from "./auth.ts";
import { CONFIG, DOCTOR } from "./config.ts";
import { DOCKER } from "./docker.ts";
import { EXPLAIN, INIT, LIST, LOGIN, LOGOUT, STATUS, TOKEN } from "./log_in.ts";
import { GLOBAL_OPTIONS } from "./options.ts";
import { CREDENTIAL, KUBELET } from "./protocols.ts";
import { TRUST, UNTRUST } from "./trust.ts";

const COMPLETION = defineCommand({
  name: "completion",
  summary: "print a shell completion script",
  description:
    "Prints a script that completes commands, options, and the names of integrations, identities, providers, profiles " +
    "and registries. Completion reads the configuration as plain data and never runs or fetches anything.",
  arguments: [argument("<shell>", "the shell", { choices: ["bash", "zsh", "fish", "powershell"] })],
  examples: [
    ["source <(atmos-ecr completion bash)", "bash, e.g. in ~/.bashrc"],
    ["source <(atmos-ecr completion zsh)", "zsh, in ~/.zshrc"],
    ["atmos-ecr completion fish >~/.config/fish/completions/atmos-ecr.fish", "fish"],
    ["atmos-ecr completion powershell | Out-String | Invoke-Expression", "PowerShell, in $PROFILE"],
  ],
  print: (): Promise<typeof import("../commands/completion.ts")> =>
    import(Deno.build.standalone ? "../commands/completion.ts" : "../commands/completion.ts"),
});

const HELP = defineCommand({
  name: "help",
  summary: "show help of a command or topic",
  description: "Shows the help of a command or a topic.",
  arguments: [argument("[command...]", "a command, or a topic")],
  examples: [
    ["atmos-ecr help docker install", "same as atmos-ecr docker install --help"],
    ["atmos-ecr help environment", "environment variables"],
  ],
  notes: [{ heading: "Topics", rows: HELP_TOPICS.map(({ name, summary }) => [name, summary] as const) }],
  print: (): Promise<typeof import("../commands/help.ts")> =>
    import(Deno.build.standalone ? "../commands/help.ts" : "../commands/help.ts"),
});

/** The program with its commands. Help shows them in this order, under these headings. */
export const PROGRAM: Command = defineCommand({
  name: "atmos-ecr",
  summary: "",
  description: "Logs Docker and other container tools in to Amazon ECR with the identities in atmos.yaml.",
  options: GLOBAL_OPTIONS,
  examples: [
    ["atmos-ecr login dev/ecr", "log Docker in to the registry of an integration"],
    ["atmos-ecr docker install", "install the Docker credential helper"],
    ["atmos-ecr status", "show where Docker gets credentials and when they expire"],
  ],
  notes: [{
    heading: "Topics",
    rows: HELP_TOPICS.map(({ name, summary }) => [`help ${name}`, summary] as const),
  }],
  sections: [
    { heading: "Get started", commands: [INIT] },
    { heading: "Log in", commands: [LOGIN, LOGOUT, TOKEN, LIST, STATUS, EXPLAIN] },
    { heading: "Identities", commands: [AUTH] },
    { heading: "Configure Docker", commands: [DOCKER, CREDENTIAL, KUBELET] },
    { heading: "Configuration", commands: [CONFIG, TRUST, UNTRUST] },
    { heading: "Other", commands: [DOCTOR, COMPLETION, HELP] },
  ],
});
