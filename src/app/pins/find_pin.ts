import { EnvironmentError } from "../../domain/errors/errors.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import { canonicalHost, type Registry } from "../../domain/registry/registry.ts";
import type { AppContext } from "../../ports/context.ts";

/** Where to search for pins. */
export type FindPinPorts = Pick<AppContext, "pins" | "former">;

/**
 * The pin of a registry; undefined if it was never pinned here.
 *
 * @throws {EnvironmentError} `STATE_UNUSABLE` for a pin that cannot be used, and for one in the file of an earlier version: without it,
 * another identity would be used.
 */
export async function findRegistryPin(
  registry: Registry,
  { pins, former }: FindPinPorts,
): Promise<RegistryPin | undefined> {
  const pin = await pins.find(registry);
  if (pin !== undefined) return pin;
  const path = former.naming([registry.host, canonicalHost(registry)]);
  if (path === undefined) return undefined;
  throw new EnvironmentError(
    "STATE_UNUSABLE",
    `Cannot use the pin for ${registry.host} in "${path}": it was written by an earlier version of atmos-ecr`,
    { hint: `Run \`atmos-ecr docker install ${registry.host}\` again` },
  );
}
