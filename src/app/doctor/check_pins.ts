import { type Check, fail, listed, ok, warn } from "../../domain/doctor/check.ts";
import type { AppContext } from "../../ports/context.ts";
import { checkPin } from "../pins/check_pin.ts";
import { pinnedLoader } from "../pins/pinned_loader.ts";

const HINT =
  "Pin them again with `atmos-ecr docker install HOST`, or remove them with `atmos-ecr docker uninstall HOST`";

/** Whether the pins are readable, and the helper can still use each of them. */
export async function checkPins({ pins, pinned }: Pick<AppContext, "pins" | "pinned">): Promise<Check> {
  const { pins: all, faults } = await pins.survey();
  if (faults.length > 0) {
    const unusable = faults.map(({ host, path, state }) =>
      host === undefined ? `the pins in "${path}" (${state})` : `the pin for ${host} (${state})`
    );
    return fail("pins", `Cannot use ${listed(unusable)}`, faults[0]?.remedy ?? HINT);
  }
  const broken: string[] = [];
  const outdated: string[] = [];
  const load = pinnedLoader((pin) => pinned(pin), "all");
  for (const pin of all) {
    const check = await checkPin(pin, load);
    if (check.kind === "broken") broken.push(`${pin.host} (${check.error.message})`);
    else if (check.kind === "differs") outdated.push(`${pin.host} (${check.state})`);
  }
  if (broken.length > 0) return fail("pins", `Unusable pins: ${listed(broken)}`, HINT);
  if (outdated.length > 0) return warn("pins", `Outdated pins: ${listed(outdated)}`, HINT);
  return ok(
    "pins",
    all.length === 0
      ? "No registries are pinned"
      : `Every pin refers to an existing identity (${all.length} pinned)`,
  );
}
