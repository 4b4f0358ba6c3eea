import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import { AwsError, type AwsErrorCode } from "../../../src/domain/errors/errors.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import { type SessionPlace, sessionPlace } from "../../../src/domain/identity/session_place.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { partitionInfo } from "../../../src/domain/registry/partitions.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { session } from "../../contracts/identity_sessions_contract.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import type { CallerIdentities } from "../../../src/ports/aws.ts";
import { MemoryEcrTokens } from "../../fakes/memory_ecr_tokens.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { someDefinition } from "../../support/helper_fixtures.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const DEV = "arn:aws:iam::222233334444:role/dev";
const FAR = "arn:aws:iam::333344445555:role/far";
const HOST = parseRegistry("222233334444.dkr.ecr.eu-west-1.amazonaws.com");
const CONTEXT = { deadline: new PatientDeadline(), realm: "acme", partition: partitionInfo("aws") };

const AUTH = authConfig({
  identities: {
    me: { kind: "aws/user", credentials: { access_key_id: "AKIAME", secret_access_key: "secret" } },
    dev: { kind: "aws/assume-role", via: { identity: "me" }, principal: { assume_role: DEV } },
    far: { kind: "aws/assume-role", via: { identity: "dev" }, principal: { assume_role: FAR } },
    env: { kind: "aws/ambient" },
    "from-env": { kind: "aws/assume-role", via: { identity: "env" }, principal: { assume_role: DEV } },
  } satisfies Record<string, Plain>,
});

function minutes(count: number): Date {
  return new Date(NOW.getTime() + count * 60_000);
}

function placeOf(identity: string): SessionPlace {
  const chain = resolveChain(AUTH, "far");
  const found = chain.identities.find(({ name }) => name === identity);
  ok(found !== undefined);
  return sessionPlace(chain, found, "acme");
}

/** One process: what it asks, and what it keeps. */
class Process {
  readonly sts = new MemorySecurityTokenService(() => NOW);
  readonly tokens = new MemoryEcrTokens();
  readonly authenticator: Authenticator;
  readonly issuer: TokenIssuer;

  constructor(sessions: MemoryIdentitySessions, callers?: CallerIdentities) {
    this.sts.roles.set(DEV, {}).set(FAR, {});
    const ambient = new MemoryAmbientCredentials({
      accessKeyId: "AKIAENV",
      secretAccessKey: new Secret("secret"),
    });
    const clock = (): Date => NOW;
    const steps = createIdentitySteps(memoryIdentityPorts({ sts: this.sts, ambient, clock }));
    this.authenticator = new Authenticator(steps, {
      sessions,
      clock,
      ...(callers === undefined ? {} : { callers }),
    });
    this.issuer = new TokenIssuer(this.authenticator, ambient, this.tokens);
  }

  take(identity: string): Promise<AwsCredentials> {
    return this.authenticator.credentials(resolveChain(AUTH, identity), CONTEXT);
  }

  get asked(): string[] {
    return this.sts.calls.map(({ action, subject }) => `${action} ${subject.split("/").at(-1)}`);
  }
}

function refusal(code: AwsErrorCode, keysRefused: boolean): AwsError {
  return new AwsError(code, "Cannot: AWS refused", { keysRefused });
}

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
    ["one that AWS does not know", "far", "AWS_CREDENTIALS_INVALID", false],
    ["one that has been revoked", "far", "AWS_DENIED", false],
    ["that of the user of the keys", "me", "arn:aws:iam::123456789012:user/AKIAME", true],
    ["that of another user", "me", "arn:aws:iam::123456789012:user/other", false],
    ["that of a role", "me", "arn:aws:sts::123456789012:assumed-role/AKIAME/x", false],
    ["one of a user that AWS does not know", "me", "AWS_CREDENTIALS_INVALID", false],
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

