import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { AwsError, type AwsErrorCode } from "../../../src/domain/errors/errors.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { sessionPlace } from "../../../src/domain/identity/session_place.ts";
import { session } from "../../contracts/identity_sessions_contract.ts";
import type { CallerIdentities } from "../../../src/ports/aws.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { someDefinition } from "../../support/helper_fixtures.ts";
import { authConfig } from "../../support/config_tree.ts";
import { AUTH, CONTEXT, minutes, placeOf, Process } from "./chain_process.ts";

Deno.test("the first process stores every step, and the second one makes no call", async () => {
  const sessions = new MemoryIdentitySessions();
  const first = new Process(sessions);
  const taken = await first.take("far");
  deepStrictEqual(first.asked, ["GetSessionToken AKIAME", "AssumeRole dev", "AssumeRole far"]);
  const second = new Process(sessions);
  strictEqual((await second.take("far")).accessKeyId, taken.accessKeyId);
  strictEqual((await second.take("dev")).region, "us-east-1");
  deepStrictEqual(second.asked, []);
});

Deno.test("a walk begins behind the last session that has 15 minutes left", async () => {
  const cases: readonly (readonly [dev: Date, far: Date, asked: readonly string[]])[] = [
    [minutes(60), minutes(15), []],
    [minutes(60), minutes(14.9), ["AssumeRole far"]],
    [minutes(60), minutes(-1), ["AssumeRole far"]],
    [minutes(14), minutes(14), ["GetSessionToken AKIAME", "AssumeRole dev", "AssumeRole far"]],
  ];
  for (const [dev, far, asked] of cases) {
    const sessions = new MemoryIdentitySessions();
    sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: dev }));
    sessions.keepMarked(placeOf("far"), session("far", { expiresAt: far }));
    const process = new Process(sessions);
    await process.take("far");
    deepStrictEqual(process.asked, asked);
  }
});

/** What AWS says of a session that Atmos has left under the name of `far` or `me`, and whether it is used. */
const LEFT:
  readonly (readonly [what: string, identity: string, reply: string | AwsErrorCode, isUsed: boolean])[] = [
    ["that of the role", "far", "arn:aws:sts::333344445555:assumed-role/far/atmos", true],
    ["that of another role", "far", "arn:aws:sts::222233334444:assumed-role/far/atmos", false],
    ["one that has ended", "far", "AWS_CREDENTIALS_EXPIRED", false],
    ["one that AWS does not know, or has revoked", "far", "AWS_DENIED", false],
    ["that of the user of the keys", "me", "arn:aws:iam::123456789012:user/AKIAME", true],
    ["that of another user", "me", "arn:aws:iam::123456789012:user/other", false],
    ["that of a role", "me", "arn:aws:sts::123456789012:assumed-role/AKIAME/x", false],
    ["one of a user that AWS does not know", "me", "AWS_DENIED", false],
  ];

for (const [what, identity, reply, isUsed] of LEFT) {
  Deno.test(`a session that Atmos left, ${what}, is ${isUsed ? "used and marked" : "not used"}`, async () => {
    const sessions = new MemoryIdentitySessions();
    const left = session("left", { expiresAt: minutes(60) });
    sessions.keepOfAtmos(placeOf(identity), left);
    const taken = await new Process(sessions, callersSaying(reply)).take(identity);
    strictEqual(taken.accessKeyId === left.accessKeyId, isUsed);
    ok(await sessions.read(placeOf(identity)) !== undefined);
    strictEqual(await sessions.readUnmarked(placeOf(identity)), undefined);
  });
}

Deno.test("a session that Atmos left for a user with MFA is used without a code, unless it is another user's", async () => {
  const credentials = {
    access_key_id: "AKIAME",
    secret_access_key: "secret",
    mfa_arn: "arn:aws:iam::123456789012:mfa/me",
  };
  const chain = resolveChain(authConfig({ identities: { me: { kind: "aws/user", credentials } } }), "me");
  const place = sessionPlace(chain, chain.identities[0], "acme");
  for (const [user, isUsed] of [["other", false], ["AKIAME", true]] as const) {
    const sessions = new MemoryIdentitySessions();
    const left = session("left", { expiresAt: minutes(60) });
    sessions.keepOfAtmos(place, left);
    const { authenticator } = new Process(
      sessions,
      callersSaying(`arn:aws:iam::123456789012:user/${user}`),
    );
    const taken = authenticator.credentials(chain, CONTEXT);
    if (isUsed) strictEqual((await taken).accessKeyId, left.accessKeyId);
    else await rejects(taken, { code: "MFA_REQUIRED" });
  }
});

