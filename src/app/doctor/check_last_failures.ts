import { type Check, listed, ok, warn } from "../../domain/doctor/check.ts";
import { nextStep } from "../../domain/helper/words.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { formatTime } from "../../domain/time/own_time.ts";
import { sharedError } from "../../domain/token/token_failure.ts";
import type { AppContext } from "../../ports/context.ts";
import { type LocatePorts, resolveCacheKey } from "../credential/locate_credential.ts";
import { reportedElsewhere } from "../expected_error.ts";

/** The last failures of the helper for pinned registries that were not followed by a success. */
export async function checkLastFailures(
  ports: LocatePorts & Pick<AppContext, "pins" | "tokens">,
): Promise<Check> {
  const failures: string[] = [];
  let hint: string | undefined;
  for (const pin of (await ports.pins.survey()).pins) {
    const located = await resolveCacheKey(parseRegistry(pin.host), pin, ports).catch(reportedElsewhere);
    const failure = located === undefined ? undefined : (await ports.tokens.read(located.key))?.failure;
    if (failure === undefined) continue;
    const error = sharedError(failure);
    hint ??= (error === undefined ? failure.hint : nextStep(error, pin)) || undefined;
    failures.push(`${pin.host}: ${failure.message} [${failure.code}] (${formatTime(failure.at)})`);
  }
  return failures.length === 0 ? ok("last-failure", "No failed requests for pinned registries") : warn(
    "last-failure",
    `The helper's last request failed for ${listed(failures)}`,
    hint ?? "Run `atmos-ecr status HOST` for the next step",
  );
}
