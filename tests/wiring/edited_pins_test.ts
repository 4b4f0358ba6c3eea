/** What an edit of anything that decides a pinned principal does to the key of its token. */
import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type LocatePorts, resolveCacheKey } from "../../src/app/credential/locate_credential.ts";
import { TrustFile } from "../../src/adapters/trust/trust_file.ts";
import { trustPath } from "../../src/domain/files/app_directories.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { type PinSide, pinSide } from "../../src/wiring/pins.ts";
import { FILES, ROLE, writeFiles } from "../support/edited_project.ts";
import { HOST } from "../support/helper_fixtures.ts";
import { environmentIn, projectPin } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";

const [DEV, PROD] = ["222233334444", "333344445555"] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/** An edit, and what it makes of the principal. */
interface Edit {
  readonly name: string;
  readonly identity: string;
  /** Content of files by path, undefined for one that goes. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly env?: Variables;
  /** Whether atmos.yaml is trusted: what an untrusted file takes from another one is shown to no role's account. */
  readonly isTrusted?: true;
  /** The definition after it, or the code of the error. */
  readonly becomes: RegExp | string;
}

const replaced = (file: string, from: string, to: string): Readonly<Record<string, string>> => ({
  [file]: (FILES[file] ?? "").replace(from, to),
});
const OPS = new RegExp(ROLE(PROD, "ops"));

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
    becomes: /"session_name":"you"/,
  },
  {
    name: "the user below a role",
    identity: "role",
    files: replaced(
      "atmos.yaml",
      "via: {identity: builder}\n      principal",
      "via: {identity: other}\n      principal",
    ),
    becomes: /"kind":"aws\/user","name":"other"/,
  },
  {
    name: "a role below a role",
    identity: "hop",
    files: replaced("atmos.yaml", ROLE(DEV, "deploy"), ROLE(PROD, "ops")),
    becomes: OPS,
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
    becomes: "CONFIG_IMPORT_NOT_FOUND",
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
    becomes: "CONFIG_INVALID",
  },
  {
    name: "the keys of the user below",
    identity: "role",
    env: { BUILDER_KEY: "AKIAOTHER" },
    becomes: /"access_key_id":"AKIAOTHER"/,
  },
  {
    name: "keys of the user that go",
    identity: "role",
    env: { BUILDER_KEY: undefined },
    becomes: "CONFIG_INVALID",
  },
  {
    name: "ambient keys below a role",
    identity: "by-env",
    env: { AWS_ACCESS_KEY_ID: "AKIAOTHER" },
    becomes: /"access_key_id":"AKIAOTHER"/,
  },
  {
    name: "ambient keys that go",
    identity: "by-env",
    env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
    becomes: /\{"kind":"aws\/ambient"\},\{"kind":"aws\/assume-role"/,
  },
];

const USUAL: Variables = {
  BUILDER_KEY: "AKIABUILDER",
  BUILDER_SECRET: "x",
  AWS_ACCESS_KEY_ID: "AKIAAMBIENT",
  AWS_SECRET_ACCESS_KEY: "x",
  ATMOS_ROLE: ROLE(DEV, "deploy"),
};

/** What a new process finds out about a pin. */
function portsIn(sandbox: Sandbox, env: Variables = {}, cwd = sandbox.project): PinSide {
  return pinSide({ ...environmentIn(sandbox, { ...USUAL, ...env }), cwd });
}

/** The definition in the key of the token of a pinned registry. */
async function definitionOf(sandbox: Sandbox, identity: string, ports: LocatePorts): Promise<string> {
  const { key } = await resolveCacheKey(parseRegistry(HOST), projectPin(sandbox, HOST, identity), ports);
  return JSON.stringify(key.definition);
}

/** The same ports where no configuration may be read. */
function readingNothing(ports: PinSide): LocatePorts {
  return { ...ports, resolver: () => Promise.reject(new Error("the configuration is read")) };
}

Deno.test("an edit of anything that decides a pinned principal changes the key, and undoing it brings the key back", async (t) => {
  await using sandbox = await Sandbox.create(FILES);
  const trust = new TrustFile(trustPath(environmentIn(sandbox)));
  const atmosYaml = join(sandbox.project, "atmos.yaml");
  for (const { name, identity, files, env, isTrusted, becomes } of EDITS) {
    await t.step(name, async () => {
      if (isTrusted) {
        await rejects(definitionOf(sandbox, identity, portsIn(sandbox)), /"atmos\.yaml" is not trusted/);
        await trust.trust(atmosYaml, await Deno.readFile(atmosYaml));
      }
      const before = await definitionOf(sandbox, identity, portsIn(sandbox));
      await writeFiles(sandbox.project, files);
      const after = definitionOf(sandbox, identity, portsIn(sandbox, env));
      if (typeof becomes === "string") await rejects(after, { code: becomes });
      else {
        match(await after, becomes);
        notStrictEqual(await after, before);
      }
      for (const added of Object.keys(files ?? {})) {
        if (!(added in FILES)) await Deno.remove(join(sandbox.project, added));
      }
      await writeFiles(sandbox.project, FILES);
      // What was read before the edit holds again: nothing is read anew.
      strictEqual(await definitionOf(sandbox, identity, readingNothing(portsIn(sandbox))), before);
      if (!isTrusted) return;
      await trust.untrust(atmosYaml);
      await rejects(definitionOf(sandbox, identity, portsIn(sandbox)), /"atmos\.yaml" is not trusted/);
    });
  }
});

Deno.test("a touch, a rewrite and another directory have the same key without a reading, for many in parallel", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const before = await definitionOf(sandbox, "by-import", portsIn(sandbox));
  for (const name of Object.keys(FILES)) {
    await Deno.utime(join(sandbox.project, name), new Date(), new Date());
  }
  await writeFiles(sandbox.project, FILES);
  const all = await Promise.all(
    Array.from(
      { length: 8 },
      () => definitionOf(sandbox, "by-import", readingNothing(portsIn(sandbox, {}, sandbox.home))),
    ),
  );
  deepStrictEqual(new Set(all), new Set([before]));
});

Deno.test("a change of what decides nobody has the same key, also where many read it at a time", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const before = await definitionOf(sandbox, "by-import", portsIn(sandbox));
  await writeFiles(sandbox.project, { "atmos.yaml": `${FILES["atmos.yaml"]}# a comment\n` });
  await rejects(definitionOf(sandbox, "by-import", readingNothing(portsIn(sandbox))), /is read/);
  const all = await Promise.all(
    Array.from({ length: 4 }, () => definitionOf(sandbox, "by-import", portsIn(sandbox))),
  );
  deepStrictEqual(new Set(all), new Set([before]));
});
