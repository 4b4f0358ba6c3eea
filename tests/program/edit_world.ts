import { FILES, writeFiles } from "../support/edited_project.ts";
import { HelperWorld } from "./helper_world.ts";
import { DEV, PROD } from "./world.ts";

/** A world whose project is {@linkcode FILES}, with the roles that they name. */
export async function createEditWorld(): Promise<HelperWorld> {
  const test = await HelperWorld.create();
  const { aws, user, role, sandbox } = test.world;
  aws.role({ account: PROD, name: "ops", trusts: [user.arn] });
  aws.role({ account: DEV, name: "hop", trusts: [role.arn] });
  await writeFiles(sandbox.project, FILES);
  return test;
}
