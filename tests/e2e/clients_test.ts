/** Every client by every way in: the matrix that users live in. */
import { deepStrictEqual, match, notStrictEqual } from "node:assert/strict";
import { CLIENTS, pull } from "./lab/clients.ts";
import { DEV_DUAL_STACK_HOST, DEV_HOST, PROD_HOST, PUBLIC_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab, PROD_SESSION } from "./lab/lab.ts";
import { WAYS } from "./lab/ways.ts";

for (const client of CLIENTS) {
  for (const way of WAYS) {
    inLab(
      `${client.program} pushes, pulls and copies across accounts by ${way.name}`,
      [client.program],
      async (lab) => {
        notStrictEqual((await client.tryPull(lab, `${DEV_HOST}/app:1`)).code, 0);
        await way.open(lab);

        await client.push(lab, `${DEV_HOST}/app:1`);
        await pull(client, lab, `${DEV_DUAL_STACK_HOST}/app:1`);
        await client.copy(lab, `${DEV_HOST}/app:1`, `${PROD_HOST}/copy:1`);
        await client.copy(lab, `${PROD_HOST}/copy:1`, `${PUBLIC_HOST}/acme/app:1`);
        await pull(client, lab, `${PUBLIC_HOST}/acme/app:1`);

        assertEachAsItself(lab);
        for (
          const [host, repository] of [[DEV_HOST, "app"], [PROD_HOST, "copy"], [
            PUBLIC_HOST,
            "acme/app",
          ]] as const
        ) {
          match((await lab.registry(host).tags(repository)).join(), /\b1\b/, host);
        }

        await way.close(lab);
        notStrictEqual(
          (await client.tryPull(lab, `${DEV_HOST}/app:1`)).code,
          0,
          "nobody is logged in any more",
        );
      },
    );
  }
}

/** Every registry has seen its own identity, and nobody else's. */
function assertEachAsItself(lab: Lab): void {
  const expected = [
    [DEV_HOST, DEV_SESSION],
    [DEV_DUAL_STACK_HOST, DEV_SESSION],
    [PROD_HOST, PROD_SESSION],
    [PUBLIC_HOST, DEV_SESSION],
  ] as const;
  for (const [host, session] of expected) {
    const guests = lab.guests(host);
    deepStrictEqual(guests.length, 1, `${host}: ${guests}`);
    match(guests[0] ?? "", session);
  }
  deepStrictEqual(lab.visits.filter(({ verdict }) => verdict !== "accepted" && verdict !== "none"), []);
}
