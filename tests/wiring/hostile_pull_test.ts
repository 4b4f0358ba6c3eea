/**
 * A pull that makes the pinned configuration of a registry hostile: the helper runs nothing, sends nothing of the environment, waits for
 * nothing, and is nobody else.
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { trustPath } from "../../src/domain/files/app_directories.ts";
import { namesIn } from "../adapters/fs/temp_directory.ts";
import { HelperWorld, HOST, NOT_FOUND } from "../program/helper_world.ts";
import { DEV, World } from "../program/world.ts";
import { environmentIn } from "../support/helper_home.ts";
import { promptly } from "../support/promptly.ts";
import { getHere } from "./helper_calls.ts";

const YAML = World.ATMOS_YAML;
const ROLE = `"arn:aws:iam::${DEV}:role/deploy"`;
const SECRET = "Top-Secret_of.mine";
const OTHER = 4711;

/** The role of `dev-deploy` with other settings. */
const withRole = (settings: string): string => YAML.replace(`{assume_role: ${ROLE}}`, `{${settings}}`);
const role = (settings: string): string => withRole(`assume_role: ${ROLE}, ${settings}`);

/** What a pull brings → what the helper says of it. */
interface Pull {
  readonly files?: Readonly<Record<string, string>>;
  /** What files cannot say: links, modes and owners. */
  readonly more?: (project: string, world: World) => Promise<unknown>;
  readonly says: RegExp;
  /** Only root can give files away. */
  readonly byRoot?: true;
  readonly env?: Readonly<Record<string, string>>;
}

const chown = (path: string): Promise<unknown> => Deno.chown(path, OTHER, OTHER);
const CANARY = "touch canary; echo x";

const PULLS: Readonly<Record<string, Readonly<Record<string, Pull>>>> = {
  "sessions of another project (2)": {
    "a realm": { files: { "atmos.yaml": `${YAML}  realm: "0123456789abcdef"\n` }, says: /automatic realm/ },
    "a realm in a drop-in": {
      files: { ".atmos.d/x.yaml": `auth: {realm: "0123456789abcdef"}\n` },
      says: /automatic realm/,
    },
    "a realm in an import": {
      files: { "atmos.yaml": `import: [x.yaml]\n${YAML}`, "x.yaml": `auth: {realm: "0123456789abcdef"}\n` },
      says: /automatic realm/,
    },
    "a realm as a variable": {
      files: { "atmos.yaml": `${YAML}env: {ATMOS_AUTH_REALM: "0123456789abcdef"}\n` },
      says: /automatic realm/,
    },
    "an endpoint": {
      files: {
        "atmos.yaml": YAML.replace(
          "      default: true\n",
          `      default: true\n      spec: {endpoint_url: "https://sts.s3.amazonaws.com"}\n`,
        ),
      },
      says: /is not trusted/,
    },
  },
  "programs (3, 4)": {
    "!exec": { files: { "atmos.yaml": withRole(`assume_role: !exec "${CANARY}"`) }, says: /is not trusted/ },
    "!exec of a trusted file": {
      files: { "atmos.yaml": `import: [../infra/atmos.yaml]\n${YAML}` },
      says: /does not run programs|is not trusted/,
    },
    "!exec where everything is trusted": {
      files: { "atmos.yaml": withRole(`assume_role: !exec "${CANARY}"`) },
      env: { ATMOS_ECR_TRUST: "all" },
      says: /does not run programs/,
    },
    "a remote import where everything is trusted": {
      files: { "atmos.yaml": `import: ["https://127.0.0.1:9/x.yaml"]\n${YAML}` },
      env: { ATMOS_ECR_TRUST: "all" },
      says: /does not fetch files/,
    },
    "a link to a trusted file": {
      files: { "atmos.yaml": `import: [x.yaml]\n${YAML}` },
      more: (project) => Deno.symlink("../infra/atmos.yaml", join(project, "x.yaml")),
      says: /does not run programs|is not trusted/,
    },
    "mfa_process": {
      files: { "atmos.yaml": role(`mfa_serial: "arn:aws:iam::${DEV}:mfa/me", mfa_process: "${CANARY}"`) },
      says: /is not trusted|mfa_process/,
    },
    "mfa_process of another file": {
      files: {
        "atmos.yaml": role(`mfa_serial: "arn:aws:iam::${DEV}:mfa/me", mfa_process: !include.raw cmd.txt`),
        "cmd.txt": CANARY,
      },
      says: /is not trusted|mfa_process/,
    },
    "a remote import": {
      files: { "atmos.yaml": `import: ["https://127.0.0.1:9/x.yaml"]\n${YAML}` },
      says: /is not trusted|does not fetch files/,
    },
  },
  "secrets of the environment (5)": Object.fromEntries(
    [
      ["session_name", role("session_name: !env GITHUB_TOKEN")],
      ["external_id", role("external_id: !env GITHUB_TOKEN")],
      ["source_identity", role("source_identity: !env GITHUB_TOKEN")],
      ["a tag", role("tags: {a: !env GITHUB_TOKEN}")],
      ["a tag of a file", role("tags: {a: !include .env .DB_PASSWORD}")],
      ["a region", role("region: !env GITHUB_TOKEN")],
      ["the role", withRole("assume_role: !env GITHUB_TOKEN")],
    ].map(([name = "", text = ""]) => [name, { files: { "atmos.yaml": text }, says: /is not trusted/ }]),
  ),
  "what never ends (7)": {
    "a repository's address full of blanks": {
      files: {
        "atmos.yaml": `${YAML}  realm: !git.url\n`,
        ".git/config": `[remote "origin"]\n\turl =${" ".repeat(60_000)}\n${"[x".repeat(9_000)}`,
      },
      says: /realm|git/,
    },
    "a kernel file": {
      files: { "atmos.yaml": `import: [/proc/kmsg]\n${YAML}` },
      says: /kmsg/,
    },
    "a device without an end": { files: { "atmos.yaml": `import: [/dev/zero]\n${YAML}` }, says: /zero/ },
    "a link to one": {
      files: { "atmos.yaml": `import: [x.yaml]\n${YAML}` },
      more: (project) => Deno.symlink("/dev/zero", join(project, "x.yaml")),
      says: /x\.yaml/,
    },
    "a pipe that nobody writes to": {
      files: { "atmos.yaml": `import: [x.yaml]\n${YAML}` },
      more: (project) => new Deno.Command("mkfifo", { args: [join(project, "x.yaml")] }).output(),
      says: /x\.yaml/,
    },
    "imports in a circle": {
      files: { "atmos.yaml": `import: [x.yaml]\n${YAML}`, "x.yaml": "import: [atmos.yaml]\n" },
      says: /import each other/,
    },
    "aliases of aliases": {
      files: {
        "atmos.yaml": `${
          Array.from({ length: 12 }, (_, n) =>
            `a${n}: &a${n} [${Array(12).fill(n === 0 ? "x" : `*a${n - 1}`).join()}]\n`).join("")
        }${YAML}`,
      },
      says: /more than 100,000 values|alias/,
    },
  },
  "owners (8)": {
    "a configuration that everybody may write to": {
      more: (project) => Deno.chmod(join(project, "atmos.yaml"), 0o666),
      says: /every user of this machine can write to it/,
    },
    "another user's configuration": {
      more: (project) => chown(join(project, "atmos.yaml")),
      says: /is owned by user 4711/,
      byRoot: true,
    },
    "another user's import": {
      files: { "atmos.yaml": `import: [x.yaml]\n${YAML}`, "x.yaml": "{}\n" },
      more: (project) => chown(join(project, "x.yaml")),
      says: /is owned by user 4711/,
      byRoot: true,
    },
    "another user's drop-in": {
      files: { ".atmos.d/x.yaml": "{}\n" },
      more: (project) => chown(join(project, ".atmos.d/x.yaml")),
      says: /is owned by user 4711/,
      byRoot: true,
    },
    "a link of another user's in place of the drop-ins": {
      more: async (project, world) => {
        const elsewhere = join(world.sandbox.root, "elsewhere");
        await Deno.mkdir(elsewhere, { recursive: true });
        await Deno.writeTextFile(join(elsewhere, "x.yaml"), "{}\n");
        await chown(elsewhere);
        await Deno.symlink(elsewhere, join(project, ".atmos.d"));
      },
      says: /is owned by user 4711/,
      byRoot: true,
    },
    "an include above the project": {
      files: { "atmos.yaml": withRole("assume_role: !include.raw ../home/.aws/credentials") },
      more: async (_project, world) => {
        await Deno.mkdir(join(world.sandbox.home, ".aws"));
        await Deno.writeTextFile(join(world.sandbox.home, ".aws/credentials"), "[x]\n");
      },
      says: /is not trusted/,
    },
  },
};

