import { SdkAmbientCredentials } from "../adapters/aws/ambient/sdk_ambient_credentials.ts";
import { preloadSdk } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { readFiles } from "../adapters/aws/shared_files/read_aws_files.ts";
import { ConfigDraftFiles } from "../adapters/config/files/config_draft_files.ts";
import { Network } from "../adapters/http/network.ts";
import { seedTls } from "../adapters/http/tls_seed.ts";
import { silenceConsole } from "../adapters/system/silent_console.ts";
import { SsoLogin } from "../app/identities/identity_center/sso_login.ts";
import type { InitAws, InitPorts } from "../app/init/init_ports.ts";
import type { AppContext } from "../ports/context.ts";
import { type IssuerOptions, ssoPorts } from "./token_issuer.ts";

type InitOptions = Omit<IssuerOptions, "commands" | "network" | "kubelet">;

/** The dependencies of `init` in this process. */
export function processInit(
  options: InitOptions,
  given: Pick<AppContext, "configurations" | "deadlines">,
): Omit<InitPorts, "configSelection"> {
  const { environment, prompter } = options;
  return {
    ...given,
    environment,
    prompter,
    drafts: new ConfigDraftFiles(environment),
    awsFiles: () => readFiles(environment),
    aws: () => processAws(options),
  };
}

async function processAws(options: InitOptions): Promise<InitAws> {
  silenceConsole();
  seedTls(options.environment);
  await preloadSdk();
  const connected = { ...options, network: new Network(options.environment) };
  const sso = ssoPorts(connected);
  return {
    login: new SsoLogin({ ...sso, clock: options.clock, prompter: options.prompter, options: options.login }),
    portal: sso.portal,
    ambient: new SdkAmbientCredentials(connected),
    callers: new SdkSecurityTokenService(connected),
  };
}
