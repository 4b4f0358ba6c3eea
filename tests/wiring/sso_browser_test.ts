/** A login to IAM Identity Center in the browser with the adapters of this machine, but for the browser. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEFAULT_LOGIN_OPTIONS } from "../../src/app/identities/contract/identity_step.ts";
import { SsoLogin } from "../../src/app/identities/identity_center/sso_login.ts";
import { createClient } from "../../src/mod.ts";
import { ssoPorts } from "../../src/wiring/token_issuer.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { ScriptedPrompter } from "../fakes/scripted_prompter.ts";
import { HOST } from "../program/helper_world.ts";
import { START_PAGE_REGEXP } from "../program/noted_browser.ts";
import { ssoSessionPath, ssoWorld, START_URL } from "../program/sso_world.ts";
import { environmentIn } from "../support/helper_home.ts";

Deno.test("a person with a browser logs in there, and nothing in its arguments is of use to another user", async () => {
  const { world } = await ssoWorld();
  await using _world = world;
  const environment = environmentIn(world.sandbox, world.environment());
  const opened: string[] = [];
  const open = async (url: string): Promise<boolean> => {
    opened.push(url);
    await (await fetch(url)).body?.cancel();
    return true;
  };
  const prompter = new ScriptedPrompter();
  const login = new SsoLogin({
    ...ssoPorts({ environment, clock: () => new Date() }),
    browser: { available: true, open },
    clock: () => new Date(),
    prompter,
    options: DEFAULT_LOGIN_OPTIONS,
  });
  const center = { name: "acme-sso", startUrl: START_URL, region: "us-east-1", autoProvision: false };
  const { accessToken } = await login.session(center, { deadline: new PatientDeadline() });
  strictEqual(opened.length, 1);
  match(opened[0] ?? "", START_PAGE_REGEXP);
  ok(prompter.told.includes("/authorize?response_type=code&"), prompter.told);
  deepStrictEqual(world.aws.requests.map(({ action }) => action), [
    "RegisterClient",
    "Authorize",
    "CreateToken",
  ]);
  const kept = JSON.parse(await Deno.readTextFile(ssoSessionPath(world)));
  strictEqual(kept.accessToken, accessToken.expose());
  const { password } = await createClient({ environment }).getToken(HOST);
  match(world.aws.describePassword(password)?.principal ?? "", /AWSReservedSSO_Admin_/);
});