const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;

/** A pinned registry whose helper has answered, and beside it a file with a command that is trusted. */
async function pinned(): Promise<HelperWorld> {
  const test = await HelperWorld.create();
  const { root } = test.world.sandbox;
  const text = `auth: {realm: !exec "${CANARY}"}\n`;
  await Deno.mkdir(join(root, "infra"));
  await Deno.writeTextFile(join(root, "infra/atmos.yaml"), text);
  const trust = new TrustFile(trustPath(environmentIn(test.world.sandbox)));
  await trust.trust(join(root, "infra/atmos.yaml"), new TextEncoder().encode(text));
  await test.pin();
  return test;
}

Deno.test({
  name: "a pull brings nothing that the helper would do for it",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    await using test = await pinned();
    const { world } = test;
    const { project, root, home } = world.sandbox;
    const env = { GITHUB_TOKEN: SECRET };
    const before = await getHere(test, HOST, { env });
    strictEqual(before.code, 0, before.stderr);
    const names = await namesIn(project);
    for (const [kind, pulls] of Object.entries(PULLS)) {
      for (const [name, { files = {}, more, says, byRoot, env: extra }] of Object.entries(pulls)) {
        if (byRoot === true && !isRoot) continue;
        await t.step(`${kind}: ${name}`, async () => {
          try {
            await world.sandbox.write(".env", `DB_PASSWORD=${SECRET}\n`);
            for (const [path, text] of Object.entries(files)) await world.sandbox.write(path, text);
            await more?.(project, world);
            const { code, stdout, stderr } = await promptly(
              6000,
              () => getHere(test, HOST, { env: { ...env, ...extra } }),
            );
            deepStrictEqual([code, stdout], [1, NOT_FOUND], stderr);
            match(stderr, says);
            ok(!stderr.includes(SECRET), stderr);
            ok(!JSON.stringify(world.aws.requests).includes(SECRET));
            for (const directory of [project, home, root, join(root, "infra")]) {
              ok(!(await namesIn(directory)).includes("canary"), directory);
            }
          } finally {
            for (const name of await namesIn(project)) {
              if (!names.includes(name)) await Deno.remove(join(project, name), { recursive: true });
            }
            await Deno.remove(join(project, "atmos.yaml"));
            await world.sandbox.write("atmos.yaml", YAML);
          }
        });
      }
    }
    // Taken back, it is the token of before.
    strictEqual((await getHere(test, HOST, { env })).stdout, before.stdout);
  },
});
