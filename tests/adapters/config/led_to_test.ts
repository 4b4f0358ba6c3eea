/** What an untrusted file leads to runs nothing, whoever trusts the target; and what is trusted runs where it stands. */
import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import type { ConfigError } from "../../../src/domain/errors/errors.ts";
import { newProblem, type Problem } from "../../../src/domain/config/problem.ts";
import { plainConfig } from "../../../src/domain/config/plain_config.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { checkEndpoints } from "../../../src/domain/identity/chain_endpoints.ts";
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
  "the base_path of a drop-in beside a trusted file": async (machine) => {
    await machine.write("project/atmos.yaml", "import: [atmos.yaml]\n");
    await machine.trusts("project/atmos.yaml");
    await machine.write("project/.atmos.d/x.yaml", `base_path: "${machine.root}/infra"\n`);
  },
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
      problems = [newProblem({ severity: "error", code: "CONFIG_UNTRUSTED", message: String(error) })];
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

Deno.test("a refusal names the file that is not trusted: the one that leads there, if the other one is", async (t) => {
  await using machine = await Machine.create({
    "project/atmos.yaml": "import: [b.yaml]\n",
    "project/b.yaml": `auth:
  identities:
    a: {kind: aws/user, credentials: {access_key_id: !exec x, mfa_arn: !env MFA}}
`,
  });
  machine.env.set("MFA", "arn:aws:iam::111122223333:mfa/me");
  for (
    const [trusted, state, command] of [
      [[], '"b.yaml" is not trusted', "atmos-ecr trust b.yaml"],
      [
        ["project/b.yaml"],
        '"atmos.yaml", which leads to "b.yaml", is not trusted',
        "atmos-ecr trust atmos.yaml",
      ],
      [["project/atmos.yaml"], undefined, undefined],
    ] as const
  ) {
    await t.step(`${trusted.join() || "nothing"} is trusted now`, async () => {
      if (trusted.length > 0) await machine.trusts(...trusted);
      const refused = (await machine.loadAll()).problems.filter(({ code }) => code === "CONFIG_UNTRUSTED");
      strictEqual(refused.length, state === undefined ? 0 : 2);
      for (const { message, hint } of refused) {
        ok(message.endsWith(`, and ${state}`), message);
        strictEqual(hint, `Review the file, then run \`${command}\``);
      }
    });
  }
});

Deno.test("an endpoint is refused until its file and the one that leads there are trusted", async (t) => {
  await using machine = await Machine.create({
    "project/atmos.yaml": "import: [team.yaml]\n",
    "project/team.yaml": `auth:
  identities:
    a: {kind: aws/user, credentials: {access_key_id: AKIAEXAMPLE, secret_access_key: x}, spec: {endpoint_url: "http://127.0.0.1:1"}}
`,
  });
  for (
    const [trusted, state, file] of [
      [undefined, "its file is not trusted", "team.yaml"],
      ["project/team.yaml", '"atmos.yaml", which leads to its file, is not trusted', "atmos.yaml"],
      ["project/atmos.yaml", undefined, undefined],
    ] as const
  ) {
    await t.step(`${trusted ?? "nothing"} is trusted now`, async () => {
      if (trusted !== undefined) await machine.trusts(trusted);
      const chain = resolveChain(decodeAuth((await machine.loadAll()).tree), "a");
      if (state === undefined) return checkEndpoints(chain);
      throws(() => checkEndpoints(chain), ({ code, message, hint }: ConfigError) => {
        strictEqual(code, "CONFIG_UNTRUSTED");
        ok(message.includes(`and ${state}`), message);
        return hint?.includes(`\`atmos-ecr trust ${file}\``) === true;
      });
    });
  }
});

Deno.test("a trusted file that changes is not trusted any more", async () => {
  await using machine = await Machine.create({ "project/atmos.yaml": TRUSTED });
  await machine.trusts("project/atmos.yaml");
  await machine.loadAll();
  strictEqual(machine.runs.length, 1);
  await machine.write("project/atmos.yaml", `# changed\n${TRUSTED}`);
  ok((await machine.loadAll()).problems.some(({ code }) => code === "CONFIG_UNTRUSTED"));
  strictEqual(machine.runs.length, 1);
});

