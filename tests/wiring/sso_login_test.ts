/** Logins to IAM Identity Center with the adapters of this machine, but for the person and the browser. */
import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { DEFAULT_LOGIN_OPTIONS } from "../../src/app/identities/contract/identity_step.ts";
import { SsoLogin } from "../../src/app/identities/identity_center/sso_login.ts";
import { CancelledError } from "../../src/domain/errors/errors.ts";
import { createClient } from "../../src/mod.ts";
import { ssoPorts } from "../../src/wiring/token_issuer.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { ScriptedPrompter } from "../fakes/scripted_prompter.ts";
import { HOST } from "../program/helper_world.ts";
import { START_PAGE_REGEXP } from "../program/noted_browser.ts";
import { ssoSessionPath, ssoWorld, START_URL } from "../program/sso_world.ts";
import { environmentIn } from "../support/helper_home.ts";

const CENTER = { name: "acme-sso", startUrl: START_URL, region: "us-east-1", autoProvision: false };

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
  const { accessToken } = await login.session(CENTER, { deadline: new PatientDeadline() });
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

Deno.test("an interruption ends the wait for a person at once, and leaves no session", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  center.person = "waits";
  center.intervalSeconds = 60;
  const environment = environmentIn(world.sandbox, world.environment());
  const interruption = new AbortController();
  const reason = new CancelledError();
  class Leaving extends ScriptedPrompter {
    override tell(text: string): void {
      super.tell(text);
      if (!/Waiting for the login/.test(text)) return;
      // The program begins to wait before.
      setTimeout(() => interruption.abort(reason), 20);
    }
  }
  const login = new SsoLogin({
    ...ssoPorts({ environment, clock: () => new Date() }),
    clock: () => new Date(),
    prompter: new Leaving(),
    options: { ...DEFAULT_LOGIN_OPTIONS, device: true },
  });
  const deadline = new PatientDeadline(interruption.signal);
  const started = performance.now();
  await rejects(login.session(CENTER, { deadline }), (error) => error === reason);
  ok(performance.now() - started < 30_000, "it waits for the next question to AWS");
  ok(!(await world.sandbox.files()).some((file) => file.endsWith(".json")));
});
