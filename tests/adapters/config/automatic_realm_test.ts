import { rejects, strictEqual } from "node:assert/strict";
import { Machine } from "./hostile_repository.ts";

Deno.test("a realm of the automatic form needs trust, but for this configuration's own", async (t) => {
  const foreign = "0123456789abcdef";
  await t.step("auth.realm", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": `auth: {realm: "${foreign}"}\n` });
    await rejects(machine.load(), {
      code: "CONFIG_UNTRUSTED",
      message: /automatic one of another configuration/,
    });
    await machine.trusts("project/atmos.yaml");
    strictEqual((await machine.load()).realm.value, foreign);
  });
  await t.step("a variable that a file sets", async () => {
    await using machine = await Machine.create({
      "project/atmos.yaml": `env: {ATMOS_AUTH_REALM: "${foreign}"}\n`,
    });
    await rejects(machine.load(), { code: "CONFIG_UNTRUSTED" });
  });
  await t.step("a drop-in", async () => {
    await using machine = await Machine.create({
      "project/.atmos.d/x.yaml": `auth: {realm: "${foreign}"}\n`,
      "project/atmos.yaml": "",
    });
    await rejects(machine.load(), { code: "CONFIG_UNTRUSTED" });
  });
  await t.step("an import", async () => {
    await using machine = await Machine.create({
      "project/atmos.yaml": "import: [b.yaml]",
      "project/b.yaml": `auth: {realm: "${foreign}"}\n`,
    });
    await rejects(machine.load(), { code: "CONFIG_UNTRUSTED" });
  });
  await t.step("the variable of the environment", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "" });
    machine.env.set("ATMOS_AUTH_REALM", foreign);
    strictEqual((await machine.load()).realm.value, foreign);
  });
  await t.step("its own", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "" });
    const { value } = (await machine.load()).realm;
    await machine.write("project/atmos.yaml", `auth: {realm: "${value}"}\n`);
    strictEqual((await machine.load()).realm.value, value);
  });
});
