import { SdkAmbientCredentials } from "../../src/adapters/aws/ambient/sdk_ambient_credentials.ts";
import { preloadSdk, SdkEcrTokens } from "../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../../src/adapters/aws/calls/sdk_security_token_service.ts";
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import type { Network } from "../../src/adapters/http/network.ts";
import { systemDeadlines } from "../../src/adapters/system/system_deadlines.ts";
import { credentialSource } from "../../src/app/credential/credential_source.ts";
import type { CredentialPorts } from "../../src/app/credential/get_credential.ts";
import { podTokens } from "../../src/app/credential/pod_tokens.ts";
import { AmbientIssuer } from "../../src/app/credential/token_issuer.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../../src/app/identities/contract/identity_step.ts";
import { tokenDirectory } from "../../src/domain/files/app_directories.ts";
import { keysEnvironment, refuseProgram } from "../../src/helper/pinned_environment.ts";
import type { Environment } from "../../src/ports/process.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../src/ports/terminal.ts";
import { pinSide } from "../../src/wiring/pins.ts";
import { createTokenIssuer } from "../../src/wiring/token_issuer.ts";

/** The helper's adapters in this process, with an environment of their own: as in `helper_miss.ts`, except that the console stays. @param kubelet Whether the kubelet calls. */
export function helperPorts(environment: Environment, network: Network, kubelet = false): CredentialPorts {
  const clock = (): Date => new Date();
  const side = pinSide(environment);
  const cache = new TokenFileCache(tokenDirectory(environment), clock);
  const options = { environment, clock, network, kubelet };
  return {
    ...side,
    clock,
    cache,
    locks: cache,
    deadlines: systemDeadlines(new AbortController().signal),
    source: async (pin) => {
      await preloadSdk();
      const tokens = new SdkEcrTokens(options);
      return credentialSource({
        ...side,
        ambient: new AmbientIssuer(new SdkAmbientCredentials(options), tokens),
        issuer: () =>
          createTokenIssuer({
            ...options,
            environment: keysEnvironment(environment, pin),
            prompter: NON_INTERACTIVE_PROMPTER,
            login: DEFAULT_LOGIN_OPTIONS,
            commands: refuseProgram,
            embedded: true,
          }),
        pods: podTokens({ ...options, sts: new SdkSecurityTokenService(options), tokens }),
      });
    },
  };
}
