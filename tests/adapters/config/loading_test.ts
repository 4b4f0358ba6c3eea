import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { AtmosYamlFiles } from "../../../src/adapters/config/atmos_yaml_files.ts";
import { SYSTEM_FILES } from "../../../src/adapters/config/files/file_access.ts";
import { loadAuth, withIdentities } from "../../../src/app/config/load_auth.ts";
import { child } from "../../../src/domain/config/config_node.ts";
import { ConfigError, LookupError } from "../../../src/domain/errors/errors.ts";
import { MemoryConfigurations, NO_SELECTION, printingShell } from "../../fakes/memory_configurations.ts";
import { promptly } from "../../support/promptly.ts";

const EXEC = `auth:
  identities:
    a: &a {kind: aws/user, default: true, credentials: {access_key_id: !exec 'echo AKIA', secret_access_key: !exec 'echo s'}}
    b: {kind: aws/user, credentials: {access_key_id: !exec 'echo b', secret_access_key: !exec 'echo b'}}
    copy: *a
  integrations:
    i: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: !exec "echo '123456789012'", region: us-east-1}}}
    j: {kind: aws/ecr, via: {identity: b}, spec: {registry: {account_id: !exec "echo '210987654321'", region: us-east-1}}}
`;

/** Configurations that note which commands are run. */
function recording(
  text: string,
): { readonly configurations: MemoryConfigurations; readonly commands: string[] } {
  const commands: string[] = [];
  const configurations = new MemoryConfigurations(
    { "atmos.yaml": text },
    { ATMOS_ECR_TRUST: "all" },
    "/project",
    {
      shell: (command, cwd) => {
        commands.push(command);
        return printingShell(command, cwd);
      },
    },
  );
  return { configurations, commands };
}

Deno.test("LoadedConfig.evaluate() runs each command once, however often it is needed and repeated", async () => {
  const { configurations, commands } = recording(EXEC);
  const loaded = await configurations.load();
  deepStrictEqual(commands, []);
  await Promise.all([
    loaded.evaluate({ identities: ["a"] }),
    loaded.evaluate({ identities: ["A", "copy"] }),
    loaded.evaluate({ identities: ["nobody"] }),
  ]);
  deepStrictEqual(commands, ["echo AKIA", "echo s"]);
});

Deno.test("LoadedConfig.evaluate() tries a command that failed no more", async () => {
  const { configurations, commands } = recording("auth: {identities: {a: {kind: !exec 'exit 1'}}}");
  const loaded = await configurations.load();
  await loaded.evaluate({ identities: "all" });
  await loaded.evaluate({ identities: "all" });
  strictEqual(commands.length, 1);
});

Deno.test("loadAuth() and withIdentities() run what a login needs, and nothing else", async () => {
  const { configurations, commands } = recording(EXEC);
  const loaded = await loadAuth({ configurations, configSelection: NO_SELECTION }, ["i"]);
  const host = loaded.auth.integrations.get("i")?.value;
  deepStrictEqual(host?.kind === "aws/ecr" && host.hosts, ["123456789012.dkr.ecr.us-east-1.amazonaws.com"]);
  deepStrictEqual(commands, ["echo '123456789012'"]);
  const { auth } = await withIdentities(loaded, ["a"]);
  strictEqual(auth.identities.get("a")?.value?.kind, "aws/user");
  strictEqual(auth.identities.get("b")?.pending, true);
  deepStrictEqual(commands.slice(1), ["echo AKIA", "echo s"]);
});

Deno.test("AtmosYamlFiles.load() names the profiles that exist, and hints at an identity", async () => {
  const configurations = new MemoryConfigurations({
    "atmos.yaml": "auth: {identities: {admin: {kind: aws/ambient}}}",
    "profiles/dev/x.yaml": "",
    ".atmos/profiles/prod/x.yaml": "",
  });
  const hint = async (name: string): Promise<string> => {
    try {
      await configurations.load({ ...NO_SELECTION, profiles: [name] });
    } catch (error) {
      if (error instanceof LookupError) return `${error.exitCode} ${error.code} ${error.hint}`;
      throw error;
    }
    throw new Error("Loaded");
  };
  strictEqual(await hint("dve"), `2 PROFILE_NOT_FOUND Did you mean "dev"? Available: "dev", "prod"`);
  match(await hint("ADMIN"), /use --identity ADMIN$/);
});

Deno.test("AtmosYamlFiles.load() reports every place that it looked at, lowest precedence first", async () => {
  const loaded = await new MemoryConfigurations(
    { "a/atmos.yaml": "", ".git/HEAD": "" },
    { HOME: "/home/u", ATMOS_CLI_CONFIG_PATH: "x" },
    "/project/a",
  ).load();
  deepStrictEqual(loaded.files.map(({ role: _role, ...report }) => report), [
    { path: "/system/atmos.yaml", read: false, reason: "system directory: not found" },
    { path: "/home/u/.atmos/atmos.yaml", read: false, reason: "home directory: not found" },
    { path: "atmos.yaml", read: true, reason: "working directory" },
    { path: "x/atmos.yaml", read: false, reason: "ATMOS_CLI_CONFIG_PATH: not found" },
  ]);
  deepStrictEqual(loaded.sources, ["/project/a/atmos.yaml"]);
});

