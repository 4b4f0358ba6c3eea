import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ProfileKeyStore } from "../../../../src/adapters/aws/ambient/profile_key_store.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { tempDirectory } from "../../fs/temp_directory.ts";

/** What is in the file → why keys are not added to it. */
const REFUSED: readonly { readonly bytes: Uint8Array; readonly words: RegExp }[] = [
  {
    bytes: new TextEncoder().encode("[other]\nregion = eu-west-1\n[\n"),
    words: /^Cannot store keys in the AWS file ".*": line 3 .*: correct it first$/,
  },
  {
    bytes: Uint8Array.of(0x23, 0xff, 0x0a),
    words: /^Cannot store keys in the AWS file ".*": it is not valid UTF-8$/,
  },
];

Deno.test("a file to which keys cannot be added stays as it is, and the error says why", async (t) => {
  await using directory = await tempDirectory();
  const path = join(directory.path, "credentials");
  for (const { bytes, words } of REFUSED) {
    await t.step(words.source, async () => {
      await Deno.writeFile(path, bytes);
      const kept = new ProfileKeyStore(path).keep({ name: "builder", realm: "default" }, {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: new Secret("secret"),
      });
      await rejects(kept, { code: "STATE_UNUSABLE", message: words });
      strictEqual((await Deno.readFile(path)).toHex(), bytes.toHex());
    });
  }
});

Deno.test("keys replace those of the profile, and the file stays as it was otherwise", async () => {
  await using directory = await tempDirectory();
  const path = join(directory.path, "credentials");
  const before =
    "# mine\r\n[default]\r\naws_access_key_id = AKIADEFAULTDEFAULT12\r\naws_secret_access_key=s\r\n" +
    "[Builder]\r\n# a note\r\naws_access_key_id=OLD\r\naws_secret_access_key = old\r\naws_session_token = t\r\nregion = x\r\n";
  await Deno.writeTextFile(path, before);
  const store = new ProfileKeyStore(path);
  const owner = { name: "Builder", realm: "default" };
  const from = await store.keep(owner, {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: new Secret("new"),
  });
  strictEqual(
    await Deno.readTextFile(path),
    before.replace("=OLD", "=AKIAIOSFODNN7EXAMPLE").replace("= old", "= new")
      .replace("aws_session_token = t\r\n", ""),
  );
  const found = await store.find(owner);
  deepStrictEqual(found.kind === "keys" && [found.accessKeyId, found.from], ["AKIAIOSFODNN7EXAMPLE", from]);
});
