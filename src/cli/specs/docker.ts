import { argument, type Command, defineCommand, option } from "../command/define_command.ts";
import { STATUS } from "./log_in.ts";
import { DOCKER_CONFIG_OPTION } from "./options.ts";

const INSTALL = defineCommand({
  name: "install",
  summary: "install the Docker credential helper",
  description:
    "Registers this program as Docker's credential helper for registries (credHelpers in config.json) and pins each registry to its " +
    "identity. Without hosts, installs it for the registries of all integrations. A host without an integration uses " +
    "--identity, --aws-profile or the environment's credentials. Each pin is first resolved the way the helper will; an identity " +
    "that the helper cannot use is rejected.",
  arguments: [argument("[host...]", "registry hosts")],
  options: [
    DOCKER_CONFIG_OPTION,
    option("--all", "every ECR integration; the default without hosts"),
    option("-i, --identity [name]", "the identity to use; without a name, select one"),
    option("--aws-profile <name>", "pin the hosts to this AWS profile; no atmos.yaml needed"),
    option(
      "--link [dir]",
      "create docker-credential-atmos-ecr in this directory on the PATH; by default, in your own bin directory",
    ),
    option("--force", "replace other credential helpers"),
    option("--repin", "replace pins to another identity"),
    option(
      "--pin-only",
      "write pins only, not config.json; for a kubelet, which finds pins through its DOCKER_CONFIG",
    ),
    option("--check", "write nothing; show changes and exit with 1 if there are any"),
    option("--dry-run", "write nothing; show the changes as a diff"),
  ],
  examples: [
    ["atmos-ecr docker install", "the registries of all integrations"],
    ["atmos-ecr docker install --link", "also create the helper program"],
    ["atmos-ecr docker install --aws-profile work 111122223333.dkr.ecr.eu-west-1.amazonaws.com", ""],
    ["atmos-ecr docker install --pin-only --docker-config DIR", "for a kubelet with DOCKER_CONFIG=DIR"],
    ["atmos-ecr docker install --dry-run", "preview the changes as a diff"],
    ["atmos-ecr docker install --check", "for configuration management: exit 1 if something would change"],
    ["atmos-ecr docker install -i dev-admin 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
  ],
  run: async () => ({ run: (await loadDocker()).install }),
});

const UNINSTALL = defineCommand({
  name: "uninstall",
  summary: "remove the Docker credential helper",
  description:
    "Removes this program from Docker's config.json, and the pins of the registries. Keeps entries of other helpers. Without hosts, " +
    "applies to the registries of all integrations; with --all, to everything that was installed, even without an atmos.yaml.",
  arguments: [argument("[host...]", "registry hosts")],
  options: [
    DOCKER_CONFIG_OPTION,
    option("--all", "every registered or pinned registry"),
    option("--check", "write nothing; show changes and exit with 1 if there are any"),
    option("--dry-run", "write nothing; show the changes as a diff"),
  ],
  examples: [
    ["atmos-ecr docker uninstall", "the registries of all integrations"],
    ["atmos-ecr docker uninstall --all --dry-run", "preview removing everything"],
    ["atmos-ecr docker uninstall 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "one registry"],
  ],
  run: async () => ({ run: (await loadDocker()).uninstall }),
});

/** `atmos-ecr docker` with its commands. */
export const DOCKER: Command = defineCommand({
  name: "docker",
  summary: "install or remove the Docker credential helper",
  description: "Installs or removes the credential helper in Docker's config.json, and shows its status.",
  examples: [
    ["atmos-ecr docker install", "install the credential helper for all integrations"],
    ["atmos-ecr docker status", "the same as atmos-ecr status"],
  ],
  sections: [{ heading: "Commands", commands: [INSTALL, UNINSTALL, STATUS] }],
});

const loadDocker = (): Promise<typeof import("../commands/docker.ts")> =>
  import(Deno.build.standalone ? "../commands/docker.ts" : "../commands/docker.ts");
