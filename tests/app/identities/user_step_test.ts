import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps, type IdentityPorts } from "../../../src/app/identities/identity_steps.ts";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import { guardValues } from "../../../src/domain/auth/decode/guard_values.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import { partitionInfo } from "../../../src/domain/registry/partitions.ts";
import { Secret } from "../../../src/domain/secret.ts";
import type { StoredKeys, StoredUserKeys } from "../../../src/ports/sessions.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { configTree, type Plain } from "../../support/config_tree.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const DEVICE = "arn:aws:iam::111122223333:mfa/me";
const ROLE = "arn:aws:iam::222233334444:role/admin";

/** One process of a user with a device. */
class Bench {
  readonly sts = new MemorySecurityTokenService(() => NOW);
  readonly deadline = new PatientDeadline();
  readonly remarks: string[] = [];
  readonly #authenticator: Authenticator;

  constructor(ports: Partial<IdentityPorts> = {}, sessions = new MemoryIdentitySessions()) {
    this.sts.mfaCodes.set(DEVICE, new Set(["123456", "654321"]));
    this.sts.roles.set(ROLE, { requiresMfa: true });
    const all = memoryIdentityPorts({
      sts: this.sts,
      clock: () => NOW,
      notes: { warning: () => {}, debug: (sentence) => this.remarks.push(sentence) },
      ...ports,
    });
    this.#authenticator = new Authenticator(createIdentitySteps(all), { sessions, clock: () => NOW });
  }

  /** @param trusted Whether the file of the configuration is trusted. */
  async take(identities: Record<string, Plain>, name = "me", trusted = true): Promise<AwsCredentials> {
    const tree = await guardValues(configTree({ auth: { identities } }), {
      isTrusted: () => Promise.resolve(trusted),
    });
    return await this.#authenticator.credentials(resolveChain(decodeAuth(tree), name), {
      deadline: this.deadline,
      realm: "acme",
      partition: partitionInfo("aws"),
    });
  }

  /** Seconds of the sessions that were opened. */
  get seconds(): (number | undefined)[] {
    return this.sts.calls.map(({ session }) => session?.durationSeconds);
  }
}

function user(credentials: Record<string, Plain> = {}, duration?: string): Plain {
  return {
    kind: "aws/user",
    credentials: { access_key_id: "AKIAME", secret_access_key: "secret", ...credentials },
    ...(duration === undefined ? {} : { session: { duration } }),
  };
}

const ME = user({ mfa_arn: DEVICE });
const WITH_MFA = { me: ME };

Deno.test("the code of the command line is used without a prompt", async () => {
  const bench = new Bench({ options: { device: false, mfaCode: new Secret("123456") } });
  await bench.take(WITH_MFA);
  strictEqual(bench.sts.calls.length, 1);
  strictEqual(bench.deadline.pauses, 0);
});

Deno.test("the user is prompted for six digits while the clock is stopped", async () => {
  const prompter = new ScriptedPrompter("12345", "abcdef", "123456");
  const bench = new Bench({ prompter });
  await bench.take(WITH_MFA);
  match(prompter.questions[0] ?? "", /^Enter the MFA code for arn:aws:iam::111122223333:mfa\/me \(me\):$/);
  strictEqual(prompter.questions.length, 3);
  deepStrictEqual([bench.deadline.pauses, bench.deadline.paused], [1, 0]);
});

Deno.test("the prompt is repeated once after a wrong code", async () => {
  const prompter = new ScriptedPrompter("000000", "123456");
  await new Bench({ prompter }).take(WITH_MFA);
  match(prompter.questions[1] ?? "", /^AWS rejected that code\. Enter the MFA code for/);
  const stubborn = new ScriptedPrompter("000000", "000001", "123456");
  await rejects(new Bench({ prompter: stubborn }).take(WITH_MFA), { code: "AWS_DENIED" });
  strictEqual(stubborn.questions.length, 2);
  // Also after a wrong code of the command line.
  const corrected = new ScriptedPrompter("123456");
  await new Bench({ prompter: corrected, options: { device: false, mfaCode: new Secret("000000") } }).take(
    WITH_MFA,
  );
  strictEqual(corrected.questions.length, 1);
});

Deno.test("without a terminal, a missing code has a hint, and a wrong one is final", async () => {
  await rejects(new Bench().take(WITH_MFA), (error) => {
    ok(error instanceof AtmosEcrError);
    deepStrictEqual([error.code, error.exitCode], ["MFA_REQUIRED", 4]);
    match(error.hint ?? "", /--mfa-code or ATMOS_ECR_MFA_CODE, or set mfa_process/);
    return true;
  });
  await rejects(new Bench({ options: { device: false, mfaCode: new Secret("000000") } }).take(WITH_MFA), {
    code: "AWS_DENIED",
  });
});

Deno.test("cancelling a prompt ends the call, and later prompts work", async () => {
  await rejects(new Bench({ prompter: new ScriptedPrompter("leave") }).take(WITH_MFA), { code: "CANCELLED" });
});

Deno.test("prompts of parallel users are sequential, and the given code is used once", async () => {
  const identities = { me: ME, you: ME };
  const prompter = new ScriptedPrompter("123456", "654321");
  const bench = new Bench({ prompter });
  await Promise.all([bench.take(identities), bench.take(identities, "you")]);
  deepStrictEqual(prompter.questions.map((question) => question.split(" (")[1]), ["me):", "you):"]);
  const given = new Bench({ options: { device: false, mfaCode: new Secret("123456") } });
  await given.take(identities);
  await rejects(given.take(identities, "you"), { code: "MFA_REQUIRED", message: /has already been used/ });
});

