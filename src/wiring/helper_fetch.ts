/**
 * What calls AWS for the credential helper, with its adapters: everything that a warm answer does without.
 *
 * @module
 */
import { SdkEcrTokens } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { Network } from "../adapters/http/network.ts";
import { type CredentialSource, credentialSource } from "../app/credential/credential_source.ts";
import { USUAL_LOGIN } from "../app/identities/contract/login_options.ts";
import { NOBODY } from "../app/identities/nobody.ts";
import type { LocatePorts } from "../app/credential/locate_credential.ts";
import { podTokens } from "../app/credential/pod_tokens.ts";
import type { Clock } from "../ports/time.ts";
import type { Commands } from "../ports/process.ts";
import { createTokenIssuer } from "./token_issuer.ts";

/** Not even a trusted file may run a program when Docker asks for a password. */
const noShell: Commands = () =>
  Promise.resolve({ kind: "failed", state: "the credential helper runs no programs" });

/** The way to AWS for the helper. */
export async function helperSource(
  { clock, kubelet, ...ports }: LocatePorts & { readonly clock: Clock; readonly kubelet: boolean },
): Promise<CredentialSource> {
  const options = { environment: ports.environment, clock, network: new Network(ports.environment) };
  return credentialSource({
    ...ports,
    issuer: await createTokenIssuer({
      ...options,
      kubelet,
      prompter: NOBODY,
      login: USUAL_LOGIN,
      commands: noShell,
    }),
    resolver: await ports.resolver(),
    pods: podTokens({
      ...options,
      sts: new SdkSecurityTokenService(options),
      tokens: new SdkEcrTokens(options),
    }),
  });
}