Deno.test("LoadedConfig.isTrusted() is about the file of a value", async () => {
  const { configurations } = recording("auth: {realm: a}");
  const trusted = await configurations.load();
  const plain = await new MemoryConfigurations({ "atmos.yaml": "auth: {realm: a}" }).load();
  const realm = child(child(plain.tree, "auth"), "realm");
  ok(realm !== undefined);
  strictEqual(await trusted.isTrusted(realm.origin), true);
  strictEqual(await plain.isTrusted(realm.origin), false);
  strictEqual(await plain.isTrusted({ kind: "variable", name: "X" }), true);
});

Deno.test("AtmosYamlFiles.load() derives the realm from the path that the shell shows", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-config-" }));
  try {
    await Deno.mkdir(join(root, "real"));
    await Deno.symlink(join(root, "real"), join(root, "link"));
    await Deno.writeTextFile(join(root, "real", "atmos.yaml"), "");
    const load = async (pwd: string): Promise<readonly string[]> => {
      const configurations = new AtmosYamlFiles({
        get: (name) => name === "PWD" ? pwd : "",
        cwd: join(root, "real"),
        os: "linux",
      });
      const { sources, realm } = await configurations.load(NO_SELECTION);
      return [...sources, realm.value];
    };
    const [link, linkRealm] = await load(join(root, "link"));
    const [real, realRealm] = await load(join(root, "real"));
    deepStrictEqual([link, real], [join(root, "link", "atmos.yaml"), join(root, "real", "atmos.yaml")]);
    ok(linkRealm !== realRealm);
    deepStrictEqual((await load("/"))[1], realRealm);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("AtmosYamlFiles.load() rejects another user's link, whatever its target", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-config-" }));
  try {
    await Deno.writeTextFile(join(root, "mine.yaml"), "");
    await Deno.symlink(join(root, "mine.yaml"), join(root, "atmos.yaml"));
    const access = { ...SYSTEM_FILES, owners: () => Promise.resolve([65_534, 1000]), user: () => 1000 };
    await rejects(
      new AtmosYamlFiles({ get: () => "", cwd: root, os: "linux" }, { access }).load(NO_SELECTION),
      (error) =>
        error instanceof ConfigError && error.code === "CONFIG_UNTRUSTED" &&
        /user 65534, not by you/.test(error.message),
    );
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("AtmosYamlFiles.load() fails fast on too many includes, and on a file that includes itself", async () => {
  const included = `x: [${"1,".repeat(100)}1]`;
  const load = (count: number, text: string): Promise<unknown> =>
    new MemoryConfigurations({
      "atmos.yaml": `auth: {identities: {a: {x: [${`${text},`.repeat(count)}]}}}`,
      "b.yaml": included,
    }).load();
  await load(150, "!include b.yaml");
  for (
    const [count, text] of [[1001, "!include b.yaml"], [1001, "!include nope"], [
      100,
      "!include atmos.yaml",
    ]] as const
  ) {
    await promptly(3000, () =>
      rejects(
        load(count, text),
        (error) => error instanceof ConfigError && error.code === "CONFIG_LIMIT",
      ));
  }
});

Deno.test("AtmosYamlFiles.load() follows links to directories in patterns, except cyclic ones", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-links-" }));
  try {
    for (const directory of ["work/imports", "real/deep", "other"]) {
      await Deno.mkdir(join(root, directory), { recursive: true });
    }
    const entry = (name: string): string => `auth: {identities: {${name}: {kind: aws/ambient}}}`;
    await Deno.writeTextFile(join(root, "work/atmos.yaml"), "import: ['imports/**/*.yaml']");
    await Deno.writeTextFile(join(root, "real/deep/a.yaml"), entry("linked"));
    await Deno.writeTextFile(join(root, "other/b.yaml"), entry("mutual"));
    await Deno.symlink("../../real", join(root, "work/imports/link"));
    await Deno.symlink("../../real", join(root, "work/imports/twice"));
    // To what is above, to itself, and to each other.
    await Deno.symlink("../..", join(root, "real/deep/up"));
    await Deno.symlink(".", join(root, "real/deep/self"));
    await Deno.symlink("../other", join(root, "real/other"));
    await Deno.symlink("../real", join(root, "other/real"));
    await Deno.symlink("nowhere", join(root, "real/broken"));
    const environment = { get: () => undefined, cwd: join(root, "work"), os: "linux" as const };
    const { tree } = await new AtmosYamlFiles(environment).load(NO_SELECTION);
    const identities = child(child(tree, "auth"), "identities");
    ok(identities?.kind === "mapping");
    deepStrictEqual([...identities.entries.keys()].toSorted(), ["linked", "mutual"]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
