import { SdkAmbientCredentials } from "../adapters/aws/ambient/sdk_ambient_credentials.ts";
import { preloadSdk, SdkEcrTokens } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { Network } from "../adapters/http/network.ts";
import { seedTls } from "../adapters/http/tls_seed.ts";
import { silenceConsole } from "../adapters/system/silent_console.ts";
import { type CredentialSource, credentialSource } from "../app/credential/credential_source.ts";
import type { LocatePorts } from "../app/credential/locate_credential.ts";
import { podTokens } from "../app/credential/pod_tokens.ts";
import { AmbientIssuer, type TokenIssuer } from "../app/credential/token_issuer.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../app/identities/contract/identity_step.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import { keysEnvironment, refuseProgram } from "../helper/pinned_environment.ts";
import { NON_INTERACTIVE_PROMPTER } from "../ports/terminal.ts";
import type { IssuerOptions } from "./token_issuer.ts";

/** The parameters of a source besides the ports that find a principal. */
type SourceOptions = Pick<IssuerOptions, "clock" | "kubelet" | "network" | "embedded">;

/**
 * The token source of the helper, which calls AWS: everything that a cache hit does not load.
 *
 * @param pin Whose token to request: its dependencies are loaded before the deadline starts.
 */
export async function helperSource(
  pin: RegistryPin | undefined,
  { clock, kubelet, network, embedded, ...ports }: LocatePorts & SourceOptions,
): Promise<CredentialSource> {
  const { environment } = ports;
  if (embedded !== true) {
    silenceConsole();
    seedTls(environment);
  }
  const options = { environment, clock, network: network ?? new Network(environment), kubelet, embedded };
  const openIssuer = async (): Promise<TokenIssuer> => {
    const { createTokenIssuer } = await loadIssuer();
    return await createTokenIssuer({
      ...options,
      environment: keysEnvironment(environment, pin),
      prompter: NON_INTERACTIVE_PROMPTER,
      login: DEFAULT_LOGIN_OPTIONS,
      commands: refuseProgram,
    });
  };
  let made: Promise<TokenIssuer> | undefined;
  const issuer = (): Promise<TokenIssuer> => made ??= openIssuer();
  await Promise.all([preloadSdk(), ...(pin?.kind === "identity" ? [issuer(), ports.resolver()] : [])]);
  const tokens = new SdkEcrTokens(options);
  return credentialSource({
    ...ports,
    ambient: new AmbientIssuer(new SdkAmbientCredentials(options), tokens),
    issuer,
    pods: podTokens({ ...options, sts: new SdkSecurityTokenService(options), tokens }),
  });
}

/** As in `helper_hit.ts`: keys from variables and profiles need no identities. */
const loadIssuer = (): Promise<typeof import("./token_issuer.ts")> =>
  import(Deno.build.standalone ? "./token_issuer.ts" : "./token_issuer.ts");
