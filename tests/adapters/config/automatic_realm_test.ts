import { doesNotMatch, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Machine } from "./hostile_repository.ts";

Deno.test("a realm in the automatic form requires trust, except this configuration's own", async (t) => {
  const foreign = "0123456789abcdef";
  await t.step("auth.realm", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": `auth: {realm: "${foreign}"}\n` });
    await rejects(machine.load(), {
      code: "CONFIG_UNTRUSTED",
      message: /automatic realm of another configuration/,
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
  const more: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "other letters in the keys": { "project/atmos.yaml": `Auth: {Realm: "${foreign}"}\n` },
    "an alias": { "project/atmos.yaml": `x: &r "${foreign}"\nauth: {realm: *r}\n` },
    "a merge key": { "project/atmos.yaml": `x: &r {realm: "${foreign}"}\nauth: {<<: *r}\n` },
    "digits alone, which YAML reads as a number": {
      "project/atmos.yaml": "auth: {realm: 1234567890123456}\n",
    },
    "what YAML reads as an exponent": { "project/atmos.yaml": "auth: {realm: 123456789012e456}\n" },
    "a variable of another name": { "project/atmos.yaml": "auth: {realm: !env MINE}\n" },
    "a public variable": { "project/atmos.yaml": "auth: {realm: !env ATMOS_MINE}\n" },
    "the default of a variable": { "project/atmos.yaml": `auth: {realm: !env "NOT_SET ${foreign}"}\n` },
    "another file": { "project/atmos.yaml": "auth: {realm: !include.raw r.txt}\n", "project/r.txt": foreign },
    "the section of another file": {
      "project/atmos.yaml": "auth: !include a.yaml\n",
      "project/a.yaml": `realm: "${foreign}"\n`,
    },
    "a profile": {
      "project/atmos.yaml": "profiles: {default: p}\n",
      "project/profiles/p/x.yaml": `auth: {realm: "${foreign}"}\n`,
    },
    "the branch": {
      "project/atmos.yaml": "auth: {realm: !git.branch}\n",
      "project/.git/HEAD": `ref: refs/heads/${foreign}\n`,
    },
  };
  for (const [name, files] of Object.entries(more)) {
    await t.step(name, async () => {
      await using machine = await Machine.create(files);
      machine.env.set("MINE", foreign).set("ATMOS_MINE", foreign);
      await rejects(machine.load(), { code: "CONFIG_UNTRUSTED" });
    });
  }
  for (const text of ["0123456789ABCDEF", `${foreign} `, `./${foreign}`, `${foreign}/`, `x/../${foreign}`]) {
    await t.step(`${JSON.stringify(text)} is not a realm`, async () => {
      await using machine = await Machine.create({ "project/atmos.yaml": `auth: {realm: "${text}"}\n` });
      notStrictEqual((await machine.load()).realm.value.toLowerCase(), foreign);
    });
  }
  await t.step("its own", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "" });
    const { value } = (await machine.load()).realm;
    await machine.write("project/atmos.yaml", `auth: {realm: "${value}"}\n`);
    strictEqual((await machine.load()).realm.value, value);
  });
});

Deno.test("a realm from a secret's variable is rejected, even if trusted: it would be in file names", async (t) => {
  const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "auth.realm": { "project/atmos.yaml": "auth: {realm: !env GITHUB_TOKEN}\n" },
    "an alias": { "project/atmos.yaml": "x: &r !env GITHUB_TOKEN\nauth: {realm: *r}\n" },
    "a variable that a file sets": {
      "project/atmos.yaml": "env: {ATMOS_AUTH_REALM: !env GITHUB_TOKEN}\n",
    },
    "an import": {
      "project/atmos.yaml": "import: [b.yaml]",
      "project/b.yaml": "auth: {realm: !env GITHUB_TOKEN}\n",
    },
    "a drop-in": {
      "project/atmos.yaml": "",
      "project/.atmos.d/x.yaml": "auth: {realm: !env GITHUB_TOKEN}\n",
    },
  };
  for (const [name, tree] of Object.entries(files)) {
    await t.step(name, async () => {
      await using machine = await Machine.create(tree);
      machine.env.set("GITHUB_TOKEN", "ghp0secret0value");
      for (const path of Object.keys(tree)) await machine.trusts(path);
      await rejects(machine.load(), (error: Error) => {
        doesNotMatch(`${error.message}${JSON.stringify(error)}`, /ghp0/);
        strictEqual(/GITHUB_TOKEN/.test(error.message), true);
        return true;
      });
    });
  }
  await using machine = await Machine.create({ "project/atmos.yaml": "auth: {realm: !env TEAM}\n" });
  machine.env.set("TEAM", "acme");
  strictEqual((await machine.load()).realm.value, "acme");
});
