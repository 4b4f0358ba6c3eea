import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { RegistryPinsFile } from "../../../src/adapters/state/registry_pins_file.ts";
import { encodePins } from "../../../src/domain/helper/pin_format.ts";
import { pin } from "../../support/helper_fixtures.ts";
import { modeOf, namesIn, tempDirectory } from "../fs/temp_directory.ts";

Deno.test("pins are a file of their own, and nobody else's business", async () => {
  await using dir = await tempDirectory();
  const directory = join(dir.path, "state/atmos/ecr");
  const pins = new RegistryPinsFile(join(directory, "pins.json"));
  await pins.set([pin()]);
  strictEqual(await modeOf(join(directory, "pins.json")), 0o600);
  strictEqual(await modeOf(directory), 0o700);
  strictEqual(await Deno.readTextFile(join(directory, "pins.json")), encodePins([pin()]));
  deepStrictEqual(await namesIn(directory), ["pins.json", "pins.json.lock"]);
});

Deno.test("nothing is made for pins that are not there", async () => {
  await using dir = await tempDirectory();
  const pins = new RegistryPinsFile(join(dir.path, "state/pins.json"));
  strictEqual(await pins.remove([pin().host]), false);
  strictEqual(await pins.set([]), false);
  deepStrictEqual(await namesIn(dir.path), []);
});

Deno.test("without a home there are no pins, and none can be set", async () => {
  const pins = new RegistryPinsFile(undefined);
  deepStrictEqual(await pins.all(), []);
  deepStrictEqual(await pins.peek(), []);
  strictEqual(await pins.remove(["x"]), false);
  await rejects(pins.set([pin()]), { code: "HOME_NOT_FOUND" });
});

Deno.test("a file that others may have written is not believed, and not overwritten", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "pins.json");
  await Deno.writeTextFile(path, encodePins([pin()]));
  await Deno.chmod(path, 0o622);
  const pins = new RegistryPinsFile(path);
  strictEqual(await pins.peek(), undefined);
  await rejects(pins.all(), { code: "STATE_UNUSABLE", message: /is open to other users/ });
  await rejects(pins.set([pin({ identity: "mallory" })]), { code: "STATE_UNUSABLE" });
  strictEqual(await Deno.readTextFile(path), encodePins([pin()]));
});

Deno.test("pins that cannot be written are an error that says so", async () => {
  await using dir = await tempDirectory();
  await Deno.writeTextFile(join(dir.path, "file"), "");
  const pins = new RegistryPinsFile(join(dir.path, "file/pins.json"));
  await rejects(pins.set([pin()]), (error) => {
    ok(error instanceof Error && "code" in error && error.code === "STATE_UNUSABLE");
    return true;
  });
});
