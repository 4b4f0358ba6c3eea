/**
 * The command line with its adapters: the one place that knows all of them.
 *
 * @module
 */
import { preloadSdk } from "./adapters/aws/preload.ts";
import { SdkAmbientCredentials } from "./adapters/aws/sdk_ambient_credentials.ts";
import { SdkEcrTokens } from "./adapters/aws/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "./adapters/aws/sdk_security_token_service.ts";
import { AtmosYamlFiles } from "./adapters/config/atmos_yaml_files.ts";
import { CredentialStorePrograms } from "./adapters/docker/credential_store_program.ts";
import { dockerConfigDirectory } from "./adapters/docker/docker_config_directory.ts";
import { DockerConfigFile } from "./adapters/docker/docker_config_file.ts";
import { removeLiveTempFilesSync } from "./adapters/fs/live_temp_files.ts";
import { watchSignals } from "./adapters/system/interruption.ts";
import { ProcessEnvironment } from "./adapters/system/process_environment.ts";
import { systemDeadlines } from "./adapters/system/system_deadlines.ts";
import { changeDirectory } from "./adapters/system/working_directory.ts";
import { ClackPrompter } from "./adapters/terminal/clack_prompter.ts";
import { ProcessConsole } from "./adapters/terminal/process_console.ts";
import { DockerLogins } from "./app/docker_logins.ts";
import { Authenticator } from "./app/identities/authenticator.ts";
import { createIdentitySteps } from "./app/identities/identity_steps.ts";
import { TokenIssuer } from "./app/token_issuer.ts";
import { runCli } from "./cli/program.ts";
import { VERSION } from "./version.ts";

/**
 * Runs the command line for people and scripts.
 *
 * @param args What follows the program's name.
 * @returns The exit code.
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const environment = new ProcessEnvironment();
  const clock = (): Date => new Date();
  const interruption = watchSignals(removeLiveTempFilesSync);
  return await runCli(args, {
    console: new ProcessConsole(environment),
    prompter: new ClackPrompter(environment),
    deadlines: systemDeadlines(interruption),
    environment,
    clock,
    version: VERSION,
    configurations: () => new AtmosYamlFiles(environment),
    docker: () =>
      new DockerLogins(
        new DockerConfigFile(dockerConfigDirectory(environment), { signal: interruption }),
        new CredentialStorePrograms({ signal: interruption }),
      ),
    issuer: async () => {
      await preloadSdk();
      const options = { environment, clock };
      const ambient = new SdkAmbientCredentials(options);
      const sts = new SdkSecurityTokenService(options);
      const steps = createIdentitySteps({ sts, ambient, clock });
      return new TokenIssuer(new Authenticator(steps), ambient, new SdkEcrTokens(options));
    },
    changeDirectory,
  });
}
