import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { type Client, pull } from "./clients.ts";
import { DEV_DUAL_STACK_HOST, DEV_HOST, PROD_HOST, PUBLIC_HOST } from "./host_names.ts";
import type { Lab } from "./lab.ts";

/** How a journey goes. */
export interface Route {
  /** Whom each registry must have let in, and nobody else, as a pattern for his ARN. */
  readonly guests: Readonly<Record<string, RegExp>>;
}

/**
 * One image through all the registries: pushed to the first, pulled from it by its other name, copied to another account and to the
 * public gallery, and pulled from there. A registry that the route has no guests for is left out.
 */
export async function journey(lab: Lab, client: Client, { guests }: Route): Promise<void> {
  await client.push(lab, `${DEV_HOST}/app:1`);
  await pull(client, lab, `${DEV_DUAL_STACK_HOST in guests ? DEV_DUAL_STACK_HOST : DEV_HOST}/app:1`);
  await client.copy(lab, `${DEV_HOST}/app:1`, `${PROD_HOST}/copy:1`);
  await client.copy(lab, `${PROD_HOST}/copy:1`, `${PUBLIC_HOST}/acme/app:1`);
  await pull(client, lab, `${PUBLIC_HOST}/acme/app:1`);

  for (const [host, guest] of Object.entries(guests)) {
    const seen = lab.guests(host);
    strictEqual(seen.length, 1, `${host} has let in ${seen.join(" and ") || "nobody"}`);
    match(seen[0] ?? "", guest);
  }
  deepStrictEqual(lab.visits.filter(({ verdict }) => verdict !== "accepted" && verdict !== "none"), []);
  for (
    const [host, repository] of [[DEV_HOST, "app"], [PROD_HOST, "copy"], [PUBLIC_HOST, "acme/app"]] as const
  ) {
    match((await lab.registry(host).tags(repository)).join(" "), /\b1\b/, host);
  }
}
