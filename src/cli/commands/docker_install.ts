import type { Command } from "commander";
import { planInstall } from "../../app/docker/install_helper.ts";
import { installTargets } from "../../app/targets/install_targets.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CliContext } from "../command/context.ts";
import { addDockerConfigOption, dockerConfigOption } from "../command/docker_config_option.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { Writer } from "../output/writer.ts";
import { linkAndHosts, planLink } from "./helper_link.ts";
import { installNextStep } from "./install_next_step.ts";
import { runWiring, wiringMode } from "./docker_wiring.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr docker install", "every integration of atmos.yaml"],
  ["atmos-ecr docker install --link", "create the program that Docker looks for, too"],
  ["atmos-ecr docker install --aws-profile work 111122223333.dkr.ecr.eu-west-1.amazonaws.com", ""],
  ["atmos-ecr docker install --pin-only --docker-config DIR", "for a kubelet with DOCKER_CONFIG=DIR"],
  ["atmos-ecr docker install --dry-run", "what would be written, as a diff"],
  ["atmos-ecr docker install --check", "for configuration management: exit 1 when something would change"],
  ["atmos-ecr docker install -i dev-admin 123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""],
];

interface InstallOptions {
  readonly all?: true;
  readonly identity?: string | true;
  readonly link?: string | true;
  readonly force?: true;
  readonly repin?: true;
  readonly pinOnly?: true;
  readonly awsProfile?: string;
  readonly check?: true;
  readonly dryRun?: true;
}

/** `atmos-ecr docker install` */
export function addDockerInstallCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addDockerConfigOption(addExamples(group.command("install"), EXAMPLES))
    .summary("let Docker ask this program for logins")
    .description(
      "Pins registries to their identities and names this program for them in Docker's config.json (credHelpers), so that Docker gets " +
        "a login whenever it needs one. Without hosts, the registries of all integrations. A host that no integration names is for " +
        "--identity or --aws-profile, or else for the environment's credentials. Each pin is first resolved as the helper will: what it " +
        "could not use is refused.",
    )
    .argument("[host...]", "registries by host")
    .option("--all", "every integration for ECR, as without hosts")
    .option("-i, --identity [name]", "the identity to use; without a name, choose one")
    .option("--aws-profile <name>", "pin the hosts to this profile of the AWS files; no atmos.yaml is needed")
    .option(
      "--link [dir]",
      "create docker-credential-atmos-ecr in this directory of the PATH; without one, where your own programs are",
    )
    .option("--force", "replace other helpers")
    .option("--repin", "pin registries that are pinned to another identity")
    .option(
      "--pin-only",
      "pin, and leave config.json alone: for a kubelet, which finds pins by its DOCKER_CONFIG",
    )
    .option("--check", "exit with 1 when something would change, and show what; write nothing")
    .option("--dry-run", "show what would be changed, as a diff; write nothing")
    .action(async (typed: string[], options: InstallOptions, command: Command) => {
      const writer = new Writer(context, command);
      const pinOnly = options.pinOnly === true;
      if (pinOnly && (options.link !== undefined || options.force === true)) {
        throw new UsageError(
          `Cannot use --pin-only with ${options.link === undefined ? "--force" : "--link"}`,
          {
            hint: "With --pin-only, neither config.json nor a helper matters: leave the other one out",
          },
        );
      }
      const { link, hosts } = linkAndHosts(options.link, typed);
      const helper = context.helperSide(dockerConfigOption(command));
      const selection = configSelection(globalOptions(command));
      const { targets, loaded, problems, notes } = await installTargets(
        { hosts, identity: options.identity, awsProfile: options.awsProfile, all: options.all === true },
        {
          configurations: context.configurations(),
          configSelection: selection,
          prompter: context.prompter,
          identityVariable: undefined,
        },
      );
      writer.configuration(loaded?.files ?? [], problems);
      for (const note of notes) writer.warning(note);
      const mode = wiringMode(options);
      const dryRun = mode !== "apply";
      const facts = loaded === undefined
        ? undefined
        : { auth: loaded.auth, config: loaded.config, selection, environment: context.environment };
      const planned = pinOnly
        ? undefined
        : await planLink(helper, { link, mode, prompter: context.prompter, writer });
      const plan = await planInstall(targets, facts, {
        ports: { ...helper, docker: helper.docker() },
        force: options.force === true,
        repin: options.repin === true,
        pinOnly,
        prompter: dryRun ? undefined : context.prompter,
      });
      const installed = plan.registries.filter(({ error }) => error === undefined);
      if (installed.length > 0) await planned?.create();
      setExitCode(
        await runWiring(plan, {
          mode,
          words: {
            done: pinOnly ? "Pinned" : "Docker asks this program for",
            nobody: " with the environment's credentials",
            changed: planned?.link?.changed === true,
            ...(planned?.link === undefined ? {} : { extra: { link: planned.link } }),
          },
          writer,
          context,
        }),
      );
      if (dryRun || pinOnly || writer.json || !installed.some(({ changed }) => changed)) return;
      const next = await installNextStep(
        installed.map(({ target }) => target),
        loaded,
        () => ({ ...context.authSide(writer), clock: context.clock }),
      );
      if (next !== undefined) writer.words(next);
    });
}
