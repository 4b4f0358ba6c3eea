/**
 * What asks AWS for the credential helper, with its adapters: everything that a warm answer does without.
 *
 * @module
 */
import { SdkEcrTokens } from "./adapters/aws/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "./adapters/aws/sdk_security_token_service.ts";
import { AtmosYamlFiles } from "./adapters/config/atmos_yaml_files.ts";
import { Network } from "./adapters/http/network.ts";
import { TrustFile } from "./adapters/trust/trust_file.ts";
import { type CredentialSource, credentialSource } from "./app/credential_source.ts";
import { USUAL_LOGIN } from "./app/identities/login_options.ts";
import { NOBODY } from "./app/identities/nobody.ts";
import { podTokens } from "./app/pod_tokens.ts";
import { trustPath } from "./domain/files/app_directories.ts";
import { pinnedEnvironment } from "./helper/pinned_environment.ts";
import type { Clock } from "./ports/clock.ts";
import type { Commands } from "./ports/commands.ts";
import type { Environment } from "./ports/environment.ts";
import type { RemoteFiles } from "./ports/remote_files.ts";
import { createTokenIssuer } from "./token_issuer_main.ts";

/** A trusted file may name an endpoint, but not even that may run a program when Docker asks for a password, or fetch a file. */
const noShell: Commands = () =>
  Promise.resolve({ kind: "failed", state: "the credential helper runs no programs" });
const NO_REMOTE: RemoteFiles = {
  read: () => Promise.resolve({ kind: "failed", state: "the credential helper fetches no files" }),
};

/** The way to AWS for the helper. */
export async function helperSource(
  { environment, clock }: { readonly environment: Environment; readonly clock: Clock },
): Promise<CredentialSource> {
  const options = { environment, clock, network: new Network(environment) };
  const trust = new TrustFile(trustPath(environment));
  return credentialSource({
    issuer: await createTokenIssuer({ ...options, prompter: NOBODY, login: USUAL_LOGIN, commands: noShell }),
    pods: podTokens({
      ...options,
      sts: new SdkSecurityTokenService(options),
      tokens: new SdkEcrTokens(options),
    }),
    configurations: (pin) =>
      new AtmosYamlFiles(pinnedEnvironment(environment, pin), { trust, shell: noShell, remote: NO_REMOTE }),
  });
}
