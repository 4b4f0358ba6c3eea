import { argument, type Command, defineCommand, defineGroup, option } from "../command/define_command.ts";
import { HELPER_VERBS } from "../../domain/helper/verbs.ts";
import { STATUS } from "./log_in.ts";
import { DOCKER_CONFIG_OPTION } from "./options.ts";

const INSTALL = defineCommand({
  name: "install",
  summary: "let Docker ask this program for logins",
  description:
    "Pins registries to their identities and names this program for them in Docker's config.json (credHelpers), so that Docker gets " +
    "a login whenever it needs one. Without hosts, the registries of all integrations. A host that no integration names is for " +
    "--identity or --aws-profile, or else for the environment's credentials. Each pin is first resolved as the helper will: what it " +
    "could not use is refused.",
  arguments: [argument("[host...]", "registries by host")],
  options: [
    DOCKER_CONFIG_OPTION,
    option("--all", "every integration for ECR, as without hosts"),
    option("-i, --identity [name]", "the identity to use; without a name, choose one"),
    option("--aws-profile <name>", "pin the hosts to this profile of the AWS files; no atmos.yaml is needed"),
    option(
      "--link [dir]",
      "create docker-credential-atmos-ecr in this directory of the PATH; without one, where your own programs are",
    ),
    option("--force", "replace other helpers"),
    option("--repin", "pin registries that are pinned to another identity"),
    option(
      "--pin-only",
      "pin, and leave config.json alone: for a kubelet, which finds pins by its DOCKER_CONFIG",
    ),
    option("--check", "exit with 1 when something would change, and show what; write nothing"),
    option("--dry-run", "show what would be changed, as a diff; write nothing"),
  ],
  examples: [
    ["atmos-ecr docker install", "every integration of atmos.yaml"],
    ["atmos-ecr docker install --link", "create the program that Docker looks for, too"],
    ["atmos-ecr docker install --aws-profile work 111122223333.dkr.ecr.eu-west-1.amazonaws.com", ""],
    ["atmos-ecr docker install --pin-only --docker-config DIR", "for a kubelet with DOCKER_CONFIG=DIR"],
    ["atmos-ecr docker install --dry-run", "what would be written, as a diff"],
    [
      "atmos-ecr docker install --check",
      "for configuration management: exit 1 when something would change",
    ],
    ["atmos-ecr docker install -i dev-admin 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
  ],
  run: (): Promise<typeof import("../commands/docker_install.ts")> =>
    import(Deno.build.standalone ? "../commands/docker_install.ts" : "../commands/docker_install.ts"),
});

const UNINSTALL = defineCommand({
  name: "uninstall",
  summary: "undo install",
  description:
    "Removes this program from Docker's config.json and the pins of those registries. Entries of other helpers stay. Without hosts, " +
    "the registries of all integrations; with --all everything that install ever did, for which no atmos.yaml is needed.",
  arguments: [argument("[host...]", "registries by host")],
  options: [
    DOCKER_CONFIG_OPTION,
    option("--all", "every registry that this program is wired or pinned for"),
    option("--check", "exit with 1 when something would change, and show what; write nothing"),
    option("--dry-run", "show what would be changed, as a diff; write nothing"),
  ],
  examples: [
    ["atmos-ecr docker uninstall", "the registries of all integrations"],
    ["atmos-ecr docker uninstall --all --dry-run", "everything that install ever did, as a diff"],
    ["atmos-ecr docker uninstall 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
  ],
  run: (): Promise<typeof import("../commands/docker_uninstall.ts")> =>
    import(Deno.build.standalone ? "../commands/docker_uninstall.ts" : "../commands/docker_uninstall.ts"),
});

/** `atmos-ecr docker` with its commands. */
export const DOCKER: Command = defineGroup({
  name: "docker",
  summary: "let Docker ask this program for logins",
  description:
    "Wires registries to this program in Docker's config.json, takes that back, and shows how things stand.",
  examples: [
    ["atmos-ecr docker install", "let Docker ask this program for the registries of all integrations"],
    ["atmos-ecr docker status", "the same as atmos-ecr status"],
  ],
  sections: [{ heading: "Commands", commands: [INSTALL, UNINSTALL, STATUS] }],
});

/**
 * `atmos-ecr credential`, as far as help goes: the program turns to it and to `kubelet` before it loads the command line, so that Docker
 * does not wait for it.
 */
export const CREDENTIAL: Command = defineCommand({
  name: "credential",
  summary: "answer Docker as its credential helper",
  description:
    "Speaks Docker's credential helper protocol on standard input and output. The identity is the one that the registry was pinned " +
    "to, else the environment's credentials.",
  arguments: [argument("<verb>", "what to do", { choices: HELPER_VERBS })],
  notes: [{
    heading: "Set-up",
    rows: [
      ["atmos-ecr docker install", "writes this into Docker's config.json, and more:"],
      [
        '{"credHelpers": {"HOST": "atmos-ecr"}}',
        "Docker then runs docker-credential-atmos-ecr from the PATH",
      ],
    ],
  }],
  examples: [
    ["echo 123456789012.dkr.ecr.eu-west-1.amazonaws.com | atmos-ecr credential get", "what Docker asks"],
  ],
  run: (): Promise<typeof import("../commands/helper_faces.ts")> =>
    import(Deno.build.standalone ? "../commands/helper_faces.ts" : "../commands/helper_faces.ts"),
});

/** `atmos-ecr kubelet`, as far as help goes. */
export const KUBELET: Command = defineCommand({
  name: "kubelet",
  summary: "answer the kubelet as its image credential provider",
  description:
    "Reads a CredentialProviderRequest from standard input and writes a CredentialProviderResponse. The role that the pod's " +
    "service account names answers, else the identity that the registry was pinned to, else the node's own credentials.",
  options: [option("--check <image>", "say who would pull an image, and why, and ask nobody")],
  notes: [{
    heading: "Set-up",
    rows: [["docs/kubernetes/credential-provider-config.yaml", "shows how the kubelet is told to run this"]],
  }],
  examples: [
    ["atmos-ecr kubelet <request.json", "what the kubelet asks"],
    ["atmos-ecr kubelet --check 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app", "who would pull it"],
  ],
  run: (): Promise<typeof import("../commands/helper_faces.ts")> =>
    import(Deno.build.standalone ? "../commands/helper_faces.ts" : "../commands/helper_faces.ts"),
});