Deno.test("a link above the project does not make it another project", async () => {
  await using machine = await Machine.create({ "project/atmos.yaml": TRUSTED });
  await machine.trusts("project/atmos.yaml");
  await Deno.symlink(machine.project, join(machine.root, "way"));
  machine.cwd = join(machine.root, "way");
  await machine.loadAll();
  strictEqual(machine.runs.length, 1);
});

const OTHER_PROJECT = `auth:
  identities:
    u: {kind: aws/user, credentials: {access_key_id: AKIAEXAMPLE, secret_access_key: secret}}
    prod:
      kind: aws/assume-role
      via: {identity: u}
      principal: {assume_role: "arn:aws:iam::111122223333:role/x", external_id: canary-id, session_name: canary-name, tags: {a: canary-tag}}
`;
const TAKEN =
  `auth: {identities: {prod: {principal: {assume_role: "arn:aws:iam::999900001111:role/evil"}}}}\n`;

/** The texts of what is refused for want of trust. */
async function refusals(machine: Machine): Promise<readonly string[]> {
  const { problems } = await machine.loadAll();
  return problems.filter(({ code }) => code === "CONFIG_UNTRUSTED").map(({ message }) => message);
}

Deno.test("what an imported identity of another project says is not for a role that the importing project names", async (t) => {
  const ways: Readonly<Record<string, (machine: Machine) => Promise<void>>> = {
    "an import": (machine) =>
      machine.write("project/atmos.yaml", `import: ["../infra/plain.yaml"]\n${TAKEN}`),
    "a link": async (machine) => {
      await machine.write("project/atmos.yaml", `import: [b.yaml]\n${TAKEN}`);
      await Deno.symlink(join(machine.root, "infra", "plain.yaml"), join(machine.project, "b.yaml"));
    },
    "an import of a drop-in": async (machine) => {
      await machine.write("project/.atmos.d/x.yaml", `import: ["../infra/plain.yaml"]\n`);
      await machine.write("project/atmos.yaml", TAKEN);
    },
    "an import by an imported file": async (machine) => {
      await machine.write("project/atmos.yaml", `import: [a.yaml]\n${TAKEN}`);
      await machine.write("project/a.yaml", `import: ["${machine.root}/infra/plain.yaml"]\n`);
    },
  };
  for (const [name, lead] of Object.entries(ways)) {
    await t.step(name, async () => {
      await using machine = await Machine.create({ "infra/plain.yaml": OTHER_PROJECT });
      await lead(machine);
      ok((await refusals(machine)).length >= 3);
      const { tree } = await machine.loadAll();
      ok(!/canary/.test(JSON.stringify(plainConfig(tree, []))));
    });
  }
  await t.step("its own role, and another account's that the project trusts", async () => {
    await using machine = await Machine.create({ "infra/plain.yaml": OTHER_PROJECT });
    await machine.write("project/atmos.yaml", 'import: ["../infra/plain.yaml"]\n');
    deepStrictEqual(await refusals(machine), []);
    await machine.write("project/atmos.yaml", `import: ["../infra/plain.yaml"]\n${TAKEN}`);
    await machine.trusts("project/atmos.yaml");
    deepStrictEqual(await refusals(machine), []);
  });
  await t.step("an identity without any of that", async () => {
    const plain = OTHER_PROJECT.replace(/, external_id[^}]*\}/, "");
    await using machine = await Machine.create({ "infra/plain.yaml": plain });
    await machine.write("project/atmos.yaml", `import: ["../infra/plain.yaml"]\n${TAKEN}`);
    deepStrictEqual(await refusals(machine), []);
  });
  await t.step("files of the project itself", async () => {
    await using machine = await Machine.create({ "project/a/plain.yaml": OTHER_PROJECT });
    await machine.write("project/atmos.yaml", `import: [a/plain.yaml]\n${TAKEN}`);
    deepStrictEqual(await refusals(machine), []);
  });
});
