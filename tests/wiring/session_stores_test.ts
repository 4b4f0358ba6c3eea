import { deepStrictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { resolveChain } from "../../src/domain/identity/chain.ts";
import { sessionPlace } from "../../src/domain/identity/session_place.ts";
import { sessionStores } from "../../src/wiring/session_stores.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { session } from "../contracts/identity_sessions_contract.ts";
import { authConfig } from "../support/config_tree.ts";
import { environmentOf } from "../support/helper_fixtures.ts";

Deno.test("a session is found by the keys of the profile that it was made with, and by no others", async () => {
  await using home = await tempDirectory();
  const { sessions } = sessionStores({ environment: environmentOf({ HOME: home.path }) });
  const chain = resolveChain(authConfig({ identities: { me: { kind: "aws/user" } } }), "me");
  const place = sessionPlace(chain, chain.identities[0], "acme");
  const file = join(home.path, ".aws", "credentials");
  await Deno.mkdir(dirname(file));
  const find = async (accessKeyId: string): Promise<string | undefined> => {
    const text = `[me]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = secret\n`;
    await Deno.writeTextFile(file, text, { mode: 0o600 });
    return (await sessions.read(place))?.accessKeyId;
  };
  await find("AKIACAROLCAROLCAROL1");
  await sessions.write(place, session("carol", { expiresAt: new Date(Date.now() + 3_600_000) }));
  deepStrictEqual([
    await find("AKIACAROLCAROLCAROL1"),
    await find("AKIADAVEDAVEDAVEDAV1"),
    await find("AKIACAROLCAROLCAROL1"),
  ], ["ASIACAROL", undefined, "ASIACAROL"]);
});
