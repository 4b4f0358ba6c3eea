import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms } from "../support/helper_home.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { crowd, HOST, NO_KEYS, NOT_FOUND, UNREACHABLE } from "./helper_world.ts";
import { DEV, PROD } from "./world.ts";
import { createEditWorld, FILES, ROLE, writeFiles } from "./edit_world.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** An edit, and what the next answer must be. */
interface Edit {
  readonly name: string;
  readonly identity: string;
  /** Content of files by path, undefined for one that goes. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly env?: Variables;
  /** Whether atmos.yaml is trusted: what an untrusted file takes from another one is shown to no role's account. */
  readonly isTrusted?: true;
  /** The principal after it; undefined for none at all. */
  readonly becomes: RegExp | undefined;
}

const replaced = (file: string, from: string, to: string): Readonly<Record<string, string>> => ({
  [file]: (FILES[file] ?? "").replace(from, to),
});
const OPS = new RegExp(`${PROD}:assumed-role/ops/`);

const EDITS: readonly Edit[] = [
  {
    name: "the role of an identity",
    identity: "role",
    files: replaced("atmos.yaml", ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    becomes: OPS,
  },
  {
    name: "the name of its session",
    identity: "role",
    files: replaced("atmos.yaml", "session_name: me", "session_name: you"),
    becomes: /assumed-role\/deploy\/you$/,
  },
  {
    name: "the user below a role",
    identity: "role",
    files: replaced(
      "atmos.yaml",
      "via: {identity: builder}\n      principal",
      "via: {identity: other}\n      principal",
    ),
    becomes: undefined,
  },
  {
    name: "a role below a role",
    identity: "hop",
    files: replaced("atmos.yaml", ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    becomes: undefined,
  },
  {
    name: "an imported file",
    identity: "by-import",
    files: replaced("imported.yaml", ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    becomes: OPS,
  },
  {
    name: "an imported file that goes",
    identity: "by-import",
    files: { "imported.yaml": undefined },
    becomes: undefined,
  },
  {
    name: "a file whose value a trusted file includes",
    identity: "by-include",
    files: replaced("included.yaml", ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    isTrusted: true,
    becomes: OPS,
  },
  {
    name: "a file of .atmos.d",
    identity: "by-drop-in",
    files: replaced(".atmos.d/role.yaml", ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    becomes: OPS,
  },
  {
    name: "a file that comes to .atmos.d",
    identity: "by-drop-in",
    files: {
      ".atmos.d/z.yaml": (FILES[".atmos.d/role.yaml"] ?? "").replace(ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    },
    becomes: OPS,
  },
  {
    name: "a variable that names a role",
    identity: "by-variable",
    env: { ATMOS_ROLE: ROLE(PROD, "ops") },
    becomes: OPS,
  },
  {
    name: "a variable that goes",
    identity: "by-variable",
    env: { ATMOS_ROLE: undefined },
    becomes: undefined,
  },
  {
    name: "the keys of the user below",
    identity: "role",
    env: { BUILDER_KEY: "AKIAOTHER" },
    becomes: undefined,
  },
  { name: "keys of the user that go", identity: "role", env: { BUILDER_KEY: undefined }, becomes: undefined },
  {
    name: "ambient keys below a role",
    identity: "by-env",
    env: { AWS_ACCESS_KEY_ID: "AKIAOTHER" },
    becomes: undefined,
  },
  { name: "ambient keys that go", identity: "by-env", env: NO_KEYS, becomes: undefined },
];

Deno.test("an edit of anything that decides a pinned principal is effective with the next get, and undone by undoing it", async (t) => {
  await using test = await createEditWorld();
  const { project } = test.world.sandbox;
  const usual: Variables = { ATMOS_ROLE: ROLE(DEV, "deploy") };
  for (const { name, identity, files, env, isTrusted, becomes } of EDITS) {
    const tell = async (command: "trust" | "untrust"): Promise<void> => {
      const { code, stderr } = await test.run([command, "atmos.yaml"], { cwd: project });
      strictEqual(code, 0, stderr);
    };
    await t.step(name, async () => {
      await test.pin(HOST, identity);
      const get = (variables: Variables = {}): Promise<ProgramResult> =>
        test.get(HOST, { env: { ...usual, ...variables } });
      if (isTrusted) {
        match((await get()).stderr, /"atmos\.yaml" is not trusted\. [^\n]*`atmos-ecr trust atmos\.yaml`/);
        await tell("trust");
      }
      const before = await get();
      strictEqual(before.code, 0, before.stderr);
      await writeFiles(project, files);
      const after = await get(env);
      if (becomes === undefined) deepStrictEqual([after.code, after.stdout], [1, NOT_FOUND]);
      else {
        strictEqual(after.code, 0, after.stderr);
        notStrictEqual(after.stdout, before.stdout);
        match(test.principalOf(after) ?? "", becomes);
      }
      for (const added of Object.keys(files ?? {})) {
        if (!(added in FILES)) await Deno.remove(join(project, added));
      }
      await writeFiles(project, FILES);
      // The same token as before, without a call: what came in between is never served.
      const back = await get(UNREACHABLE);
      strictEqual(back.stdout, before.stdout, back.stderr);
      if (isTrusted) await tell("untrust");
    });
  }
});

Deno.test("a touch, a rewrite and a run from another directory hit the cache, for a hundred in parallel", async () => {
  await using test = await createEditWorld();
  await test.pin(HOST, "by-import");
  const first = await test.get();
  strictEqual(first.code, 0, first.stderr);
  const { project } = test.world.sandbox;
  const calls = test.world.aws.requests.length;
  for (const name of Object.keys(FILES)) await Deno.utime(join(project, name), new Date(), new Date());
  await writeFiles(project, FILES);
  const all = await test.getAtOnce(crowd(30));
  deepStrictEqual([...new Set(all.map(({ code }) => code))], [0]);
  deepStrictEqual([...new Set(all.map(({ stdout }) => JSON.parse(stdout).Secret))], [
    JSON.parse(first.stdout).Secret,
  ]);
  strictEqual(test.world.aws.requests.length, calls);
  // A change of what decides nobody reads the configuration anew, and calls AWS no more.
  await writeFiles(project, { "atmos.yaml": `${FILES["atmos.yaml"]}# a comment\n` });
  strictEqual((await test.get(HOST, { env: UNREACHABLE })).stdout, first.stdout);
});

Deno.test("a pin with a removed or renamed configuration names the command that repairs it", async (t) => {
  const rows = [
    {
      name: "a file that moved",
      moves: true,
      says: /Cannot find the pinned configuration file[^\n]*docker install/,
    },
    {
      name: "an identity that was renamed",
      moves: false,
      says: /Cannot find identity "role"[^\n]*docker install/,
    },
  ];
  for (const { name, moves, says } of rows) {
    await t.step(name, async () => {
      await using test = await createEditWorld();
      const { sandbox } = test.world;
      await test.pin(HOST, "role");
      const project = join(sandbox.root, "moved");
      if (moves) await Deno.rename(sandbox.project, project);
      else {await writeFiles(sandbox.project, {
          "atmos.yaml": (FILES["atmos.yaml"] ?? "").replaceAll(/\brole:/g, "renamed:"),
        });}
      const broken = await test.get();
      deepStrictEqual([broken.code, broken.stdout], [1, NOT_FOUND]);
      match(broken.stderr, says);
      strictEqual(broken.stderr.split("\n").length, 2);
      const again = await test.run(
        ["docker", "install", HOST, "--identity", moves ? "role" : "renamed"],
        {
          cwd: moves ? project : sandbox.project,
          env: { PATH: await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]) },
        },
      );
      strictEqual(again.code, 0, again.stderr);
      match(again.stderr, /was pinned to identity "role"/);
      match(test.principalOf(await test.get()) ?? "", /222233334444:assumed-role\/deploy/);
    });
  }
});