Deno.test("a session with an unverifiable owner causes no prompt", async () => {
  for (const identity of ["far", "me"]) {
    const sessions = new MemoryIdentitySessions();
    sessions.keepOfAtmos(placeOf(identity), session("left", { expiresAt: minutes(60) }));
    const process = new Process(sessions, callersSaying("AWS_UNREACHABLE"));
    await rejects(
      process.take(identity),
      (error) => error instanceof AwsError && error.code === "AWS_UNREACHABLE",
    );
    ok(await sessions.readUnmarked(placeOf(identity)) !== undefined);
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

Deno.test("a stored step that AWS rejects is dropped, and the walk restarts one step earlier, once", async () => {
  for (
    const error of [
      refusal("AWS_DENIED", true),
      refusal("AWS_CREDENTIALS_EXPIRED", false),
      refusal("AWS_DENIED", false),
    ]
  ) {
    const sessions = new MemoryIdentitySessions();
    sessions.keepMarked(placeOf("me"), session("me", { expiresAt: minutes(60) }));
    sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
    const process = new Process(sessions);
    process.sts.failure = ({ accessKeyId }) => accessKeyId === "ASIADEV" ? error : undefined;
    await process.take("far");
    deepStrictEqual(process.asked, ["AssumeRole far", "AssumeRole dev", "AssumeRole far"]);
    strictEqual((await sessions.read(placeOf("dev")))?.accessKeyId === "ASIADEV", false);
  }
});

Deno.test("a denial that a fresh step gets too is final", async () => {
  const sessions = new MemoryIdentitySessions();
  sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
  const process = new Process(sessions);
  process.sts.failure = ({ subject }) => subject === FAR ? refusal("AWS_DENIED", false) : undefined;
  await rejects(process.take("far"), { code: "AWS_DENIED" });
  deepStrictEqual(process.asked, [
    "AssumeRole far",
    "GetSessionToken AKIAME",
    "AssumeRole dev",
    "AssumeRole far",
  ]);
});

Deno.test("a failure other than a refusal drops nothing", async () => {
  for (const code of ["AWS_CLOCK_SKEW", "AWS_UNREACHABLE", "AWS_THROTTLED"] as const) {
    const sessions = new MemoryIdentitySessions();
    sessions.keepMarked(placeOf("dev"), session("dev", { expiresAt: minutes(60) }));
    const process = new Process(sessions);
    process.sts.failure = () => refusal(code, false);
    await rejects(process.take("far"), { code });
    strictEqual(process.asked.length, 1);
    ok(await sessions.read(placeOf("dev")) !== undefined);
  }
});

Deno.test("a token denied to a stored session is requested once more with a new one", async () => {
  const sessions = new MemoryIdentitySessions();
  sessions.keepMarked(placeOf("far"), session("far", { expiresAt: minutes(60) }));
  const process = new Process(sessions);
  process.tokens.failure = ({ accessKeyId }) =>
    accessKeyId === "ASIAFAR" ? refusal("AWS_DENIED", false) : undefined;
  const chain = resolveChain(AUTH, "far");
  // Two registries that are refused at the same time share the fresh session.
  await Promise.all([1, 2].map(() => process.issuer.issue(HOST, chain, CONTEXT)));
  deepStrictEqual(process.asked, ["GetSessionToken AKIAME", "AssumeRole dev", "AssumeRole far"]);
  strictEqual(process.tokens.requests.length, 4);
});

Deno.test("a token that AWS denies to a fresh session is denied", async () => {
  const process = new Process(new MemoryIdentitySessions());
  process.tokens.failure = () => refusal("AWS_DENIED", true);
  await rejects(process.issuer.issue(HOST, resolveChain(AUTH, "far"), CONTEXT), { code: "AWS_DENIED" });
  strictEqual(process.tokens.requests.length, 1);
});

/** Sessions that are stored when the test says so. */
class SlowSessions extends MemoryIdentitySessions {
  readonly gate = Promise.withResolvers<void>();

  override async write(place: SessionPlace, credentials: AwsCredentials): Promise<void> {
    await this.gate.promise;
    await super.write(place, credentials);
  }

  get written(): string[] {
    return this.actions.filter((action) => action.startsWith("write "));
  }
}

const WRITES = ["write me", "write dev", "write far"];

Deno.test("AWS is asked while sessions are being stored, and nothing is given out before they are", async () => {
  const sessions = new SlowSessions();
  const process = new Process(sessions);
  let isDone = false;
  const token = process.issuer.issue(HOST, resolveChain(AUTH, "far"), CONTEXT).then((token) => {
    isDone = true;
    return token;
  });
  for (let turn = 0; turn < 100 && process.tokens.requests.length === 0; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  strictEqual(process.tokens.requests.length, 1);
  deepStrictEqual([sessions.written, isDone], [[], false]);
  sessions.gate.resolve();
  await token;
  deepStrictEqual(sessions.written, WRITES);
});

Deno.test("the credentials of a chain are given out when their sessions are stored", async () => {
  const sessions = new SlowSessions();
  const taken = new Process(sessions).take("far");
  strictEqual(
    await Promise.race([taken.then(() => "taken"), new Promise((resolve) => setTimeout(resolve, 20))]),
    undefined,
  );
  sessions.gate.resolve();
  await taken;
  deepStrictEqual(sessions.written, WRITES);
});

Deno.test("the sessions of a walk that fails later are stored before it ends", async () => {
  const sessions = new SlowSessions();
  const process = new Process(sessions);
  process.sts.roles.delete(FAR);
  setTimeout(() => sessions.gate.resolve(), 5);
  await rejects(process.issuer.issue(HOST, resolveChain(AUTH, "far"), CONTEXT));
  deepStrictEqual(sessions.written, WRITES.slice(0, 2));
});
