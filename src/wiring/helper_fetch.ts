/**
 * Calls AWS for the credential helper: everything that a cache hit does not load.
 *
 * @module
 */
import { SdkAmbientCredentials } from "../adapters/aws/ambient/sdk_ambient_credentials.ts";
import { preloadSdk, SdkEcrTokens } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { silenceConsole } from "../adapters/system/silent_console.ts";
import { Network } from "../adapters/http/network.ts";
import { AmbientIssuer, type TokenIssuer } from "../app/credential/token_issuer.ts";
import { type CredentialSource, credentialSource, podTokens } from "../app/credential/credential_source.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../app/identities/contract/identity_step.ts";
import { NON_INTERACTIVE_PROMPTER } from "../ports/terminal.ts";
import type { LocatePorts } from "../app/credential/locate_credential.ts";
import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Clock } from "../ports/time.ts";
import { keysEnvironment } from "../helper/pinned_environment.ts";
import type { Commands } from "../ports/process.ts";
import type { IssuerOptions } from "./token_issuer.ts";

/** No program of a file may run when Docker requests a password, even if the file is trusted. */
const noShell: Commands = () =>
  Promise.resolve({ kind: "failed", state: "the credential helper does not run programs" });

/**
 * The token source of the helper.
 *
 * @param pin Whose token to request: its dependencies are loaded before the deadline starts.
 */
export async function helperSource(
  pin: RegistryPin | undefined,
  { clock, kubelet, ...ports }: LocatePorts & { readonly clock: Clock; readonly kubelet: boolean },
): Promise<CredentialSource> {
  const options = { environment: ports.environment, clock, network: new Network(ports.environment), kubelet };
  silenceConsole();
  let made: Promise<TokenIssuer> | undefined;
  const issuer = (): Promise<TokenIssuer> =>
    made ??= identityIssuer({
      ...options,
      environment: keysEnvironment(ports.environment, pin),
    });
  await Promise.all([preloadSdk(), ...(pin?.kind === "identity" ? [issuer(), ports.resolver()] : [])]);
  const tokens = new SdkEcrTokens(options);
  return credentialSource({
    ...ports,
    ambient: new AmbientIssuer(new SdkAmbientCredentials(options), tokens),
    issuer,
    pods: podTokens({ ...options, sts: new SdkSecurityTokenService(options), tokens }),
  });
}

async function identityIssuer(
  options: Pick<IssuerOptions, "environment" | "clock" | "network" | "kubelet">,
): Promise<TokenIssuer> {
  const { createTokenIssuer } = await loadIssuer();
  return await createTokenIssuer({
    ...options,
    prompter: NON_INTERACTIVE_PROMPTER,
    login: DEFAULT_LOGIN_OPTIONS,
    commands: noShell,
  });
}

/** As in `helper_hit.ts`: keys from variables and profiles need no identities. */
function loadIssuer(): Promise<typeof import("./token_issuer.ts")> {
  return import(Deno.build.standalone ? "./token_issuer.ts" : "./token_issuer.ts");
}
