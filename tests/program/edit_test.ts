/** What a client sees of an edit; `tests/wiring/edited_pins_test.ts` has all of what decides a principal. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { FILES, ROLE, writeFiles } from "../support/edited_project.ts";
import { fakePrograms } from "../support/helper_home.ts";
import { HOST, NO_KEYS, NOT_FOUND, UNREACHABLE } from "./helper_world.ts";
import { DEV, PROD } from "./world.ts";
import { createEditWorld } from "./edit_world.ts";

Deno.test("an edit of what decides a pinned principal is effective with the next get, and undone by undoing it", async () => {
  await using test = await createEditWorld();
  const { project } = test.world.sandbox;
  await test.pin(HOST, "by-import");
  const before = await test.get();
  match(test.principalOf(before) ?? "", new RegExp(`${DEV}:assumed-role/deploy/`));
  const imported = FILES["imported.yaml"] ?? "";
  await writeFiles(project, { "imported.yaml": imported.replace(ROLE(DEV, "deploy"), ROLE(PROD, "ops")) });
  match(test.principalOf(await test.get()) ?? "", new RegExp(`${PROD}:assumed-role/ops/`));
  await writeFiles(project, { "imported.yaml": undefined });
  const gone = await test.get();
  deepStrictEqual([gone.code, gone.stdout], [1, NOT_FOUND]);
  await writeFiles(project, FILES);
  // The same token as before, without a call: what came in between is never served.
  const back = await test.get(HOST, { env: UNREACHABLE });
  strictEqual(back.stdout, before.stdout, back.stderr);
});

Deno.test("keys below a pinned role that change, or go, leave no token of the former ones", async () => {
  await using test = await createEditWorld();
  await test.pin(HOST, "by-env");
  strictEqual((await test.get()).code, 0);
  for (const env of [{ AWS_ACCESS_KEY_ID: "AKIAOTHER" }, NO_KEYS]) {
    const { code, stdout } = await test.get(HOST, { env });
    deepStrictEqual([code, stdout], [1, NOT_FOUND]);
  }
});

Deno.test("a pin whose configuration has moved names the command that repairs it", async () => {
  await using test = await createEditWorld();
  const { sandbox } = test.world;
  await test.pin(HOST, "role");
  const project = join(sandbox.root, "moved");
  await Deno.rename(sandbox.project, project);
  const broken = await test.get();
  deepStrictEqual([broken.code, broken.stdout], [1, NOT_FOUND]);
  match(broken.stderr, /Cannot find the pinned configuration file[^\n]*docker install/);
  strictEqual(broken.stderr.split("\n").length, 2);
  const again = await test.run(["docker", "install", HOST, "--identity", "role"], {
    cwd: project,
    env: { PATH: await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]) },
  });
  strictEqual(again.code, 0, again.stderr);
  match(again.stderr, /was pinned to identity "role"/);
  match(test.principalOf(await test.get()) ?? "", /222233334444:assumed-role\/deploy/);
});
