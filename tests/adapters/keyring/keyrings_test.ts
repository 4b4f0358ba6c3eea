/** Where the keyring of a configuration is, and what is said of it. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { Keyrings } from "../../../src/adapters/keyring/keyrings.ts";
import { Secret } from "../../../src/domain/secret.ts";
import type { StoredKeysOwner } from "../../../src/ports/sessions.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

function keyrings(variables: Readonly<Record<string, string>>, os = "linux"): Keyrings {
  const environment = { get: (name: string) => variables[name], cwd: "/nowhere", os };
  return new Keyrings({ environment: environment as never });
}

function owner(path: string, pathFrom?: string): StoredKeysOwner {
  return {
    name: "me",
    realm: "acme",
    keyring: { type: "file", path, ...(pathFrom === undefined ? {} : { pathFrom }) },
  };
}

Deno.test("a directory of another machine that a configuration names is not touched on Windows", async (t) => {
  for (const path of ["//evil.example/share", "\\\\evil.example\\share\\ring", " //evil.example/x"]) {
    await t.step(path, async () => {
      const rings = keyrings({ ATMOS_KEYRING_PASSWORD: "correct horse" }, "windows");
      const found = await rings.find(owner(path));
      match(found.kind === "none" ? found.why ?? "" : "", /it is a network path/);
      strictEqual(await rings.has(owner(path)), false);
      await rejects(rings.store(owner(path), new Secret("x")), { code: "KEYRING_UNUSABLE" });
      await rejects(rings.remove(owner(path)), { code: "KEYRING_UNUSABLE" });
    });
  }
});

Deno.test("a directory that came from a variable is named by it, and not repeated", async () => {
  await using home = await tempDirectory();
  const path = `${home.path}/S3cret`;
  const rings = keyrings({});
  await Deno.mkdir(path);
  await Deno.writeTextFile(`${path}/atmos_acme_me`, "x", { mode: 0o666 });
  await Deno.chmod(`${path}/atmos_acme_me`, 0o666);
  const said: string[] = [];
  const found = await rings.find(owner(path, "$MINE"));
  said.push(found.kind === "none" ? found.why ?? "" : "");
  await rings.store(owner(path, "$MINE"), new Secret("x")).catch((error) => said.push(String(error)));
  deepStrictEqual(said.map((one) => [one.includes("S3cret"), one.includes("$MINE")]), [[false, true], [
    false,
    true,
  ]]);
});
