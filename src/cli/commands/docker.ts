import { type LoadedAuth, withIdentities } from "../../app/config/load_auth.ts";
import { planInstall } from "../../app/docker/install_helper.ts";
import { isLoginNeeded, type LoginNeededPorts } from "../../app/docker/pinned_status.ts";
import { planUninstall } from "../../app/docker/uninstall_helper.ts";
import { asExpectedError } from "../../app/expected_error.ts";
import { installTargets } from "../../app/targets/install_targets.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import type { Target } from "../../domain/login/target.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { selectionPorts } from "../command/selection.ts";
import { registrationMode, runRegistration } from "./docker_registration.ts";
import { linkAndHosts, planLink } from "./helper_link.ts";

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
  const exitCode = await runRegistration(plan, {
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
  return await runRegistration(plan, {
    mode: registrationMode(options),
    words: { done: "Removed the credential helper for" },
    writer,
    context,
  });
}

/**
 * The user's next step after registries are installed, as a line of text: a login if one is needed, otherwise the first pull.
 *
 * @param targets The installed registries, at least one.
 * @param loaded The configuration of their identities.
 * @param ports Only called to look at an identity.
 */
async function nextStep(
  targets: readonly Target[],
  loaded: LoadedAuth | undefined,
  ports: () => Promise<LoginNeededPorts>,
): Promise<string> {
  const seen = new Set<string | undefined>();
  for (const target of targets) {
    const { identity } = target;
    if (identity === undefined || loaded === undefined || seen.has(identity)) continue;
    seen.add(identity);
    if (await isMissing(identity, loaded, await ports())) {
      return `Next, log in: \`${loginWords(target)}\`\n`;
    }
  }
  return `Next, pull: \`docker pull ${targets[0]?.registry.host}/REPOSITORY:TAG\`\n`;
}

async function isMissing(identity: string, loaded: LoadedAuth, ports: LoginNeededPorts): Promise<boolean> {
  try {
    const { auth, config } = await withIdentities(loaded, [identity]);
    return await isLoginNeeded(resolveChain(auth, identity), config.realm.value, ports);
  } catch (error) {
    // Any failure will be reported by the pull.
    asExpectedError(error);
    return false;
  }
}

function loginWords({ integration, identity, registry }: Target): string {
  return integration === undefined
    ? `atmos-ecr login ${registry.host} --identity ${shellWord(identity ?? "")}`
    : `atmos-ecr login ${shellWord(integration)}`;
}
