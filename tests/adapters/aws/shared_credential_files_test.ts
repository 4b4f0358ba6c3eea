import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import {
  SharedCredentialFiles,
  sharedCredentialFiles,
} from "../../../src/adapters/aws/shared_credential_files.ts";
import { environmentOf } from "../../support/helper_fixtures.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

Deno.test("the shared files are looked at where the environment says", async () => {
  await using home = await tempDirectory();
  const files = sharedCredentialFiles(environmentOf({ HOME: home.path }));
  strictEqual(await files.hasCredentials("default"), false);
  await Deno.mkdir(join(home.path, ".aws"));
  await Deno.writeTextFile(join(home.path, ".aws/config"), "[default]\nregion = eu-west-1\n");
  strictEqual(await files.hasCredentials("default"), false);
  await Deno.writeTextFile(join(home.path, ".aws/credentials"), "[default]\naws_access_key_id = A\n");
  strictEqual(await files.hasCredentials("default"), true);
  strictEqual(await files.hasCredentials("other"), false);
  const elsewhere = environmentOf({ HOME: home.path, AWS_SHARED_CREDENTIALS_FILE: "/nowhere" });
  strictEqual(await sharedCredentialFiles(elsewhere).hasCredentials("default"), false);
});

Deno.test("files that cannot be read, or have no end, have no say", async () => {
  await using dir = await tempDirectory();
  const large = join(dir.path, "large");
  await Deno.writeTextFile(large, `[default]\naws_access_key_id = A\n${"#".repeat(1024 * 1024)}`);
  for (const path of ["/dev/zero", dir.path, large, join(dir.path, "none")]) {
    strictEqual(await new SharedCredentialFiles([path]).hasCredentials("default"), false, path);
  }
});
