import { match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ProfileUserKeys } from "../../../../src/adapters/aws/ambient/profile_user_keys.ts";
import type { StoredKeys } from "../../../../src/ports/sessions.ts";
import { tempDirectory } from "../../fs/temp_directory.ts";

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

Deno.test("ignores anything but a pair of long-lived keys", async () => {
  const cases = [["dev", undefined], ["half", /both keys/], ["session", /temporary session keys/], [
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

Deno.test("the file is read as the AWS CLI reads it", async (t) => {
  const keys = "aws_access_key_id = AKIA\naws_secret_access_key = s\n";
  const rows: Readonly<Record<string, readonly [name: string, text: string]>> = {
    "a name with blanks and a slash": ["Log Archive/Admin", `[Log Archive/Admin]\n${keys}`],
    "letters beyond ASCII": ["größe", `[größe]\n${keys}`],
    "a comment behind the header": ["dev", `[dev] # mine\n${keys}`],
    "keys in capitals, and colons": ["dev", "[dev]\nAWS_ACCESS_KEY_ID: AKIA\nAWS_SECRET_ACCESS_KEY: s\n"],
    "CRLF": ["dev", `[dev]\n${keys}`.replaceAll("\n", "\r\n")],
    "a block before the keys": ["dev", `[dev]\ns3 =\n  a = b\n${keys}`],
  };
  for (const [title, [name, text]] of Object.entries(rows)) {
    await t.step(title, async () => {
      const found = await find(name, text);
      strictEqual(found.kind === "keys" ? found.accessKeyId : found.why, "AKIA");
    });
  }
});

Deno.test("a file that the AWS CLI rejects is rejected, with the line and without a key", async () => {
  await rejects(find("dev", "[dev]\naws_access_key_id = AKIA\nwJalrX\n"), (error: Error) => {
    match(error.message, /line 3 is neither a header nor a setting/);
    ok(!error.message.includes("wJalrX"));
    return true;
  });
});
