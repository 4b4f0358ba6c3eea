import { rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SamlResponseFiles } from "../../../src/adapters/saml/saml_response_files.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

Deno.test("a response is read from a file of the working directory, or reported by the name that was given", async () => {
  await using directory = await tempDirectory();
  const files = new SamlResponseFiles({ cwd: directory.path });
  await Deno.writeTextFile(join(directory.path, "response"), "PHNhbWw+\n");
  await Deno.writeTextFile(join(directory.path, "large"), "A".repeat(2 ** 21));
  strictEqual((await files.read("response")).expose(), "PHNhbWw+\n");
  strictEqual((await files.read(join(directory.path, "response"))).expose(), "PHNhbWw+\n");
  for (
    const [path, message] of [
      ["nowhere", /"nowhere": it does not exist or is not readable$/],
      [".", /".": it does not exist or is not readable$/],
      ["large", /"large": it is too large for a SAML response$/],
    ] as const
  ) await rejects(files.read(path), { code: "USAGE", exitCode: 2, message });
});
