import { type Check, fail, listed, ok, warn } from "../../domain/doctor/check.ts";
import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { nextStep } from "../../domain/helper/words.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { AppContext } from "../../ports/context.ts";
import { type LocatePorts, resolveCacheKey } from "../credential/locate_credential.ts";
import { asExpectedError } from "../expected_error.ts";
import { checkPin } from "../pins/check_pin.ts";
import { pinnedLoader } from "../pins/pinned_loader.ts";

const HINT =
  "Pin them again with `atmos-ecr docker install HOST`, or remove them with `atmos-ecr docker uninstall HOST`";

/** Whether the pins are readable, and the helper can still use each of them. */
export async function checkPins(ports: LocatePorts & Pick<AppContext, "pins" | "pinned">): Promise<Check> {
  const { pins, pinned } = ports;
  const { pins: all, faults } = await pins.survey();
  if (faults.length > 0) {
    const unusable = faults.map(({ host, path, state }) =>
      host === undefined ? `the pins in "${path}" (${state})` : `the pin for ${host} (${state})`
    );
    return fail("pins", `Cannot use ${listed(unusable)}`, faults[0]?.remedy ?? HINT);
  }
  const broken: string[] = [];
  const outdated: string[] = [];
  let hint = "";
  const load = pinnedLoader((pin) => pinned(pin), "all");
  for (const pin of all) {
    const check = await checkPin(pin, load);
    const error = check.kind === "broken" ? check.error : await profileFault(pin, ports);
    if (error !== undefined) {
      hint ||= nextStep(error, pin);
      broken.push(`${pin.host} (${error.message})`);
    } else if (check.kind === "differs") outdated.push(`${pin.host} (${check.state})`);
  }
  if (broken.length > 0) return fail("pins", `Unusable pins: ${listed(broken)}`, hint || HINT);
  if (outdated.length > 0) return warn("pins", `Outdated pins: ${listed(outdated)}`, HINT);
  return ok(
    "pins",
    all.length === 0
      ? "No registries are pinned"
      : `Every pin refers to an existing identity (${all.length} pinned)`,
  );
}

/** Why the AWS profile of a pin cannot be used, as far as the AWS files tell. */
async function profileFault(pin: RegistryPin, ports: LocatePorts): Promise<AtmosEcrError | undefined> {
  if (pin.kind !== "aws-profile") return undefined;
  try {
    await resolveCacheKey(parseRegistry(pin.host), pin, ports);
    return undefined;
  } catch (error) {
    return asExpectedError(error);
  }
}
