import { deepStrictEqual } from "node:assert/strict";
import { deadKeys } from "../../../src/domain/doctor/docker_keys_check.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";

const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";

/** A key of credHelpers → the host that is meant, `null` for none, or undefined where Docker uses the key. */
const HELPER_KEYS: Readonly<Record<string, string | null | undefined>> = {
  [HOST]: undefined,
  "public.ecr.aws": undefined,
  "registry.example:5000": undefined,
  "gcr.io": undefined,
  "*.dkr.ecr.*.amazonaws.com": null,
  "*.amazonaws.com": null,
  "*": null,
  "222233334444.dkr.ecr.*.amazonaws.com": null,
  [`https://${HOST}`]: HOST,
  [`http://${HOST}`]: HOST,
  [`oci://${HOST}/x`]: HOST,
  [`${HOST}/team`]: HOST,
  [`${HOST}/`]: HOST,
  "https://gcr.io": null,
  [` ${HOST}`]: HOST,
  [HOST.toUpperCase()]: HOST,
};

/** A key of the root → what is meant, or undefined where it is no mistake. */
const ROOT_KEYS: Readonly<Record<string, string | undefined>> = {
  "credsStore": undefined,
  "CREDSSTORE": undefined,
  "credhelpers": undefined,
  "auths": undefined,
  "aliases": undefined,
  "psFormat": undefined,
  "HttpHeaders": undefined,
  "currentContext": undefined,
  "stackOrchestrator": undefined,
  "credStore": "credsStore",
  "credstore": "credsStore",
  "credsStores": "credsStore",
  "credentialsStore": "credsStore",
  "credHelper": "credHelpers",
  "credsHelpers": "credHelpers",
  "credentialHelpers": "credHelpers",
  "auth": "auths",
};

function deadOf(config: unknown): ReturnType<typeof deadKeys> {
  return deadKeys(DockerConfigDocument.parse(JSON.stringify(config), "config.json"));
}

Deno.test("deadKeys() finds the keys of credHelpers that Docker never looks up", async (t) => {
  for (const [key, meant] of Object.entries(HELPER_KEYS)) {
    await t.step(key, () => {
      const found = deadOf({ credHelpers: { [key]: "ecr-login" } });
      deepStrictEqual(
        found.map((one) => [one.part, one.key, one.meant ?? null]),
        meant === undefined ? [] : [["credHelpers", key, meant]],
      );
    });
  }
});

Deno.test("deadKeys() finds misspelt keys of the root", async (t) => {
  for (const [key, meant] of Object.entries(ROOT_KEYS)) {
    await t.step(key, () => {
      const value = /helper/i.test(key) || /^auth|alias|http/i.test(key) ? {} : "x";
      deepStrictEqual(
        deadOf({ [key]: value }).map((one) => [one.part, one.meant]),
        meant === undefined ? [] : [["root", meant]],
      );
    });
  }
});
