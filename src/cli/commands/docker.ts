import { planInstall } from "../../app/docker/install_helper.ts";
import { planUninstall } from "../../app/docker/uninstall_helper.ts";
import { installTargets } from "../../app/targets/install_targets.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { selectionPorts } from "../command/selection.ts";
import { registrationMode, runRegistration } from "./docker_registration.ts";
import { linkAndHosts, planLink } from "./helper_link.ts";
import { nextStep } from "./install_next_step.ts";

interface RegistrationOptions {
  readonly dockerConfig?: string;
  readonly all?: true;
  readonly check?: true;
  readonly dryRun?: true;
}

interface InstallOptions extends RegistrationOptions {
  readonly identity?: string | true;
  readonly awsProfile?: string;
  readonly link?: string | true;
  readonly force?: true;
  readonly repin?: true;
  readonly pinOnly?: true;
}

/** `atmos-ecr docker install` */
export async function install(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<InstallOptions>();
  const { writer } = io;
  const pinOnly = options.pinOnly === true;
  if (pinOnly && (options.link !== undefined || options.force === true)) {
    throw new UsageError(
      `Cannot use --pin-only with ${options.link === undefined ? "--force" : "--link"}`,
      { hint: "--pin-only changes neither config.json nor the helper: omit the other option" },
    );
  }
  const { link, hosts } = linkAndHosts(options.link, io.operands);
  const helper = await context.helperDependencies(options.dockerConfig);
  const { targets, loaded, ...report } = await installTargets(
    { hosts, identity: options.identity, awsProfile: options.awsProfile, all: options.all === true },
    { ...selectionPorts(io, context), identityVariable: undefined },
  );
  writer.configuration(report);
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
  const registration = {
    mode,
    done: pinOnly ? "Pinned" : "Installed the credential helper for",
    fallback: " with the environment's credentials",
    changed: planned?.link?.changed === true,
    extra: planned?.link && { link: planned.link },
  };
  const exitCode = await runRegistration(plan, registration, writer, context);
  if (dryRun || pinOnly || writer.json || !installed.some(({ changed }) => changed)) return exitCode;
  writer.info(
    await nextStep(
      installed.map(({ target }) => target),
      loaded,
      async () => ({ ...await context.authDependencies(writer), clock: context.clock }),
    ),
  );
  return exitCode;
}

/** `atmos-ecr docker uninstall` */
export async function uninstall(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<RegistrationOptions>();
  const { writer, configSelection } = io;
  const helper = await context.helperDependencies(options.dockerConfig);
  const plan = await planUninstall({ hosts: io.operands, all: options.all === true }, {
    docker: helper.docker(),
    pins: helper.pins,
    configurations: context.configurations(),
    configSelection,
  });
  const registration = {
    mode: registrationMode(options),
    done: "Removed the credential helper for",
    unchanged: "The credential helper is not installed for",
  };
  return await runRegistration(plan, registration, writer, context);
}