Deno.test("a stored session needs no code", async () => {
  const sessions = new MemoryIdentitySessions();
  await new Bench({ prompter: new ScriptedPrompter("123456") }, sessions).take(WITH_MFA);
  const next = new Bench({}, sessions);
  await next.take(WITH_MFA);
  strictEqual(next.sts.calls.length, 0);
});

Deno.test("a role requires a code of its own device", async () => {
  const identities = {
    me: user(),
    admin: {
      kind: "aws/assume-role",
      via: { identity: "me" },
      principal: { assume_role: ROLE, mfa_serial: DEVICE, tags: { Team: "a" }, transitive_tags: ["Team"] },
    },
  };
  const bench = new Bench({ prompter: new ScriptedPrompter("123456") });
  await bench.take(identities, "admin");
  const role = bench.sts.calls.at(-1)?.role;
  strictEqual(role?.mfa?.serialNumber, DEVICE);
  deepStrictEqual([...role.tags?.values ?? [], role.tags?.transitive], [["Team", "a"], ["Team"]]);
});

Deno.test("a session lasts as configured, within what AWS allows", async () => {
  const cases: readonly (readonly [duration: string | undefined, mfa: boolean, seconds: number])[] = [
    [undefined, false, 43_200],
    ["3600", false, 3600],
    ["90m", false, 5400],
    ["1d", false, 43_200],
    ["1d", true, 86_400],
    ["7d", true, 129_600],
    ["1s", true, 900],
  ];
  for (const [duration, mfa, seconds] of cases) {
    const bench = new Bench({ options: { device: false, mfaCode: new Secret("123456") } });
    await bench.take({ me: user(mfa ? { mfa_arn: DEVICE } : {}, duration) });
    deepStrictEqual(bench.seconds, [seconds], `${duration} ${mfa}`);
  }
});

function place(found: StoredKeys): StoredUserKeys {
  return { find: () => Promise.resolve(found) };
}

const KEPT = {
  kind: "keys",
  accessKeyId: "AKIAKEPT",
  secretAccessKey: new Secret("kept"),
  from: "a drawer",
} as const;

const KEYLESS = { me: { kind: "aws/user" } };

Deno.test("keys come from the configuration, else from the first place that has them", async () => {
  const configured = new Bench({ storedKeys: [place(KEPT)] });
  await configured.take({ me: user() });
  strictEqual(configured.sts.calls[0]?.accessKeyId, "AKIAME");
  const kept = new Bench({
    storedKeys: [place({ kind: "none" }), place(KEPT), place({ ...KEPT, accessKeyId: "AKIALATE" })],
  });
  await kept.take(KEYLESS);
  strictEqual(kept.sts.calls[0]?.accessKeyId, "AKIAKEPT");
  deepStrictEqual(kept.remarks, ['Using the access keys of identity "me" from a drawer']);
});

Deno.test("the device and the duration may be stored with the keys; the configuration takes precedence", async () => {
  const storedKeys = [place({ ...KEPT, mfaArn: DEVICE, sessionSeconds: 86_400 })];
  const options = { device: false, mfaCode: new Secret("123456") };
  const kept = new Bench({ storedKeys, options });
  await kept.take(KEYLESS);
  strictEqual(kept.sts.calls[0]?.session?.mfa?.serialNumber, DEVICE);
  deepStrictEqual(kept.seconds, [86_400]);
  const configured = new Bench({ storedKeys, options });
  await configured.take({ me: { kind: "aws/user", session: { duration: "2h" } } });
  deepStrictEqual(configured.seconds, [7200]);
});

Deno.test("missing keys have a hint for each store", async () => {
  const storedKeys = [place({ kind: "none" }), place({ kind: "none", why: "Set the password" })];
  await rejects(new Bench({ storedKeys }).take(KEYLESS), {
    code: "LOGIN_REQUIRED",
    hint: /^Set the password\. Run /,
  });
});

Deno.test("a user who may not sign in in the browser needs keys, and --webflow is rejected", async () => {
  const identities = { me: { kind: "aws/user", credentials: { webflow_enabled: false } } };
  await rejects(new Bench().take(identities), { code: "CONFIG_INVALID", message: /no access key/ });
  const storedKeys = [place(KEPT)];
  await rejects(new Bench({ storedKeys, options: { device: false, webFlow: true } }).take(identities), {
    code: "CONFIG_INVALID",
    message: /webflow_enabled is false/,
  });
});

const WITH_PROCESS = { me: user({ mfa_arn: DEVICE, mfa_process: "otp me" }) };

Deno.test("mfa_process runs for a trusted file only, and must print six digits", async () => {
  const ran: string[] = [];
  const printing = (stdout: string, code = 0): Partial<IdentityPorts> => ({
    commands: (command) => {
      ran.push(command);
      return Promise.resolve({ kind: "ended", code, stdout });
    },
  });
  const bench = new Bench(printing(" 123456\n"));
  await bench.take(WITH_PROCESS);
  deepStrictEqual(ran, ["otp me"]);
  strictEqual(bench.deadline.pauses, 1);
  await rejects(new Bench(printing("123456")).take(WITH_PROCESS, "me", false), {
    code: "CONFIG_UNTRUSTED",
    hint: /atmos-ecr trust/,
  });
  strictEqual(ran.length, 1);
  const failures: readonly (readonly [Partial<IdentityPorts>, RegExp])[] = [
    [printing("sesame"), /did not print a 6-digit code$/],
    [printing("", 3), /exited with code 3$/],
    [{ commands: () => Promise.resolve({ kind: "failed", state: "it took too long" }) }, /it took too long$/],
  ];
  for (const [ports, message] of failures) {
    await rejects(new Bench(ports).take(WITH_PROCESS), { code: "MFA_REQUIRED", message });
  }
});
