import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { ProvisionedIdentityFiles } from "../../../src/adapters/sessions/provisioned_identity_files.ts";
import { provisionedYaml, type Provisioning } from "../../../src/domain/sso/provisioned_identities.ts";
import { modeOf, namesIn, tempDirectory } from "../fs/temp_directory.ts";

const FOUND: Provisioning = {
  center: {
    name: "Team/sso",
    startUrl: "https://acme.awsapps.com/start",
    region: "us-east-1",
    autoProvision: true,
  },
  at: new Date("2026-01-01T00:00:00Z"),
  accounts: 1,
  identities: [{ name: "dev/Admin", account: { id: "111111111111", name: "dev" }, role: "Admin" }],
};

Deno.test("what was found is one private file for each provider, replaced whole", async () => {
  await using dir = await tempDirectory();
  const store = new ProvisionedIdentityFiles(join(dir.path, "atmos/auth"));
  await store.write({ ...FOUND, identities: [] });
  await store.write(FOUND);
  const folder = join(dir.path, "atmos/auth/team_sso");
  deepStrictEqual(await namesIn(folder), ["provisioned-identities.yaml"]);
  const file = join(folder, "provisioned-identities.yaml");
  strictEqual(await Deno.readTextFile(file), provisionedYaml(FOUND));
  deepStrictEqual([await modeOf(file), await modeOf(folder)], [0o600, 0o700]);
});

Deno.test("what was found is removed, and nothing beside it", async () => {
  await using dir = await tempDirectory();
  const store = new ProvisionedIdentityFiles(join(dir.path, "atmos/auth"));
  deepStrictEqual([await store.find("Team/sso"), await store.remove("Team/sso")], [undefined, false]);
  await store.write(FOUND);
  const folder = join(dir.path, "atmos/auth/team_sso");
  await Deno.writeTextFile(join(folder, "mine"), "");
  strictEqual(await store.find("team/SSO"), join(folder, "provisioned-identities.yaml"));
  strictEqual(await store.remove("Team/sso"), true);
  deepStrictEqual(await namesIn(folder), ["mine"]);
  const nowhere = new ProvisionedIdentityFiles(undefined);
  deepStrictEqual([await nowhere.find("x"), await nowhere.remove("x")], [undefined, false]);
});

Deno.test("what cannot be written is an error, and without a home nothing is", async () => {
  await using dir = await tempDirectory();
  await Deno.writeTextFile(join(dir.path, "atmos"), "");
  const store = new ProvisionedIdentityFiles(join(dir.path, "atmos/auth"));
  await rejects(store.write(FOUND), { code: "STATE_UNUSABLE", message: /^Cannot write ".+": / });
  await new ProvisionedIdentityFiles(undefined).write(FOUND);
});