Deno.test("a session that another process removes or replaces while its owner is verified is not brought back", async (t) => {
  for (const newer of [undefined, session("newer", { expiresAt: minutes(60) })]) {
    await t.step(newer === undefined ? "removed" : "replaced", async () => {
      const sessions = new MemoryIdentitySessions();
      sessions.keepOfAtmos(placeOf("far"), session("left", { expiresAt: minutes(60) }));
      const { getCallerIdentity } = callersSaying("arn:aws:sts::333344445555:assumed-role/far/atmos");
      await new Process(sessions, {
        getCallerIdentity: async (...call) => {
          await sessions.remove(placeOf("far"));
          if (newer !== undefined) sessions.keepMarked(placeOf("far"), newer);
          return await getCallerIdentity(...call);
        },
      }).take("far");
      strictEqual((await sessions.read(placeOf("far")))?.accessKeyId, newer?.accessKeyId);
      strictEqual(await sessions.has(placeOf("far")), newer !== undefined);
    });
  }
});

Deno.test("a session with an unverifiable owner causes no prompt", async () => {
  for (const code of ["AWS_UNREACHABLE", "AWS_RESPONSE_INVALID"] as const) {
    for (const identity of ["far", "me"]) {
      const sessions = new MemoryIdentitySessions();
      sessions.keepOfAtmos(placeOf(identity), session("left", { expiresAt: minutes(60) }));
      const process = new Process(sessions, callersSaying(code));
      await rejects(process.take(identity), (error) => error instanceof AwsError && error.code === code);
      ok(await sessions.readUnmarked(placeOf(identity)) !== undefined);
    }
  }
});

function callersSaying(reply: string | AwsErrorCode): CallerIdentities {
  return {
    getCallerIdentity: () =>
      reply.startsWith("arn:")
        ? Promise.resolve({ arn: reply, account: reply.split(":")[4] ?? "", userId: "x" })
        : Promise.reject(new AwsError(reply as AwsErrorCode, "Cannot: no")),
  };
}

Deno.test("a session that lasts longer than AWS lets it is not used", async () => {
  for (
    const [name, hours, isUsed] of [["far", 12, true], ["far", 13, false], ["me", 36, true], [
      "me",
      9e6,
      false,
    ]] as const
  ) {
    const sessions = new MemoryIdentitySessions();
    const kept = session("old", { expiresAt: minutes(hours * 60) });
    sessions.keepMarked(placeOf(name), kept);
    strictEqual(
      (await new Process(sessions).take(name)).accessKeyId === kept.accessKeyId,
      isUsed,
      `${name} ${hours}`,
    );
  }
});

Deno.test("a session of another realm or another definition is not used", async () => {
  for (
    const place of [{ ...placeOf("far"), realm: "other" }, {
      ...placeOf("far"),
      definition: someDefinition("another role"),
    }]
  ) {
    const sessions = new MemoryIdentitySessions();
    await sessions.write(place, session("far", { expiresAt: minutes(60) }));
    const process = new Process(sessions);
    await process.take("far");
    strictEqual(process.asked.length, 3);
  }
});

Deno.test("sessions of the environment's chains are neither stored nor reused", async () => {
  const sessions = new MemoryIdentitySessions();
  await new Process(sessions).take("from-env");
  deepStrictEqual(sessions.actions, []);
  const chain = resolveChain(AUTH, "from-env");
  sessions.keepOfAtmos(
    sessionPlace(chain, chain.identities[0], "acme"),
    session("env", { expiresAt: minutes(60) }),
  );
  const process = new Process(sessions);
  await process.take("from-env");
  deepStrictEqual(process.asked, ["AssumeRole dev"]);
});
