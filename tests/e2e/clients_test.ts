/** Every client by every way in: the matrix that users live in. */
import { notStrictEqual } from "node:assert/strict";
import { CLIENTS } from "./lab/clients.ts";
import { DEV_DUAL_STACK_HOST, DEV_HOST, PROD_HOST, PUBLIC_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { journey } from "./lab/journey.ts";
import { DEV_SESSION, PROD_SESSION } from "./lab/lab.ts";
import { WAYS } from "./lab/ways.ts";

const GUESTS: Readonly<Record<string, RegExp>> = {
  [DEV_HOST]: DEV_SESSION,
  [DEV_DUAL_STACK_HOST]: DEV_SESSION,
  [PROD_HOST]: PROD_SESSION,
  [PUBLIC_HOST]: DEV_SESSION,
};

for (const client of CLIENTS) {
  for (const way of WAYS) {
    inLab(
      `${client.program} pushes, pulls and copies across accounts by ${way.name}`,
      [client.program],
      async (lab) => {
        notStrictEqual((await client.tryPull(lab, `${DEV_HOST}/app:1`)).code, 0, "there is no session");
        await way.open(lab);
        await journey(lab, client, { guests: GUESTS });
        await way.close(lab);
        notStrictEqual((await client.tryPull(lab, `${DEV_HOST}/app:1`)).code, 0, "nobody is, any more");
      },
    );
  }
}
