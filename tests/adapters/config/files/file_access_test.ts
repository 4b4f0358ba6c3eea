import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SYSTEM_FILES } from "../../../../src/adapters/config/files/file_access.ts";
import { CONFIG_LIMITS } from "../../../../src/domain/config/config_limits.ts";
import { tempDirectory } from "../../fs/temp_directory.ts";

const MOST = CONFIG_LIMITS.fileBytes + 1;

Deno.test("SYSTEM_FILES.read() reads files of any size, and of larger ones one byte more than the limit", async (t) => {
  await using dir = await tempDirectory();
  for (const size of [0, 1, 16_383, 16_384, 16_385, 65_536, 300_000, MOST - 1, MOST, MOST + 70_000]) {
    await t.step(`${size} bytes`, async () => {
      const path = join(dir.path, `${size}.yaml`);
      const bytes = new Uint8Array(size).map((_, index) => index % 251);
      await Deno.writeFile(path, bytes);
      strictEqual((await SYSTEM_FILES.read(path)).toHex(), bytes.subarray(0, MOST).toHex());
    });
  }
});
