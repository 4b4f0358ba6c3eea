import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { planInstall } from "../../app/docker/install_helper.ts";
import { installTargets } from "../../app/targets/install_targets.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CliContext } from "../command/context.ts";
import type { DockerConfigOption } from "../command/docker_config_option.ts";
import { configSelection } from "../command/global_options.ts";
import { linkAndHosts, planLink } from "./helper_link.ts";
import { installNextStep } from "./install_next_step.ts";
import { registrationMode, runWiring } from "./docker_registration.ts";

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
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { operands: typed } = io;
  const options = io.options<InstallOptions>();
  const { writer } = io;
  const pinOnly = options.pinOnly === true;
  if (pinOnly && (options.link !== undefined || options.force === true)) {
    throw new UsageError(
      `Cannot use --pin-only with ${options.link === undefined ? "--force" : "--link"}`,
      {
        hint: "--pin-only changes neither config.json nor the helper: omit the other option",
      },
    );
  }
  const { link, hosts } = linkAndHosts(options.link, typed);
  const helper = await context.helperDependencies(io.options<DockerConfigOption>().dockerConfig);
  const { targets, loaded, files, problems, notes } = await installTargets(
    { hosts, identity: options.identity, awsProfile: options.awsProfile, all: options.all === true },
    {
      configurations: context.configurations(),
      configSelection: configSelection(io.global),
      prompter: context.prompter,
      identityVariable: undefined,
    },
  );
  writer.configuration(files, problems);
  for (const note of notes) writer.warning(note);
  const mode = registrationMode(options);
  const dryRun = mode !== "apply";
  const planned = pinOnly
    ? undefined
    : await planLink(helper, { link, mode, prompter: context.prompter, writer });
  const plan = await planInstall(targets, loaded, {
    ports: { ...helper, docker: helper.docker() },
    force: options.force === true,
    repin: options.repin === true,
    pinOnly,
    prompter: dryRun ? undefined : context.prompter,
  });
  const installed = plan.registries.filter(({ error }) => error === undefined);
  if (installed.length > 0) await planned?.create();
  const exitCode = await runWiring(plan, {
    mode,
    words: {
      done: pinOnly ? "Pinned" : "Installed the credential helper for",
      fallback: " with the environment's credentials",
      changed: planned?.link?.changed === true,
      ...(planned?.link === undefined ? {} : { extra: { link: planned.link } }),
    },
    writer,
    context,
  });
  if (dryRun || pinOnly || writer.json || !installed.some(({ changed }) => changed)) return exitCode;
  const next = await installNextStep(
    installed.map(({ target }) => target),
    loaded,
    async () => ({ ...await context.authDependencies(writer), clock: context.clock }),
  );
  if (next !== undefined) writer.info(next);
  return exitCode;
}
