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

Deno.test("find() reads the file as the AWS CLI does", async (t) => {
  const rows: Readonly<Record<string, readonly [name: string, text: string]>> = {
    "a name with blanks and a slash": ["Log Archive/Admin", "[Log Archive/Admin]\nKEYS"],
    "letters beyond ASCII": ["größe", "[größe]\nKEYS"],
    "a comment behind the header": ["dev", "[dev] # mine\nKEYS"],
    "keys in capitals, and colons": ["dev", "[dev]\nAWS_ACCESS_KEY_ID: AKIA\nAWS_SECRET_ACCESS_KEY: s\n"],
    "CRLF": ["dev", "[dev]\r\nKEYS".replace("KEYS", "aws_access_key_id=AKIA\r\naws_secret_access_key=s\r\n")],
    "a block before the keys": ["dev", "[dev]\ns3 =\n  a = b\nKEYS"],
  };
  for (const [title, [name, text]] of Object.entries(rows)) {
    await t.step(title, async () => {
      const path = await Deno.makeTempFile();
      try {
        const keys = "aws_access_key_id = AKIA\naws_secret_access_key = s\n";
        await Deno.writeTextFile(path, text.replace("KEYS", keys));
        const found = await new ProfileUserKeys(path).find({ name, realm: "" });
        assert.equal(found.kind === "keys" ? found.accessKeyId : found.why, "AKIA");
      } finally {
        await Deno.remove(path);
      }
    });
  }
});

Deno.test("find() refuses a file that the AWS CLI refuses, with the line and without a key", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "[dev]\naws_access_key_id = AKIA\nwJalrX\n");
    await assert.rejects(new ProfileUserKeys(path).find({ name: "dev", realm: "" }), (error: Error) => {
      assert.match(error.message, /line 3 is neither a header nor a setting/);
      assert.ok(!error.message.includes("wJalrX"));
      return true;
    });
  } finally {
    await Deno.remove(path);
  }
});
