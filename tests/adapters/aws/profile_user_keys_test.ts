import { match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ProfileUserKeys } from "../../../src/adapters/aws/profile_user_keys.ts";
import type { StoredKeys } from "../../../src/ports/stored_user_keys.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

const FILE = `[me]
aws_access_key_id = AKIAME
aws_secret_access_key = secret
[Dev]
aws_access_key_id = AKIADEV
aws_secret_access_key = secret
[half]
aws_access_key_id = AKIAHALF
[session]
aws_access_key_id = ASIA
aws_secret_access_key = secret
aws_session_token = token
[process]
credential_process = sesame
`;

async function find(name: string, text = FILE): Promise<StoredKeys> {
  await using dir = await tempDirectory();
  const path = join(dir.path, "credentials");
  await Deno.writeTextFile(path, text);
  return await new ProfileUserKeys(path).find({ name, realm: "acme" });
}

Deno.test("the keys of the profile that has the identity's name are found", async () => {
  for (const [name, id] of [["me", "AKIAME"], ["ME", "AKIAME"], ["Dev", "AKIADEV"]] as const) {
    const found = await find(name);
    ok(found.kind === "keys", name);
    strictEqual(found.accessKeyId, id);
    match(found.from, /^profile "\w+" of ".*credentials"$/);
  }
});

Deno.test("what is no pair of long-lived keys is left alone", async () => {
  const cases = [["dev", undefined], ["half", /both keys/], ["session", /those of a session/], [
    "process",
    undefined,
  ]] as const;
  for (const [name, why] of cases) {
    const found = await find(name);
    ok(found.kind === "none", name);
    if (why === undefined) strictEqual(found.why, undefined);
    else match(found.why ?? "", why);
  }
  strictEqual((await new ProfileUserKeys("/nowhere/at/all").find({ name: "me", realm: "" })).kind, "none");
});
