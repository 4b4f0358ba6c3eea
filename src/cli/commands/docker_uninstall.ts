import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { planUninstall } from "../../app/docker/uninstall_helper.ts";
import type { CliContext } from "../command/context.ts";
import type { DockerConfigOption } from "../command/docker_config_option.ts";
import { configSelection } from "../command/global_options.ts";
import { registrationMode, runWiring } from "./docker_registration.ts";

/** `atmos-ecr docker uninstall` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { operands: hosts } = io;
  const options = io.options<{ readonly all?: true; readonly check?: true; readonly dryRun?: true }>();
  const { writer } = io;
  const helper = await context.helperDependencies(io.options<DockerConfigOption>().dockerConfig);
  const plan = await planUninstall({ hosts, all: options.all === true }, {
    docker: helper.docker(),
    pins: helper.pins,
    configurations: context.configurations(),
    configSelection: configSelection(io.global),
  });
  return await runWiring(plan, {
    mode: registrationMode(options),
    words: { done: "Removed the credential helper for" },
    writer,
    context,
  });
}
