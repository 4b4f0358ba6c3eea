import { AtmosYamlFiles } from "../adapters/config/atmos_yaml_files.ts";
import { SYSTEM_FILES } from "../adapters/config/files/file_access.ts";
import { InputRecorder } from "../adapters/config/files/input_recorder.ts";
import { TrustFile } from "../adapters/trust/trust_file.ts";
import { type PinnedConfigurations, type PinResolver, pinResolver } from "../app/pins/resolve_pin.ts";
import { trustPath } from "../domain/files/app_directories.ts";
import type { IdentityPin } from "../domain/helper/registry_pin.ts";
import { pinnedEnvironment, refusal, refuseProgram } from "../helper/pinned_environment.ts";
import type { Environment } from "../ports/process.ts";
import type { ResolvedPins } from "../ports/state.ts";

/** The pin resolver of this process. */
export function processResolver(environment: Environment, resolved: ResolvedPins): PinResolver {
  return pinResolver({ open: (pin) => openPin(pin, environment), resolved });
}

/** Opens the configuration of a pin as the helper does. */
export function openPin(pin: IdentityPin, environment: Environment): PinnedConfigurations {
  const recorder = new InputRecorder();
  const path = trustPath(environment);
  const configurations = new AtmosYamlFiles(pinnedEnvironment(recorder.environment(environment), pin), {
    access: recorder.files(SYSTEM_FILES),
    trust: recorder.trust(new TrustFile(path), path, SYSTEM_FILES),
    // A trusted file may name an endpoint, but do neither of these when Docker requests a password.
    shell: refuseProgram,
    remote: { read: refusal("the credential helper does not fetch files") },
  });
  return { configurations, inputs: () => recorder.inputs };
}
