import { resolve } from "node:path";
import { LoginClocksFile } from "../adapters/cache/login_clocks_file.ts";
import { TokenFileCache } from "../adapters/cache/token_file_cache.ts";
import { AtmosYamlFiles } from "../adapters/config/atmos_yaml_files.ts";
import { textAccess } from "../adapters/config/files/text_access.ts";
import { shellCommands } from "../adapters/config/functions/shell.ts";
import { CredentialStorePrograms } from "../adapters/docker/credential_store_program.ts";
import { PinFiles } from "../adapters/state/pin_files.ts";
import { ProcessEnvironment } from "../adapters/system/process_environment.ts";
import { checkDirectory } from "../adapters/system/working_directory.ts";
import { systemDeadlines } from "../adapters/system/system_deadlines.ts";
import { TrustFile } from "../adapters/trust/trust_file.ts";
import type { FillPorts } from "../app/credential/fill_cache.ts";
import { TokenIssuer } from "../app/credential/token_issuer.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../app/identities/contract/identity_step.ts";
import {
  type CallPorts,
  type Client,
  clientOf,
  type ClientOptions,
  selectionOf,
} from "../app/library/client.ts";
import type { ClientPorts } from "../app/library/client_ports.ts";
import { givenIdentities } from "../app/library/given_identities.ts";
import { DockerLogins } from "../app/login/docker_logins.ts";
import { selectionFlags } from "../app/targets/selection.ts";
import { absolutePath } from "../domain/aws_files/file_paths.ts";
import {
  homeDirectory,
  loginClocksPath,
  pinsDirectory,
  tokenDirectory,
  trustPath,
} from "../domain/files/app_directories.ts";
import { refusal } from "../helper/pinned_environment.ts";
import type { Environment } from "../ports/process.ts";
import { NON_INTERACTIVE_PROMPTER } from "../ports/terminal.ts";
import { openPin } from "./pin_resolver.ts";
import { pinSide } from "./pins.ts";

/** A client that uses this machine for every port that is not given. */
export function processClient(ports: ClientPorts): Client {
  return clientOf((options) => callPorts(ports, options));
}

function callPorts(ports: ClientPorts, options: ClientOptions): CallPorts {
  const { signal = new AbortController().signal } = options;
  const environment = environmentOf(ports.environment ?? new ProcessEnvironment(), options);
  if (options.cwd !== undefined && ports.configuration === undefined) checkDirectory(environment.cwd);
  const clock = ports.clock ?? ((): Date => new Date());
  const side = pinSide(environment, signal);
  const helper: FillPorts = {
    ...side,
    // A given environment is complete: it does not include machine-wide pins.
    ...(ports.environment === undefined ? {} : {
      pins: new PinFiles(
        { docker: pinsDirectory(environment), machine: undefined },
        (work) => side.docker().exclusively(work),
      ),
    }),
    clock,
    cache: new TokenFileCache(tokenDirectory(environment), clock),
  };
  return {
    ...configurationOf(ports, options, environment),
    prompter: NON_INTERACTIVE_PROMPTER,
    identityVariable: environment.get("ATMOS_IDENTITY"),
    pinnedTargets: () =>
      Promise.resolve({ ...helper, pinned: (pin) => openPin(pin, environment).configurations }),
    deadlines: systemDeadlines(signal),
    helper: () => helper,
    docker: () =>
      new DockerLogins(
        ports.docker ?? side.docker(),
        ports.stores ?? new CredentialStorePrograms({ signal }),
        new LoginClocksFile(loginClocksPath(environment), clock),
      ),
    issuer: () =>
      issuerOf(ports, {
        environment,
        clock,
        signal,
        flags: selectionFlags({ ...selectionOf(options), chdir: options.cwd }),
      }),
  };
}

/** The configuration of a call: the given text, otherwise files. */
function configurationOf(
  { configuration }: ClientPorts,
  options: ClientOptions,
  environment: Environment,
): Pick<CallPorts, "configurations" | "configSelection"> {
  const { signal } = options;
  const configSelection = selectionOf(options);
  if (configuration === undefined) {
    const trust = new TrustFile(trustPath(environment), { signal });
    return { configurations: new AtmosYamlFiles(environment, { trust, signal }), configSelection };
  }
  const path = resolve(environment.cwd, "atmos.yaml");
  return {
    configurations: new AtmosYamlFiles(environment, {
      access: textAccess(path, configuration),
      shell: refusal("a configuration that is passed as text does not run programs"),
      remote: { read: refusal("a configuration that is passed as text does not fetch files") },
    }),
    configSelection: { ...configSelection, configFiles: [path] },
  };
}

async function issuerOf(
  { identities, credentials, tokens }: ClientPorts,
  { flags, ...call }: Pick<FillPorts, "environment" | "clock"> & {
    readonly signal: AbortSignal;
    readonly flags: string;
  },
): Promise<TokenIssuer> {
  // The AWS SDK takes long to load.
  if (identities !== undefined && credentials !== undefined && tokens !== undefined) {
    return new TokenIssuer(givenIdentities(identities), credentials, tokens);
  }
  const { createTokenIssuer } = await import("./token_issuer.ts");
  return await createTokenIssuer({
    ...call,
    prompter: NON_INTERACTIVE_PROMPTER,
    login: { ...DEFAULT_LOGIN_OPTIONS, flags },
    commands: shellCommands(call.environment, call.signal),
    embedded: true,
    replaced: {
      ambient: credentials,
      tokens,
      authenticator: identities === undefined ? undefined : givenIdentities(identities),
    },
  });
}

/** An environment with the overrides of a call. */
function environmentOf(base: Environment, { cwd, dockerConfig }: ClientOptions): Environment {
  if (cwd === undefined && dockerConfig === undefined) return base;
  return {
    os: base.os,
    cwd: cwd === undefined ? base.cwd : absolutePath(cwd, { home: homeDirectory(base), cwd: base.cwd }),
    get: (name) => name === "DOCKER_CONFIG" && dockerConfig !== undefined ? dockerConfig : base.get(name),
  };
}
