/** What an untrusted file leads to runs nothing, whoever trusts the target; and what is trusted runs where it stands. */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SYSTEM_FILES } from "../../../src/adapters/config/files/file_access.ts";
import { parseRemoteUrl, readGitRepository } from "../../../src/adapters/config/functions/git_repository.ts";
import { ConfigFiles } from "../../../src/adapters/config/files/config_files.ts";
import { isNetworkPath } from "../../../src/adapters/config/files/network_path.ts";
import type { Problem } from "../../../src/domain/config/problem.ts";
import { Machine } from "./hostile_repository.ts";

const TRUSTED =
  "auth: {identities: {a: {kind: aws/user, credentials: {access_key_id: !exec scripts/secret.sh}}}}\n";

/** Drop-ins count beside a configuration only. */
async function withMain(machine: Machine, next: () => Promise<void>): Promise<void> {
  await machine.write("project/atmos.yaml", "{}\n");
  await next();
}

/** How a hostile project leads to a trusted file of another one → the files of the project, links included. */
const WAYS: Readonly<Record<string, (machine: Machine) => Promise<void>>> = {
  "an import by its path": (machine) =>
    machine.write("project/atmos.yaml", `import: ["${machine.root}/infra/atmos.yaml"]\n`),
  "an import of a pattern": (machine) =>
    machine.write("project/atmos.yaml", `import: ["${machine.root}/infra/*.yaml"]\n`),
  "an import through another file": async (machine) => {
    await machine.write("project/atmos.yaml", "import: [b.yaml]\n");
    await machine.write("project/b.yaml", `import: ["${machine.root}/infra/atmos.yaml"]\n`);
  },
  "an import of a drop-in": (machine) =>
    withMain(
      machine,
      () => machine.write("project/.atmos.d/x.yaml", `import: ["${machine.root}/infra/atmos.yaml"]\n`),
    ),
  "an import through a directory link": async (machine) => {
    await machine.write("project/atmos.yaml", "import: [sub/atmos.yaml]\n");
    await Deno.symlink(join(machine.root, "infra"), join(machine.project, "sub"));
  },
  "a link in place of the configuration": (machine) =>
    Deno.symlink(join(machine.root, "infra", "atmos.yaml"), join(machine.project, "atmos.yaml")),
  "a link in place of an imported file": async (machine) => {
    await machine.write("project/atmos.yaml", "import: [b.yaml]\n");
    await Deno.symlink(join(machine.root, "infra", "atmos.yaml"), join(machine.project, "b.yaml"));
  },
  "a link in place of the drop-ins": (machine) =>
    withMain(machine, () => Deno.symlink(join(machine.root, "infra"), join(machine.project, ".atmos.d"))),
  "a profile whose directory the project names": (machine) =>
    machine.write("project/atmos.yaml", `profiles: {base_path: "${machine.root}", default: infra}\n`),
  "a link in place of a profile": async (machine) => {
    await machine.write("project/atmos.yaml", "profiles: {default: p}\n");
    await machine.write("project/profiles/keep", "");
    await Deno.mkdir(join(machine.project, "profiles", "p"));
    await Deno.symlink(
      join(machine.root, "infra", "atmos.yaml"),
      join(machine.project, "profiles", "p", "x.yaml"),
    );
  },
  "an include of its entries": (machine) =>
    machine.write(
      "project/atmos.yaml",
      `auth: !include ${machine.root}/infra/atmos.yaml .auth\n`,
    ),
};

for (const [name, lead] of Object.entries(WAYS)) {
  Deno.test(`nothing runs by ${name}`, async () => {
    await using machine = await Machine.create({ "infra/atmos.yaml": TRUSTED });
    await machine.trusts("infra/atmos.yaml");
    await lead(machine);
    let problems: readonly Problem[] = [];
    try {
      ({ problems } = await machine.loadAll());
    } catch (error) {
      match(String((error as { code?: string }).code), /CONFIG_UNTRUSTED/);
      problems = [{ severity: "error", code: "CONFIG_UNTRUSTED", message: String(error) }];
    }
    deepStrictEqual(machine.runs, []);
    ok(problems.some(({ code }) => code === "CONFIG_UNTRUSTED"), JSON.stringify(problems));
  });
}

Deno.test("a trusted project runs what it imports, each command in the directory of its file", async () => {
  await using machine = await Machine.create({
    "infra/atmos.yaml": TRUSTED,
    "project/atmos.yaml": "import: [../infra/atmos.yaml]\nauth: {realm: !exec here}\n",
  });
  await machine.trusts("infra/atmos.yaml", "project/atmos.yaml");
  const problems = (await machine.loadAll()).problems.filter(({ code }) => code === "CONFIG_UNTRUSTED");
  deepStrictEqual(problems, []);
  deepStrictEqual(machine.runs.map(({ command, directory }) => [command, directory]).toSorted(), [
    ["here", machine.project],
    ["scripts/secret.sh", join(machine.root, "infra")],
  ]);
});

Deno.test("a link above the project is no other project", async () => {
  await using machine = await Machine.create({ "project/atmos.yaml": TRUSTED });
  await machine.trusts("project/atmos.yaml");
  await Deno.symlink(machine.project, join(machine.root, "way"));
  machine.cwd = join(machine.root, "way");
  await machine.loadAll();
  strictEqual(machine.runs.length, 1);
});

