/** Files that are refused wherever they are met. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SYSTEM_FILES } from "../../../src/adapters/config/files/file_access.ts";
import { child } from "../../../src/domain/config/config_node.ts";
import { Machine } from "./hostile_repository.ts";

Deno.test("files of other users, and world-writable files, are rejected everywhere", async (t) => {
  const layouts: Readonly<Record<string, readonly [files: Record<string, string>, foreign: string]>> = {
    "the configuration": [{ "project/atmos.yaml": "" }, "project/atmos.yaml"],
    "an imported file": [
      { "project/atmos.yaml": "import: [b.yaml]", "project/b.yaml": "" },
      "project/b.yaml",
    ],
    "a directory on the way to an import": [
      { "project/atmos.yaml": "import: [sub/b.yaml]", "project/sub/b.yaml": "" },
      "project/sub",
    ],
    "the directory of drop-ins": [
      { "project/atmos.yaml": "", "project/.atmos.d/x.yaml": "" },
      "project/.atmos.d",
    ],
    "a drop-in": [{ "project/atmos.yaml": "", "project/.atmos.d/x.yaml": "" }, "project/.atmos.d/x.yaml"],
    "a profile": [
      { "project/atmos.yaml": "profiles: {default: p}", "project/profiles/p/x.yaml": "" },
      "project/profiles/p/x.yaml",
    ],
    "an included file": [
      { "project/atmos.yaml": "auth: {realm: !include r.txt}", "project/r.txt": "acme" },
      "project/r.txt",
    ],
  };
  for (const [name, [files, foreign]] of Object.entries(layouts)) {
    await t.step(name, async () => {
      await using machine = await Machine.create(files);
      const path = join(machine.root, foreign);
      machine.access = {
        ...SYSTEM_FILES,
        user: () => 1000,
        owners: (one) => Promise.resolve(one === path ? [4242] : [1000]),
      };
      const found = await machine.loadAll().then(
        ({ problems }) => problems.map(({ message }) => message).join("\n"),
        (error) => String(error),
      );
      match(found, /is owned by user 4242, not by you \(1000\) or root/);
    });
  }
  await t.step("a directory has no content to trust: the hint does not say to", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "", "project/.atmos.d/x.yaml": "" });
    const path = join(machine.project, ".atmos.d");
    machine.access = {
      ...SYSTEM_FILES,
      user: () => 1000,
      owners: (one) => Promise.resolve(one === path ? [4242] : [1000]),
    };
    await rejects(machine.loadAll(), {
      code: "CONFIG_UNTRUSTED",
      hint: "Review its files, then remove it or make it yours alone (chown, chmod)",
    });
  });
  await t.step("a world-writable mode", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "" });
    await Deno.chmod(join(machine.project, "atmos.yaml"), 0o666);
    await rejects(machine.load(), {
      code: "CONFIG_UNTRUSTED",
      message: /every user of this machine can write to it/,
    });
    await machine.trusts("project/atmos.yaml");
    await machine.load();
  });
  await t.step("in a job, the hint names the variable that trusts the run", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "" });
    await Deno.chmod(join(machine.project, "atmos.yaml"), 0o666);
    machine.env.set("CI", "true");
    await rejects(machine.load(), { hint: /ATMOS_ECR_TRUST=all/ });
  });
});

Deno.test("an include below a home that is a repository reads no secrets of the home", async (t) => {
  for (
    const [name, argument] of [["up", "../../.aws/credentials"], [
      "absolute",
      "HOME/.aws/credentials",
    ]] as const
  ) {
    await t.step(name, async () => {
      await using machine = await Machine.create({
        "home/.git/HEAD": "ref: refs/heads/main\n",
        "home/.aws/credentials": "[default]\naws_secret_access_key = canary\n",
      });
      await machine.write(
        "home/downloads/evil/atmos.yaml",
        `auth: {realm: !include.raw ${argument.replace("HOME", machine.home)}}\n`,
      );
      machine.cwd = join(machine.home, "downloads", "evil");
      const found = await machine.loadAll();
      match(found.problems.map(({ message }) => message).join(), /outside of this project/);
    });
  }
});

Deno.test("what is outside of a project does not depend on how its name begins", async (t) => {
  for (
    const [argument, isRead] of [
      ["..shared/realm.txt", true],
      ["..realm.txt", true],
      ["../project-evil/realm.txt", false],
      ["../..project/realm.txt", false],
      ["..shared/../../realm.txt", false],
      ["linked/realm.txt", false],
    ] as const
  ) {
    await t.step(argument, async () => {
      await using machine = await Machine.create({
        "project/atmos.yaml": `auth: {realm: !include.raw ${argument}}\n`,
        "project/..shared/realm.txt": "acme",
        "project/..realm.txt": "acme",
        "project-evil/realm.txt": "canary",
        "..project/realm.txt": "canary",
        "realm.txt": "canary",
      });
      await Deno.symlink(join(machine.root, "project-evil"), join(machine.project, "linked"), {
        type: "dir",
      });
      const { tree, problems } = await machine.loadAll();
      const realm = child(child(tree, "auth"), "realm");
      strictEqual(realm?.kind === "scalar" ? realm.value : undefined, isRead ? "acme" : undefined);
      const isRefused = problems.some(({ message }) => message.includes("outside of this project"));
      strictEqual(isRefused, !isRead);
    });
  }
});

Deno.test({
  name: "a project in shared memory is read",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const directory = await Deno.makeTempDir({ dir: "/dev/shm" });
    try {
      await Deno.writeTextFile(join(directory, "realm.yaml"), "auth: {realm: acme}\n");
      await using machine = await Machine.create({
        "project/atmos.yaml": `import: [${directory}/realm.yaml]\n`,
      });
      const { tree, problems } = await machine.loadAll();
      const realm = child(child(tree, "auth"), "realm");
      deepStrictEqual([realm?.kind === "scalar" && realm.value, problems], ["acme", []]);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});

Deno.test("files of the kernel are refused before they are read", async (t) => {
  for (
    const path of [
      "/proc/kmsg",
      "/proc/self/environ",
      "/sys/kernel/uevent_seqnum",
      "/dev/null",
      "/dev/shm/../null",
    ]
  ) {
    await t.step(path, async () => {
      await using machine = await Machine.create({ "project/atmos.yaml": `import: [${path}]\n` });
      await rejects(machine.load(), { code: "CONFIG_UNREADABLE" });
    });
  }
  await t.step("through a link", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "import: [x.yaml]\n" });
    await Deno.symlink("/proc/self/environ", join(machine.project, "x.yaml"));
    await rejects(machine.load(), { code: "CONFIG_UNREADABLE" });
  });
});
