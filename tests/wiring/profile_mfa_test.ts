/** Roles of AWS profiles that want a code of an MFA device, by the issuer of all commands and a person in memory. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { DEFAULT_LOGIN_OPTIONS, type LoginOptions } from "../../src/app/identities/contract/identity_step.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { Prompter } from "../../src/ports/terminal.ts";
import { createTokenIssuer } from "../../src/wiring/token_issuer.ts";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { PatientDeadline } from "../fakes/patient_deadline.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../fakes/scripted_prompter.ts";
import { tempDirectory } from "../adapters/fs/temp_directory.ts";
import { environmentOf } from "../support/helper_fixtures.ts";

const REGISTRY = parseRegistry("222233334444.dkr.ecr.us-east-1.amazonaws.com");

/** How one token is issued. */
interface Way {
  readonly prompter?: Prompter;
  readonly login?: LoginOptions;
  /** Of the environment, instead of the profile by name. */
  readonly isAmbient?: boolean;
}

Deno.test("an MFA code for a role of a profile is given, or asked for, again after a wrong one", async (t) => {
  await using aws = { server: await startFakeAws(), [Symbol.asyncDispose]: () => aws.server.close() };
  await using home = await tempDirectory();
  const me = aws.server.user({ account: "111122223333", name: "me", mfa: true });
  aws.server.role({ account: "222233334444", name: "ops", trusts: [me.arn], requiresMfa: true });
  const config = join(home.path, "config");
  await Deno.writeTextFile(
    config,
    `[profile base]\naws_access_key_id = ${me.accessKeyId}\naws_secret_access_key = ${me.secretAccessKey}\n` +
      `[profile ops]\nrole_arn = arn:aws:iam::222233334444:role/ops\nsource_profile = base\nmfa_serial = ${me.mfaArn}\n`,
  );

  /** @returns Whom the token was issued to. */
  const principal = async (
    { prompter = NON_INTERACTIVE_PROMPTER, login = DEFAULT_LOGIN_OPTIONS, isAmbient = false }: Way,
  ): Promise<string | undefined> => {
    const variables = { ...aws.server.environment(), HOME: home.path, AWS_CONFIG_FILE: config };
    const issuer = await createTokenIssuer({
      environment: environmentOf(isAmbient ? { ...variables, AWS_PROFILE: "ops" } : variables),
      clock: () => new Date(),
      prompter,
      login,
      commands: () => Promise.reject(new Error("no program may run here")),
      embedded: true,
    });
    const profile = isAmbient ? {} : { profile: { name: "ops" } };
    const { password } = await issuer.issue(REGISTRY, undefined, {
      deadline: new PatientDeadline(),
      realm: "default",
      ...profile,
    });
    return aws.server.describePassword(password.expose())?.principal;
  };
  const withCode = (code: string): LoginOptions => ({ device: false, mfaCode: new Secret(code) });

  await t.step("no terminal and no code: an error, and no calls", async () => {
    await rejects(principal({}), {
      code: "MFA_REQUIRED",
      exitCode: 4,
      message: /AWS profile "ops"/,
      hint: /--mfa-code/,
    });
    deepStrictEqual(aws.server.requests, []);
  });
  for (const isAmbient of [false, true]) {
    await t.step(
      `a given code, for ${isAmbient ? "the environment's profile" : "a profile by name"}`,
      async () => {
        match(await principal({ login: withCode(me.mfaCode()), isAmbient }) ?? "", /assumed-role\/ops\//);
      },
    );
  }
  await t.step("a person", async () => {
    const prompter = new ScriptedPrompter("000000", me.mfaCode());
    match(await principal({ prompter }) ?? "", /assumed-role\/ops\//);
    match(prompter.questions[0] ?? "", /\(profile ops\):$/);
    match(prompter.questions[1] ?? "", /^AWS rejected that code/);
    strictEqual(prompter.questions.length, 2);
  });
});