Deno.test("files of other users, and files that everybody may write to, are refused wherever they are met", async (t) => {
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
      match(found, /belongs to user 4242, not to you \(1000\) or root/);
    });
  }
  await t.step("a mode that lets everybody write", async () => {
    await using machine = await Machine.create({ "project/atmos.yaml": "" });
    await Deno.chmod(join(machine.project, "atmos.yaml"), 0o666);
    await rejects(machine.load(), {
      code: "CONFIG_UNTRUSTED",
      message: /every user of this machine may write to it/,
    });
    await machine.trusts("project/atmos.yaml");
    await machine.load();
  });
  await t.step("in a job, the variable that says it for the run is named", async () => {
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

Deno.test("files of the kernel are refused before they are read", async (t) => {
  for (const path of ["/proc/kmsg", "/proc/self/environ", "/sys/kernel/uevent_seqnum", "/dev/null"]) {
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

Deno.test("no error repeats what came from a variable or another file", async (t) => {
  const rows: Readonly<Record<string, string>> = {
    realm: "auth: {realm: !env MINE}",
    kind: "auth: {identities: {a: {kind: !env MINE}}}",
    region:
      "auth: {providers: {p: {kind: aws/iam-identity-center, start_url: 'https://a.awsapps.com/start', region: !env MINE}}}",
    start_url:
      "auth: {providers: {p: {kind: aws/iam-identity-center, start_url: !env MINE, region: us-east-1}}}",
    import: "import: [!env MINE]",
    "import list": "import: !env MINE",
    profile: "profiles: {default: !env MINE}",
    "profiles.base_path": "profiles: {base_path: !env MINE, default: p}",
    via:
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: !env MINE}, principal: {assume_role: 'arn:aws:iam::111122223333:role/x'}}}}",
    "logs.level": "logs: {level: !env MINE}",
    "auth.logs.level": "auth: {logs: {level: !env MINE}}",
    "a file": "auth: {realm: !include mine.txt}",
    "a role":
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: !env MINE}}}}",
    "a tag":
      "auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {assume_role: 'arn:aws:iam::111122223333:role/x', tags: {x: !env MINE}}}}}",
  };
  for (const trusted of [true, false]) {
    for (const [name, text] of Object.entries(rows)) {
      await t.step(`${name}, ${trusted ? "trusted" : "untrusted"}`, async () => {
        await using machine = await Machine.create({
          "project/atmos.yaml": `${text}\n`,
          "project/mine.txt": "S3cret+Of/Mine",
        });
        machine.env.set("MINE", "S3cret+Of/Mine");
        if (trusted) await machine.trusts("project/atmos.yaml");
        const said = await machine.loadAll().then(
          ({ problems }) => problems.map(({ message, hint }) => `${message} ${hint}`).join("\n"),
          (error) => `${error} ${error.hint}`,
        );
        ok(!/S3cret/.test(said), said);
      });
    }
  }
});

Deno.test("templates are errors where they decide who or where, and warnings elsewhere", async (t) => {
  const identity = (fields: string): string =>
    `auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {${fields}}}, b: {kind: aws/ambient}}}\n`;
  const rows: readonly (readonly [name: string, text: string, severity: "error" | "warning"])[] = [
    ["an ARN", identity("assume_role: 'arn:aws:iam::${ACCOUNT}:role/x'"), "error"],
    ["an ARN in braces", identity("assume_role: 'arn:aws:iam::{{ .account }}:role/x'"), "error"],
    [
      "a region",
      identity("assume_role: 'arn:aws:iam::111122223333:role/x', region: '${AWS_REGION}'"),
      "error",
    ],
    [
      "a session name",
      identity("assume_role: 'arn:aws:iam::111122223333:role/x', session_name: 'atmos-${GITHUB_RUN_ID}'"),
      "warning",
    ],
    [
      "a URL",
      "auth: {providers: {p: {kind: aws/iam-identity-center, region: us-east-1, start_url: 'https://${ORG}.awsapps.com/start'}}}\n",
      "error",
    ],
    [
      "a key",
      "auth: {identities: {a: {kind: aws/user, credentials: {access_key_id: '${KEY}', secret_access_key: x}}}}\n",
      "error",
    ],
    [
      "an account",
      "auth: {integrations: {i: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: '{{ .id }}', region: us-east-1}}}}}\n",
      "error",
    ],
  ];
  for (const [name, text, severity] of rows) {
    await t.step(name, async () => {
      await using machine = await Machine.create({ "project/atmos.yaml": text });
      const { problems } = await machine.loadAll();
      const found = problems.find(({ message }) => /Cannot expand/.test(message));
      strictEqual(found?.severity, severity, JSON.stringify(problems));
      match(found?.hint ?? "", /!env/);
      ok(found?.position !== undefined);
    });
  }
});

Deno.test("git's configuration is read in linear time", async () => {
  await using machine = await Machine.create({
    "project/.git/HEAD": "ref: refs/heads/main\n",
    "project/.git/config": `[remote "origin"]\n\turl${" ".repeat(200_000)}= x\n\turl =${
      " ".repeat(200_000)
    }\n\turl = https://u:p@example.com/o/r.git\n`,
  });
  const files = new ConfigFiles(SYSTEM_FILES, machine.project);
  const started = performance.now();
  const { url = "" } = await readGitRepository(machine.project, files);
  ok(performance.now() - started < 1000);
  strictEqual(url, "https://example.com/o/r.git");
  strictEqual(parseRemoteUrl(url)?.name, "r");
});

Deno.test("isNetworkPath() knows shares of other machines, where there are such", () => {
  deepStrictEqual(
    ["//host/share/a.yaml", "\\\\host\\share", " //host/x", "/a//b", "a"].map((path) =>
      isNetworkPath(path, "windows")
    ),
    [
      true,
      true,
      true,
      false,
      false,
    ],
  );
  strictEqual(isNetworkPath("//host/share", "linux"), false);
});
